// The text of a document as blocks: a textarea in `[data-lp-composer]` in the plain notation
// (rules/composing.py) is edited as paragraphs, headings that count themselves, and tables. The
// textarea stays what is sent. Enter begins a block, Tab and Shift+Tab change its level, Escape
// lets the next Tab leave, Ctrl+B makes words strong.

import { within } from "./filters.js";
import { plain, read, write, numbers } from "./notation.js";

export function composers(part) {
  for (const place of within(part, "[data-lp-composer]")) compose(place);
}

function compose(place) {
  const source = place.querySelector("textarea");
  const words = JSON.parse(place.dataset.lpWords);
  const label = place.querySelector("label");
  label.id ||= `${source.id}_label`;
  const blocks = make("div", "lp-composer__blocks");
  const bar = make("div", "lp-composer__bar", { role: "toolbar", "aria-label": words.bar });
  const box = make("div", "lp-composer", { role: "group", "aria-labelledby": label.id });
  const back = button(words.blocks, () => show(true));
  box.append(bar, blocks);
  source.after(box, back);
  let last = null; // the block that was written in
  let leaving = false; // after Escape, Tab leaves

  const list = () => [...blocks.children];
  const field = (block) => block?.querySelector("[contenteditable]");

  const build = () => {
    blocks.replaceChildren(...read(source.value).map(draw));
    if (!blocks.children.length) blocks.append(draw({ level: 0, runs: [] }));
    count();
  };
  const changed = () => {
    source.value = write(list().map(said));
    source.dispatchEvent(new Event("input", { bubbles: true }));
    count();
  };
  const count = () => {
    const found = numbers(list().map((block) => Number(block.dataset.level ?? 0)));
    list().forEach((block, at) => {
      const number = block.querySelector(".lp-composer__n");
      if (number) number.textContent = found[at];
    });
  };

  // --- Blocks ------------------------------------------------------------------------------------

  const draw = (one) => (one.rows ? drawTable(one) : drawLine(one));

  const drawLine = ({ level, runs }) => {
    const block = make("div", "lp-composer__block");
    const text = make("div", "lp-composer__text", { contenteditable: "true", role: "textbox" });
    text.append(...runs.map((run) => (run.strong ? element("b", run.text) : document.createTextNode(run.text))));
    block.append(make("span", "lp-composer__n", { "aria-hidden": "true" }), text);
    setLevel(block, level);
    return block;
  };
  const setLevel = (block, level) => {
    block.dataset.level = level;
    field(block).setAttribute("aria-label", level ? words.heading.replace("#", level) : words.paragraph);
    count();
  };

  const drawTable = ({ rows, caption, widths }) => {
    const block = make("div", "lp-composer__block is-table");
    const name = make("input", "form-control form-control-sm", { "aria-label": words.caption, placeholder: words.caption, value: caption });
    block.dataset.widths = widths;
    const table = make("table", "lp-composer__table");
    const scroll = make("div", "lp-scroll", { tabindex: "0", role: "group", "aria-label": words.table });
    scroll.append(table);
    for (const row of rows) table.insertRow().append(...row.map(cell));
    const across = () => table.rows[0].cells.length;
    const acts = make("div", "lp-row");
    acts.append(
      button(words.addRow, () => table.insertRow().append(...Array.from({ length: across() }, () => cell("")))),
      button(words.addColumn, () => [...table.rows].forEach((row) => row.append(cell("")))),
      button(words.dropRow, () => table.rows.length > 1 && table.deleteRow(-1)),
      button(words.dropColumn, () => across() > 1 && [...table.rows].forEach((row) => row.deleteCell(-1))),
      button(words.drop, () => { block.remove(); if (!blocks.children.length) build(); }),
    );
    acts.addEventListener("click", () => { block.dataset.widths = ""; changed(); });
    name.addEventListener("input", (event) => { event.stopPropagation(); changed(); });
    block.append(name, scroll, acts);
    return block;
  };
  const cell = (text) => {
    const td = make("td", "", { contenteditable: "true", role: "textbox", "aria-label": words.cell });
    td.textContent = text;
    return td;
  };

  const said = (block) =>
    block.dataset.level === undefined
      ? { caption: block.querySelector("input").value, widths: block.dataset.widths, rows: [...block.querySelectorAll("tr")].map((row) => [...row.cells].map((td) => td.textContent)) }
      : { level: Number(block.dataset.level), runs: runsOf(field(block)) };

  // --- Acts --------------------------------------------------------------------------------------

  const after = (block, ...more) => {
    if (block) block.after(...more);
    else blocks.append(...more);
  };
  const split = (block) => {
    const rest = document.getSelection().getRangeAt(0);
    rest.deleteContents();
    rest.setEndAfter(field(block).lastChild ?? field(block));
    const next = drawLine({ level: 0, runs: runsOf(rest.extractContents()) });
    block.after(next);
    caret(field(next), 0);
    changed();
  };
  const join = (block, next) => {
    if (!field(block) || block.dataset.level === undefined || next?.dataset.level === undefined) return;
    const at = field(block).textContent.length;
    field(block).append(...field(next).childNodes);
    next.remove();
    caret(field(block), at);
    changed();
  };
  const level = (block, to) => {
    if (block?.dataset.level === undefined || to < 0 || to > 4) return;
    setLevel(block, to);
    changed();
  };

  blocks.addEventListener("focusin", (event) => (last = event.target.closest(".lp-composer__block")));
  blocks.addEventListener("input", (event) => {
    if (event.target === source) return;
    event.stopPropagation(); // the textarea tells it
    changed();
  });
  blocks.addEventListener("keydown", (event) => {
    const block = event.target.closest(".lp-composer__block");
    if (event.isComposing || !event.target.isContentEditable) return;
    const isLeaving = leaving;
    leaving = event.key === "Escape";
    if (event.key === "Enter") {
      event.preventDefault();
      if (block.dataset.level !== undefined) split(block);
      return;
    }
    if (block.dataset.level === undefined) return;
    const now = Number(block.dataset.level);
    const place = offset(event.target);
    if (event.key === "Tab" && !isLeaving && !event.altKey && !event.ctrlKey) {
      const to = now + (event.shiftKey ? -1 : 1);
      if (to < 0 || to > 4) return; // at either end Tab goes on its way
      event.preventDefault();
      level(block, to);
    } else if (event.key === "Backspace" && place.start === 0 && place.end === 0) {
      event.preventDefault();
      if (now) level(block, 0);
      else if (block.previousElementSibling) join(block.previousElementSibling, block);
    } else if (event.key === "Delete" && place.start === event.target.textContent.length && block.nextElementSibling) {
      event.preventDefault();
      join(block, block.nextElementSibling);
    } else if (event.key === "ArrowUp" && place.start === 0 && block.previousElementSibling) {
      event.preventDefault();
      caret(field(block.previousElementSibling), Infinity);
    } else if (event.key === "ArrowDown" && place.end === event.target.textContent.length && block.nextElementSibling) {
      event.preventDefault();
      caret(field(block.nextElementSibling), 0);
    }
  });
  blocks.addEventListener("paste", (event) => {
    if (!event.target.closest("[contenteditable]")) return;
    event.preventDefault();
    const text = event.clipboardData.getData("text/plain");
    const block = event.target.closest(".lp-composer__block");
    const found = plain(text);
    const isLine = block.dataset.level === undefined || (found.length < 2 && !found[0]?.rows && !found[0]?.level);
    if (isLine) return document.execCommand("insertText", false, text.replace(/\s*\n\s*/g, " ").trim());
    const drawn = found.map(draw);
    after(block, ...drawn);
    if (!field(block).textContent.trim()) block.remove();
    caret(field(drawn.at(-1)), Infinity);
    changed();
  });
  blocks.addEventListener("drop", (event) => event.preventDefault());

  bar.append(
    button(words.paragraph, () => level(last, 0)),
    ...[1, 2, 3, 4].map((n) => button(words.heading.replace("#", n), () => level(last, n))),
    button(words.strong, () => { document.execCommand("bold"); }),
    button(words.table, () => {
      const made = drawTable({ rows: [["", ""], ["", ""]], caption: "", widths: "" });
      after(last?.isConnected ? last : null, made);
      if (!made.nextElementSibling) made.after(drawLine({ level: 0, runs: [] }));
      caret(field(made), 0);
      changed();
    }),
    button(words.plain, () => show(false)),
  );
  // The place in the text is not lost by pressing a button.
  bar.addEventListener("mousedown", (event) => event.preventDefault());

  const show = (asBlocks) => {
    if (asBlocks) build();
    box.hidden = !asBlocks;
    source.hidden = asBlocks;
    back.hidden = asBlocks;
  };
  source.form.addEventListener("lp-taken", build);
  show(true);
}

