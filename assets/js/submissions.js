// A second click on a button that is already sending does nothing. The server refuses a repeated
// act anyway; this spares the person the refusal.

export function submissions(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.lpSending) return event.preventDefault();
    form.dataset.lpSending = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  // The back button may bring the page back as it was left.
  addEventListener("pageshow", () => {
    for (const form of root.querySelectorAll("form[data-lp-sending]")) delete form.dataset.lpSending;
  });
}
