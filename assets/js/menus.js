// Menus are <details>: a click elsewhere or Escape closes them; opening one closes its neighbours.

const MENU = "details.lp-menu, details.lp-pick, details[data-lp-menu]";

export function menus(root) {
  root.addEventListener("click", (event) => closeAll(root, event.target.closest?.(MENU)));
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = event.target.closest?.(`:is(${MENU})[open]`);
    closeAll(root, null);
    open?.querySelector("summary").focus();
  });
}

function closeAll(root, except) {
  for (const menu of root.querySelectorAll(`:is(${MENU})[open]`)) if (menu !== except) menu.open = false;
}

// A form that came back with errors is met at its summary, not at the top of the page.
export function focusOn(part) {
  part.querySelector(":not([data-lp-still]) > [data-lp-focus]")?.focus();
}