// --- Small things -----------------------------------------------------------------------------------

function runsOf(node) {
  const runs = [];
  const walk = (one, strong) => {
    if (one.nodeType === Node.TEXT_NODE) {
      const text = one.data.replace(/\s+/g, " ");
      if (runs.length && runs.at(-1).strong === strong) runs.at(-1).text += text;
      else if (text) runs.push({ text, strong });
    } else {
      const bolder = strong || /^(B|STRONG)$/.test(one.nodeName);
      for (const child of one.childNodes) walk(child, bolder);
    }
  };
  walk(node, false);
  return runs;
}

function offset(text) {
  const chosen = document.getSelection();
  if (!chosen.rangeCount) return { start: 0, end: 0 };
  const range = chosen.getRangeAt(0);
  const before = range.cloneRange();
  before.selectNodeContents(text);
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  return { start, end: start + range.toString().length };
}

function caret(text, at) {
  if (!text) return;
  text.focus();
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let node, left = at, end = null;
  while ((node = walker.nextNode())) {
    end = node;
    if (left <= node.data.length) break;
    left -= node.data.length;
  }
  if (end) document.getSelection().collapse(end, Math.min(left, end.data.length));
}

function make(name, className, attributes = {}) {
  const made = document.createElement(name);
  if (className) made.className = className;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function element(name, text) {
  return Object.assign(document.createElement(name), { textContent: text });
}

function button(words, act) {
  const made = Object.assign(make("button", "btn btn-sm"), { type: "button", textContent: words });
  made.addEventListener("click", act);
  return made;
}
