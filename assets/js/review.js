// A proposal beside its words: what is pointed at on one side lights up on the other; words that
// are selected in the text stand ready to be added. Without this, links lead from side to side.

import { within } from "./filters.js";

export function reviews(part) {
  for (const review of within(part, "[data-lp-review]")) watch(review);
}

function watch(review) {
  const words = review.querySelector("[data-lp-words]");
  const open = review.querySelector(".lp-part.is-open");
  const light = (id, moves) => {
    for (const one of review.querySelectorAll(".is-lit")) one.classList.remove("is-lit");
    const marks = id ? [...words.querySelectorAll(`mark[data-lp-of~="${CSS.escape(id)}"]`)] : [];
    for (const mark of marks) mark.classList.add("is-lit");
    if (moves && marks.length) bring(words, marks[0]);
    return marks;
  };
  const rest = () => light(open?.dataset.lpPart, false);
  for (const kind of ["pointerover", "focusin"]) {
    review.addEventListener(kind, (event) => {
      const row = event.target.closest("[data-lp-part]");
      if (row) light(row.dataset.lpPart, true);
    });
  }
  words.addEventListener("pointerover", (event) => {
    const mark = event.target.closest("mark");
    const own = mark && review.querySelector(`[data-lp-part="${CSS.escape(mark.dataset.lpOf.split(" ")[0])}"]`);
    if (!own) return rest();
    light(own.dataset.lpPart, false);
    own.classList.add("is-lit");
  });
  document.addEventListener("selectionchange", () => choose(review, words));
  light(open?.dataset.lpPart, true);
}

// Only the pane moves, and only where it is a pane: on a phone the text stands below the proposal.
function bring(words, mark) {
  if (getComputedStyle(words).overflowY !== "auto") return;
  const room = words.getBoundingClientRect();
  const at = mark.getBoundingClientRect();
  if (at.top >= room.top && at.bottom <= room.bottom) return;
  words.scrollTop += at.top - room.top - room.height / 3;
}

function choose(review, words) {
  const field = review.querySelector("#add-words");
  const chosen = document.getSelection();
  if (!field || !chosen || chosen.isCollapsed || !words.contains(chosen.anchorNode) || !words.contains(chosen.focusNode)) return;
  field.value = chosen.toString().slice(0, field.maxLength);
}
