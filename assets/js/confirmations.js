// A form or button with `data-lp-confirm` asks in the page's words before it sends. Without a
// script the same act leads to the confirmation page, which the server always shows.

export function confirmations(root) {
  root.addEventListener("submit", (event) => {
    const words = event.submitter?.dataset.lpConfirm ?? event.target.dataset.lpConfirm;
    if (!words) return;
    if (!window.confirm(words)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    const answer = document.createElement("input");
    Object.assign(answer, { type: "hidden", name: "confirmed", value: "yes" });
    event.target.append(answer);
  }, true);
}
