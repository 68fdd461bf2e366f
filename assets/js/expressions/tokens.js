// The words and signs of an expression. Places are counted in characters, not in UTF-16 units.

import { WORD } from "./kinds.js";
import { PLACES, SOURCE, WHOLE } from "./limits.js";
import { refuse } from "./refusals.js";

const PARTS = new RegExp(
  `([ \\t\\r\\n]+)|([0-9]+(?:\\.[0-9]+)?)|(${WORD})|("(?:[^"\\\\]|\\\\[^])*")|(\\.\\.|<=|>=|!=|\\*\\*|[<>=+\\-*/()[\\]{},:.?])`,
  "uy",
);
const ESCAPES = new Map([['"', '"'], ["\\", "\\"], ["n", "\n"], ["r", "\r"], ["t", "\t"]]);
const FULL_WIDTH = /[\uff01-\uff5e“”‘’。、【】×÷\u3000]/;
const SURROGATES = /\p{Surrogate}/u;

export const lengthOf = (text) => {
  let length = text.length;
  for (let n = 0; n < text.length - 1; n++) if (isPair(text, n)) length--;
  return length;
};
const isPair = (text, n) => {
  const first = text.charCodeAt(n), second = text.charCodeAt(n + 1);
  return first >= 0xd800 && first < 0xdc00 && second >= 0xdc00 && second < 0xe000;
};
export const hasSurrogates = (text) => SURROGATES.test(text);

export function tokensOf(source) {
  if (source.length > 2 * SOURCE || lengthOf(source) > SOURCE) refuse("too_long");
  const found = [];
  let unit = 0, at = 0;
  while (unit < source.length) {
    PARTS.lastIndex = unit;
    const match = PARTS.exec(source);
    if (!match) unknown(source, unit, at);
    if (match[1] === undefined) found.push(token(match, at));
    unit = PARTS.lastIndex;
    at += lengthOf(match[0]);
  }
  found.push({ kind: "end", value: "", at });
  return found;
}

function token([written, , number, word, text], at) {
  if (text !== undefined) return { kind: "text", value: content(text, at), at };
  if (word !== undefined) return { kind: "word", value: word, at };
  if (number === undefined) return { kind: "sign", value: written, at };
  const [whole, places = ""] = number.split(".");
  if (whole.length > WHOLE || places.length > PLACES) refuse("bad_number", at);
  return { kind: "number", value: number, at };
}

function content(written, at) {
  if (hasSurrogates(written)) refuse("bad_text", at);
  const inner = written.slice(1, -1);
  return inner.replace(/\\([^])/gu, (_, sign, offset) => {
    if (!ESCAPES.has(sign)) refuse("bad_escape", at + 1 + lengthOf(inner.slice(0, offset)));
    return ESCAPES.get(sign);
  });
}

function unknown(source, unit, at) {
  const sign = String.fromCodePoint(source.codePointAt(unit));
  if (sign === '"') refuse("unended_text", at);
  if (FULL_WIDTH.test(sign)) refuse("full_width_sign", at, { sign });
  refuse("unexpected", at, { sign });
}
