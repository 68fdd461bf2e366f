// Kinds of values, and the types that names are declared with. A type is {kind, item?, fields?};
// fields are a Map, so that no name can reach a property of JavaScript's own.

import { refuse } from "./refusals.js";

export const NUMBER = "number", TEXT = "string", BOOLEAN = "boolean", DATE = "date";
export const MOMENT = "date and time", DAYS = "days and time duration", MONTHS = "years and months duration";
export const LIST = "list", CONTEXT = "context", ANY = "Any", NULL = "null";

const SIMPLE = new Map(
  [NUMBER, TEXT, BOOLEAN, DATE, MOMENT, DAYS, MONTHS, LIST, CONTEXT, ANY, NULL].map((kind) => [kind, Object.freeze({ kind })]),
);
export const simple = (kind) => SIMPLE.get(kind);
export const listOf = (item) => ({ kind: LIST, item });
export const itemOf = (type) => type.item ?? simple(ANY);

const LETTERS = "A-Za-z\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\u{20000}-\\u{3ffff}";
export const WORD = `[${LETTERS}][${LETTERS}0-9_]*`;
const NAME = new RegExp(`^${WORD}(?: ${WORD})*$`, "u");
export const KEYWORDS = new Set(
  "and or not if then else in between for return some every satisfies true false null item".split(" "),
);
const NAME_LENGTH = 100, TYPE_DEPTH = 10;

// Declared names with their types, from an object or a list of names.
export function readNames(names) {
  const pairs = Array.isArray(names) ? names.map((name) => [name, ANY]) : Object.entries(names);
  return new Map(pairs.map(([name, spec]) => [checkedName(name), readType(spec)]));
}

export function readType(spec, depth = 0) {
  if (typeof spec === "string" && SIMPLE.has(spec)) return SIMPLE.get(spec);
  if (isObject(spec) && Object.keys(spec).length === 1 && depth < TYPE_DEPTH) {
    const [key, inner] = Object.entries(spec)[0];
    if (key === "list") return listOf(readType(inner, depth + 1));
    if (key === "fields" && isObject(inner)) {
      const fields = Object.entries(inner).map(([name, type]) => [checkedName(name), readType(type, depth + 1)]);
      return { kind: CONTEXT, fields: new Map(fields) };
    }
  }
  return refuse("bad_value", 0, { name: String(spec), wanted: "type" });
}

export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function checkedName(name) {
  const isName = typeof name === "string" && [...name].length <= NAME_LENGTH && NAME.test(name);
  if (isName && !name.split(" ").some((word) => KEYWORDS.has(word))) return name;
  return refuse("bad_name", 0, { name: String(name) });
}

// What a value is that is either of both.
export function joined(first, second) {
  if (first.kind === NULL) return second;
  if (second.kind === NULL || isSame(first, second)) return first;
  return first.kind === second.kind ? simple(first.kind) : simple(ANY);
}

function isSame(a, b) {
  if (a.kind !== b.kind || !a.item !== !b.item || !a.fields !== !b.fields) return false;
  if (a.item && !isSame(a.item, b.item)) return false;
  if (!a.fields) return true;
  return a.fields.size === b.fields.size && [...a.fields].every(([name, type]) => b.fields.has(name) && isSame(type, b.fields.get(name)));
}
