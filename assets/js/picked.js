// The bar over a list says how many rows are chosen.

import { within } from "./filters.js";

export function picked(part) {
  for (const form of within(part, "form[data-lp-batch]")) {
    const place = form.querySelector("[data-lp-picked]");
    const before = place.textContent;
    const show = () => {
      const count = document.querySelectorAll(`input[form="${form.id}"]:checked`).length;
      place.textContent = count ? place.dataset.words.replace("#", count) : before;
    };
    form.closest("section").addEventListener("change", show);
    show();
  }
}
