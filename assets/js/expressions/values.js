// Values: null, true and false, text, BigInt (numbers), Day, Moment, Days, Months, Array (lists),
// Map (contexts). How they are handed in, compared, ordered and written.

import * as days from "./days.js";
import { Day, Days, Moment, Months } from "./days.js";
import * as kinds from "./kinds.js";
import { isObject, itemOf, simple } from "./kinds.js";
import { GRAIN, ITEMS, STEPS, TEXT, VALUE_DEPTH } from "./limits.js";
import * as numbers from "./numbers.js";
import { ExpressionRefused, refuse } from "./refusals.js";
import { hasSurrogates, lengthOf } from "./tokens.js";

export const ORDERED = new Set([kinds.NUMBER, kinds.TEXT, kinds.DATE, kinds.MOMENT, kinds.DAYS, kinds.MONTHS]);
export const grains = (length) => Math.floor(length / GRAIN);

// One evaluation: what it may still spend, what names hold, what loops are at.
export class Run {
  constructor(given, names) {
    this.given = given;
    this.names = names;
    this.known = new Map();
    this.left = STEPS;
    this.locals = [];
  }

  spend(steps, at) {
    this.left -= steps;
    if (this.left < 0) refuse("too_many_steps", at);
  }

  name(name, at) {
    if (!this.known.has(name)) {
      this.known.set(name, read(own(this.given, name), this.names.get(name), this, name, at));
    }
    return this.known.get(name);
  }

  text(text, at) {
    const length = lengthOf(text);
    if (length > TEXT) refuse("text_too_long", at);
    this.spend(grains(length), at);
    return text;
  }

  list(items, at) {
    if (items.length > ITEMS) refuse("list_too_long", at);
    this.spend(items.length, at);
    return items;
  }

  // Work with a place for what a loop is at.
  local(work) {
    const slot = this.locals.push(null) - 1;
    try {
      return work(slot);
    } finally {
      this.locals.pop();
    }
  }
}

// Only what an object itself holds, never what it inherits.
export const own = (object, name) => (Object.prototype.hasOwnProperty.call(object, name) ? object[name] : null);

export function kindOf(value) {
  if (value === null) return kinds.NULL;
  if (typeof value === "bigint") return kinds.NUMBER;
  if (typeof value === "string") return kinds.TEXT;
  if (typeof value === "boolean") return kinds.BOOLEAN;
  if (Array.isArray(value)) return kinds.LIST;
  return CLASSES.get(value.constructor);
}
const CLASSES = new Map([[Map, kinds.CONTEXT], [Day, kinds.DATE], [Moment, kinds.MOMENT], [Days, kinds.DAYS], [Months, kinds.MONTHS]]);

// A value as JSON has it, as the declared type wants it.
export function read(given, declared, run, name, at = 0, depth = 0) {
  run.spend(1, at);
  if (depth > VALUE_DEPTH) refuse("too_deep", at);
  if (given === null || given === undefined) return null;
  const kind = declared.kind === kinds.ANY ? natural(given) : declared.kind;
  if (kind === kinds.LIST && Array.isArray(given)) {
    if (given.length > ITEMS) refuse("list_too_long", at);
    return given.map((each) => read(each, itemOf(declared), run, name, at, depth + 1));
  }
  if (kind === kinds.CONTEXT && isObject(given)) return readContext(given, declared, run, name, at, depth);
  const value = readSimple(given, kind, run, at);
  if (value === null && given !== "") refuse("bad_value", at, { name, wanted: kind });
  return value;
}

function natural(given) {
  if (typeof given === "boolean") return kinds.BOOLEAN;
  if (typeof given === "number") return kinds.NUMBER;
  if (typeof given === "string") return kinds.TEXT;
  if (Array.isArray(given)) return kinds.LIST;
  return isObject(given) ? kinds.CONTEXT : kinds.NULL;
}

function readContext(given, declared, run, name, at, depth) {
  let fields = declared.fields;
  if (!fields) {
    const keys = Object.keys(given);
    if (keys.length > ITEMS) refuse("list_too_long", at);
    fields = new Map(keys.map((key) => [key, simple(kinds.ANY)]));
  }
  return new Map([...fields].map(([key, type]) => [key, read(own(given, key), type, run, name, at, depth + 1)]));
}

function readSimple(given, kind, run, at) {
  if (typeof given === "string") return fromText(given, kind, run, at);
  if (kind === kinds.BOOLEAN && typeof given === "boolean") return given;
  if (kind === kinds.NUMBER && typeof given === "number") return numbers.ofFloat(given, at);
  return null;
}

