// "/" goes to the page's search field, as the sign beside the field says.

export function searchKey(root) {
  root.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    const field = root.querySelector("[data-lp-search]");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}
