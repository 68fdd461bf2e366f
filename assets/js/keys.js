// Keys that a page names itself: whatever bears `aria-keyshortcuts` is pressed, or gets the focus when
// it is a field. Ctrl+Enter sends only from within the form of its button, so that it never sends
// what one does not look at.

export function keys(root) {
  root.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    for (const one of root.querySelectorAll("[aria-keyshortcuts]")) {
      if (!isMeant(one, event)) continue;
      event.preventDefault();
      if (one.matches("textarea, input")) one.focus();
      else one.click();
      return;
    }
  });
}

function isMeant(one, event) {
  const parts = one.getAttribute("aria-keyshortcuts").split("+");
  const key = parts.pop();
  const pressed = key.length === 1 ? event.code === `Key${key}` : event.key === key;
  if (!pressed || event.altKey !== parts.includes("Alt") || event.ctrlKey !== parts.includes("Control")) return false;
  return key !== "Enter" || one.form?.contains(event.target);
}