function fromText(given, kind, run, at) {
  if (kind === kinds.TEXT) {
    if (hasSurrogates(given)) refuse("bad_text", at);
    return run.text(given, at);
  }
  if (lengthOf(given) > 40) return null;
  try {
    if (kind === kinds.NUMBER) return numbers.findNumber(given);
    if (kind === kinds.DATE) return days.readDate(given);
    if (kind === kinds.MOMENT) return days.readMoment(given);
    if (kind === kinds.DAYS || kind === kinds.MONTHS) {
      const duration = days.readDuration(given);
      return kindOf(duration) === kind ? duration : null;
    }
  } catch (refused) {
    if (!(refused instanceof ExpressionRefused)) throw refused;
  }
  return null;
}

export function equal(a, b, run, at, strict = true) {
  run.spend(1, at);
  if (a === null || b === null) return a === b;
  const kind = kindOf(a), other = kindOf(b);
  if (kind !== other) {
    if (strict) refuse("wrong_type", at, { found: other, wanted: kind });
    return false;
  }
  if (kind === kinds.TEXT) {
    run.spend(grains(Math.max(lengthOf(a), lengthOf(b))), at);
    return a === b;
  }
  if (kind === kinds.LIST) return a.length === b.length && a.every((each, n) => equal(each, b[n], run, at, strict));
  if (kind === kinds.CONTEXT) {
    const keys = sortedKeys(a);
    return a.size === b.size && keys.every((key) => b.has(key)) && keys.every((key) => equal(a.get(key), b.get(key), run, at, strict));
  }
  return kind === kinds.BOOLEAN ? a === b : amount(a) === amount(b);
}

const amount = (value) => value.day ?? value.second ?? value.seconds ?? value.count ?? value;

export function compare(a, b, run, at) {
  run.spend(1, at);
  if (a === null || b === null) return null;
  const kind = kindOf(a), other = kindOf(b);
  if (!ORDERED.has(kind)) refuse("wrong_type", at, { found: kind, wanted: kinds.NUMBER });
  if (kind !== other) refuse("wrong_type", at, { found: other, wanted: kind });
  if (kind === kinds.TEXT) {
    run.spend(grains(Math.max(lengthOf(a), lengthOf(b))), at);
    return order(a, b);
  }
  const [x, y] = [amount(a), amount(b)];
  return x > y ? 1 : x < y ? -1 : 0;
}

// By code points, as the server does; UTF-16 units would put rare characters elsewhere.
function order(a, b) {
  let n = 0;
  while (n < a.length && n < b.length && a[n] === b[n]) n++;
  if (n === a.length || n === b.length) return Math.sign(a.length - b.length);
  const isLow = (text) => n > 0 && text.charCodeAt(n) >= 0xdc00 && text.charCodeAt(n) < 0xe000;
  const from = isLow(a) && isLow(b) ? n - 1 : n;
  return a.codePointAt(from) > b.codePointAt(from) ? 1 : -1;
}

const sortedKeys = (context) => [...context.keys()].sort(order);

// The value as an expression would write it.
export function written(value, run, at = 0) {
  run.spend(1, at);
  if (typeof value === "string") return run.text(quoted(value), at);
  if (Array.isArray(value)) return run.text(`[${value.map((each) => written(each, run, at)).join(", ")}]`, at);
  if (value instanceof Map) {
    const parts = sortedKeys(value).map((key) => `${quoted(key)}: ${written(value.get(key), run, at)}`);
    return run.text(`{${parts.join(", ")}}`, at);
  }
  if (value instanceof Moment) return `date and time("${plain(value)}")`;
  if (value instanceof Day) return `date("${plain(value)}")`;
  if (value instanceof Days || value instanceof Months) return `duration("${plain(value)}")`;
  return plain(value);
}

// A single value in the words a person reads.
export function plain(value) {
  if (typeof value === "bigint") return numbers.written(value);
  if (value instanceof Day) return days.writtenDay(value.day);
  if (value instanceof Moment) return days.writtenMoment(value);
  if (value instanceof Days) return days.writtenDays(value);
  if (value instanceof Months) return days.writtenMonths(value);
  return String(value);
}

function quoted(text) {
  const escaped = text.replace(/\\/g, "\\\\").replace(/"/g, '\\"');
  return `"${escaped}"`.replace(/\n/g, "\\n").replace(/\r/g, "\\r").replace(/\t/g, "\\t");
}

// For JSON: numbers and days as text, exactly; the rest as it is.
export function asJson(value) {
  if (Array.isArray(value)) return value.map(asJson);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [key, asJson(inner)]));
  return value === null || typeof value === "boolean" || typeof value === "string" ? value : plain(value);
}
