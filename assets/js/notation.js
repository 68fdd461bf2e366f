// The plain notation of bodies, as rules/composing.py reads it; only as much as blocks need. The
// server reads what is sent by itself.

const HEADINGS = [
  /^[一二三四五六七八九十百]{1,4}、\s*/,
  /^[（(][一二三四五六七八九十百]{1,4}[）)]\s*、?\s*/,
  /^\d{1,2}(?:[.．](?!\d)|、)\s*/,
  /^[（(]\d{1,2}[）)]\s*、?\s*/,
];
const FIGURES = "零一二三四五六七八九";
const RULE = /^\s*:?-+:?\s*$/;

// Blocks of a text: { level, runs } of a line, { rows, caption, widths } of a table.
export function read(text) {
  const blocks = [];
  let table = [];
  const flush = () => {
    const made = tableOf(table);
    if (made) blocks.push(made);
    table = [];
  };
  for (const line of text.replace(/[\u200b\u2060\ufeff\u00ad]/g, "").split(/\r?\n/)) {
    const words = line.trim();
    if (words.startsWith("|")) {
      if (words.startsWith("|=")) flush();
      table.push(words);
      continue;
    }
    flush();
    if (words) blocks.push(lineOf(words));
  }
  flush();
  return blocks;
}

// The same for what was pasted: rows of a table come with tabs between their cells.
export function plain(text) {
  const lines = text.split(/\r?\n/).map((line) => {
    const cells = line.replace(/^\s*\t/, "").split("\t");
    const isNumber = cells.length === 2 && level(`${cells[0]}x`)[0];
    if (cells.length < 2) return line;
    return isNumber ? cells.join("") : `| ${cells.map((cell) => cell.replace(/[\\|]/g, "\\$&").trim()).join(" | ")} |`;
  });
  return read(lines.join("\n"));
}

export function write(blocks) {
  const counted = numbers(blocks.map((block) => block.level ?? 0));
  const lines = [];
  blocks.forEach((block, at) => {
    if (block.rows) {
      if (lines.at(-1)?.startsWith("|")) lines.push("");
      lines.push(...tableLines(block));
      return;
    }
    const words = block.runs.map(({ text, strong }) => (strong ? `**${escaped(text)}**` : escaped(text))).join("").trim();
    if (!words) return;
    if (block.level) lines.push(counted[at] + (/^[\d、]/.test(words) ? "\\" : "") + words);
    else lines.push(level(words)[0] || words.startsWith("|") ? `\\${words}` : words);
  });
  return lines.join("\n");
}

// What each block begins with, by its level; "" for paragraphs.
export function numbers(levels) {
  const counts = [0, 0, 0, 0];
  return levels.map((level) => {
    if (!level) return "";
    counts[level - 1] += 1;
    counts.fill(0, level);
    const n = Math.min(counts[level - 1], 99);
    return [`${chinese(n)}、`, `（${chinese(n)}）`, `${n}.`, `（${n}）`][level - 1];
  });
}

function lineOf(words) {
  const [found, rest] = level(words);
  return { level: found, runs: runsOf(rest) };
}

function level(words) {
  for (const [at, pattern] of HEADINGS.entries()) {
    const number = words.match(pattern)?.[0];
    if (number && number.length < words.length) return [at + 1, words.slice(number.length)];
  }
  return [0, words];
}

function runsOf(words) {
  const runs = [];
  let strong = false;
  for (const [sign] of words.matchAll(/\\.|\*\*|[^]/gu)) {
    if (sign === "**") {
      strong = !strong;
      continue;
    }
    const text = sign.length > 1 && sign[0] === "\\" ? sign.slice(1) : sign;
    if (runs.length && runs.at(-1).strong === strong) runs.at(-1).text += text;
    else runs.push({ text, strong });
  }
  return runs;
}

const escaped = (text) => text.replace(/[\\*]/g, "\\$&");

function tableOf(lines) {
  let caption = "", widths = "";
  const rows = [];
  for (const line of lines) {
    if (line.startsWith("|=")) caption = unescaped(line.slice(2));
    else if (line.startsWith("|~")) widths = line.slice(2).trim();
    else {
      const cells = cellsOf(line.slice(1));
      if (!cells.every((cell) => RULE.test(cell))) rows.push(cells.map(unescaped));
    }
  }
  const across = Math.max(...rows.map((row) => row.length));
  for (const row of rows) while (row.length < across) row.push("");
  return rows.length ? { rows, caption, widths } : null;
}

function cellsOf(line) {
  const cells = [""];
  for (const [sign] of line.matchAll(/\\.|[^]/gu)) {
    if (sign === "|") cells.push("");
    else cells[cells.length - 1] += sign;
  }
  if (cells.length > 1 && !cells.at(-1).trim()) cells.pop();
  return cells;
}

const unescaped = (written) => written.replace(/\\(.)/gu, "$1").replace(/\s+/g, " ").trim();

function guarded(text) {
  const found = text.replace(/\s+/g, " ").trim().replace(/[\\|]/g, "\\$&");
  return RULE.test(found) ? `\\${found}` : found;
}

function tableLines({ rows, caption, widths }) {
  return [
    ...(caption.trim() ? [`|= ${guarded(caption)}`] : []),
    ...(widths ? [`|~ ${widths}`] : []),
    ...rows.map((row) => `| ${row.map(guarded).join(" | ")} |`),
  ];
}

function chinese(number) {
  const tens = Math.floor(number / 10), ones = number % 10;
  const lead = tens === 0 ? "" : tens === 1 ? "十" : `${FIGURES[tens]}十`;
  return lead + (ones || !tens ? FIGURES[ones] : "");
}
