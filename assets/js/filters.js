// A filter form that is marked sends itself when a choice changes; its button is then not needed.
// `data-lp-auto` marks a single field of any other form.

export function filters(part) {
  for (const form of within(part, "form[data-lp-filter]")) {
    form.addEventListener("change", (event) => {
      if (event.target.matches("select, input[type=radio], input[type=date]")) form.requestSubmit();
    });
  }
  for (const field of within(part, "[data-lp-auto]")) {
    field.addEventListener("change", () => field.form.requestSubmit());
  }
  for (const all of within(part, "input[data-lp-pick-all]")) pickAll(all);
}

// The box in a table's head picks every row of this page, and shows when only some are picked.
function pickAll(all) {
  const boxes = [...all.closest("table").querySelectorAll("tbody input[data-lp-pick]")];
  const show = () => {
    const picked = boxes.filter((box) => box.checked).length;
    all.checked = picked > 0 && picked === boxes.length;
    all.indeterminate = picked > 0 && picked < boxes.length;
    for (const box of boxes) box.closest("tr").classList.toggle("is-picked", box.checked);
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    show();
  });
  for (const box of boxes) box.addEventListener("change", show);
  show();
}

export function within(part, selector) {
  const own = part.matches?.(selector) ? [part] : [];
  return [...own, ...part.querySelectorAll(selector)];
}
