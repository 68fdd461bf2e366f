// Conditions are checked while they are written, by the same language the engine works them out in.

import { compileExpression, ExpressionRefused } from "../expressions.js";

const WAIT = 250; // milliseconds of stillness

export function checked(field, said, names) {
  const words = JSON.parse(document.getElementById(said.dataset.lpSentences).textContent);
  let timer;
  const problem = () => {
    const text = field.value.trim();
    if (!text) return "";
    try {
      compileExpression(text, names());
      return "";
    } catch (error) {
      if (error instanceof ExpressionRefused) return error.sentence(words);
      throw error;
    }
  };
  const check = () => {
    said.textContent = problem();
    if (said.textContent) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(check, WAIT);
  });
  field.closest("[data-lp-panel]").addEventListener("lp-shown", check);
}
