// The closed table of functions. Nothing else can be called.

import { combine } from "./arithmetic.js";
import * as days from "./days.js";
import { Day, Days, Moment, Months } from "./days.js";
import * as kinds from "./kinds.js";
import { itemOf, joined, listOf, simple } from "./kinds.js";
import { GRAIN, PLACES, WHOLE } from "./limits.js";
import { joinedTruth, truth } from "./nodes.js";
import * as numbers from "./numbers.js";
import { refuse } from "./refusals.js";
import { lengthOf } from "./tokens.js";
import { compare, equal, grains, kindOf, plain, written } from "./values.js";

const NUMBER = simple(kinds.NUMBER), TEXT = simple(kinds.TEXT), BOOLEAN = simple(kinds.BOOLEAN), ANY = simple(kinds.ANY);
const LIST = simple(kinds.LIST), DATE = simple(kinds.DATE);

class Callable {
  constructor(name, takes, gives, work, { least = takes.length, more = false, spread = false, takesNull = false } = {}) {
    Object.assign(this, { name, takes, gives, work, least, more, spread, takesNull });
  }

  accepts(count) {
    return this.least <= count && (this.more || count <= this.takes.length);
  }

  wanted(place) {
    return this.spread ? ANY : this.takes[Math.min(place, this.takes.length - 1)];
  }

  result(given) {
    return typeof this.gives === "function" ? this.gives(given) : this.gives;
  }

  call(given, run, at) {
    if (this.spread) return this.work(given.length === 1 && Array.isArray(given[0]) ? given[0] : given, run, at);
    for (const [place, value] of given.entries()) {
      const wanted = this.wanted(place).kind;
      if (value === null && !this.takesNull) return null;
      if (value !== null && wanted !== kinds.ANY && wanted !== kindOf(value)) wrong(value, wanted, at);
    }
    return this.work(given, run, at);
  }
}

const wrong = (value, wanted, at) => refuse("wrong_type", at, { found: kindOf(value), wanted });
const bad = (name, at) => refuse("bad_argument", at, { name });

function whole(value, name, at) {
  const number = numbers.whole(value);
  return number === null ? bad(name, at) : Number(number);
}

const total = (numbers_) => numbers_.reduce((sum, each) => sum + each, 0);

// texts

function measured([text], run, at) {
  const length = lengthOf(text);
  run.spend(grains(length), at);
  return numbers.ofWhole(length);
}

function substring([text, ...places], run, at) {
  const signs = [...text];
  run.spend(grains(signs.length), at);
  return run.text(signs.slice(...cut(signs.length, places, "substring", at)).join(""), at);
}

// Where something begins (from 1, or from the end when negative) and ends.
function cut(size, places, name, at) {
  const [start, length] = places.map((place) => whole(place, name, at));
  if (!start || length < 0) bad(name, at);
  const begin = start > 0 ? start - 1 : Math.max(0, size + start);
  return [begin, length === undefined ? Math.max(begin, size) : begin + length];
}

// A search is charged for its worst case, whatever the browser does inside.
function seek(text, part, run, at) {
  const [long, short] = [lengthOf(text), lengthOf(part)];
  run.spend(grains(long) + Math.floor((long * short) / (GRAIN * GRAIN)), at);
  return text.indexOf(part);
}

function before([text, part], run, at) {
  return run.text(text.slice(0, Math.max(0, seek(text, part, run, at))), at);
}

function after([text, part], run, at) {
  const place = seek(text, part, run, at);
  return run.text(place >= 0 ? text.slice(place + part.length) : "", at);
}

function join([list, between = ""], run, at) {
  const parts = list.filter((item) => item !== null);
  for (const part of parts) if (typeof part !== "string") wrong(part, kinds.TEXT, at);
  run.spend(list.length, at);
  const gap = lengthOf(between);
  for (const part of parts) run.spend(grains(lengthOf(part) + gap), at);
  return run.text(parts.join(between), at);
}

function string([value], run, at) {
  return Array.isArray(value) || value instanceof Map ? written(value, run, at) : plain(value);
}

// numbers

const toPlaces = (rounding, name) => ([number, wanted], run, at) => {
  const places = wanted === undefined ? 0 : whole(wanted, name, at);
  if (places < -WHOLE || places > PLACES) bad(name, at);
  return numbers.rounded(number, places, rounding, at);
};

function absolute([value], run, at) {
  if (typeof value === "bigint") return value < 0n ? -value : value;
  if (value instanceof Days) return new Days(Math.abs(value.seconds));
  if (value instanceof Months) return new Months(Math.abs(value.count));
  return wrong(value, kinds.NUMBER, at);
}

// lists

function sum(items, run, at) {
  run.spend(items.length, at);
  if (!items.length) return 0n;
  if (typeof items[0] === "string") wrong(items[0], kinds.NUMBER, at);
  const added = items.reduce((above, item) => combine("+", above, item, run, at));
  return combine("*", added, numbers.UNIT, run, at);
}

function extreme(items, wanted, run, at) {
  if (!items.length) return null;
  let best = items[0];
  for (const item of items) {
    const order = compare(item, best, run, at);
    if (order === null) return null;
    if (order === wanted) best = item;
  }
  return best;
}

const overTruths = (isAnd) => (items, run, at) => {
  run.spend(items.length, at);
  return joinedTruth(items, (item) => truth(item, at), isAnd);
};

const includes = (items, value, run, at) => items.some((item) => equal(item, value, run, at, false));

function concatenate(given, run, at) {
  run.spend(total(given.map((items) => items.length)), at);
  return run.list(given.flat(), at);
}

function distinct([items], run, at) {
  const kept = [];
  for (const item of items) if (!includes(kept, item, run, at)) kept.push(item);
  return run.list(kept, at);
}

function indexOf([items, value], run, at) {
  if (items === null) return null;
  const found = items.flatMap((item, n) => (equal(item, value, run, at, false) ? [numbers.ofWhole(n + 1)] : []));
  return run.list(found, at);
}

function flatten([list], run, at) {
  const flat = [];
  const gather = (items) => {
    run.spend(items.length, at);
    for (const item of items) Array.isArray(item) ? gather(item) : flat.push(item);
  };
  gather(list);
  return run.list(flat, at);
}

// days

function date(given, run, at) {
  if (given.length === 3) {
    if (!given.every((part) => typeof part === "bigint")) bad("date", at);
    return days.makeDate(...given.map((part) => whole(part, "date", at)), at);
  }
  const [value] = given;
  if (given.length === 1 && typeof value === "string") return days.readDate(value, at);
  if (given.length === 1 && value instanceof Moment) return new Day(days.dayOf(value));
  return given.length === 1 && value instanceof Day ? value : bad("date", at);
}

// types of results

const same = ([given]) => given;
const together = (given) => given.reduce(joined);
function anItem(given) {
  if (given.length === 1 && given[0].kind === kinds.LIST) return itemOf(given[0]);
  const result = together(given);
  return result.kind === kinds.LIST ? ANY : result;
}
function lists(given) {
  const result = together(given);
  return result.kind === kinds.LIST ? result : LIST;
}

const SPREAD = { least: 1, more: true, spread: true };
const TABLE = [
  ["string length", [TEXT], NUMBER, measured],
  ["substring", [TEXT, NUMBER, NUMBER], TEXT, substring, { least: 2 }],
  ["contains", [TEXT, TEXT], BOOLEAN, ([text, part], run, at) => seek(text, part, run, at) >= 0],
  ["starts with", [TEXT, TEXT], BOOLEAN, ([text, part]) => text.startsWith(part)],
  ["ends with", [TEXT, TEXT], BOOLEAN, ([text, part]) => text.endsWith(part)],
  ["substring before", [TEXT, TEXT], TEXT, before],
  ["substring after", [TEXT, TEXT], TEXT, after],
  ["upper case", [TEXT], TEXT, ([text], run, at) => run.text(text.replace(/[a-z]/g, (sign) => sign.toUpperCase()), at)],
  ["lower case", [TEXT], TEXT, ([text], run, at) => run.text(text.replace(/[A-Z]/g, (sign) => sign.toLowerCase()), at)],
  ["string join", [LIST, TEXT], TEXT, join, { least: 1 }],
  ["string", [ANY], TEXT, string],
  ["number", [TEXT], NUMBER, ([text], run, at) => numbers.findNumber(text) ?? bad("number", at)],
  ["decimal", [NUMBER, NUMBER], NUMBER, toPlaces("halfEven", "decimal")],
  ["round half up", [NUMBER, NUMBER], NUMBER, toPlaces("halfUp", "round half up")],
  ["floor", [NUMBER, NUMBER], NUMBER, toPlaces("floor", "floor"), { least: 1 }],
  ["ceiling", [NUMBER, NUMBER], NUMBER, toPlaces("ceiling", "ceiling"), { least: 1 }],
  ["abs", [ANY], same, absolute],
  ["modulo", [NUMBER, NUMBER], NUMBER, ([a, b], run, at) => numbers.modulo(a, b, at)],
  ["odd", [NUMBER], BOOLEAN, ([number], run, at) => whole(number, "odd", at) % 2 !== 0],
  ["even", [NUMBER], BOOLEAN, ([number], run, at) => whole(number, "even", at) % 2 === 0],
  ["count", [LIST], NUMBER, ([list]) => numbers.ofWhole(list.length)],
  ["sum", [ANY], anItem, sum, SPREAD],
  ["mean", [ANY], anItem, (items, run, at) => (items.length ? combine("/", sum(items, run, at), numbers.ofWhole(items.length), run, at) : null), SPREAD],
  ["min", [ANY], anItem, (items, run, at) => extreme(items, -1, run, at), SPREAD],
  ["max", [ANY], anItem, (items, run, at) => extreme(items, 1, run, at), SPREAD],
  ["all", [ANY], BOOLEAN, overTruths(true), SPREAD],
  ["any", [ANY], BOOLEAN, overTruths(false), SPREAD],
  ["list contains", [LIST, ANY], BOOLEAN, ([list, value], run, at) => (list === null ? null : includes(list, value, run, at)), { takesNull: true }],
  ["append", [LIST, ANY], LIST, ([list, ...more], run, at) => (list === null ? null : run.list([...list, ...more], at)), { more: true, takesNull: true }],
  ["concatenate", [LIST], lists, concatenate, { more: true }],
  ["union", [LIST], lists, (given, run, at) => distinct([concatenate(given, run, at)], run, at), { more: true }],
  ["distinct values", [LIST], same, distinct],
  ["reverse", [LIST], same, ([list], run, at) => run.list([...list].reverse(), at)],
  ["index of", [LIST, ANY], listOf(NUMBER), indexOf, { takesNull: true }],
  ["sublist", [LIST, NUMBER, NUMBER], same, ([list, ...places], run, at) => run.list(list.slice(...cut(list.length, places, "sublist", at)), at), { least: 2 }],
  ["flatten", [LIST], LIST, flatten],
  ["date", [ANY, ANY, ANY], DATE, date, { least: 1 }],
  ["date and time", [TEXT], simple(kinds.MOMENT), ([text], run, at) => days.readMoment(text, at)],
  ["duration", [TEXT], ANY, ([text], run, at) => days.readDuration(text, at)],
  ["years and months duration", [DATE, DATE], simple(kinds.MONTHS), ([first, last]) => new Months(days.monthsBetween(first, last))],
  ["not", [BOOLEAN], BOOLEAN, ([value]) => !value],
];
export const FUNCTIONS = new Map(TABLE.map((row) => [row[0], new Callable(...row)]));
export const FUNCTION_WORDS = Math.max(...[...FUNCTIONS.keys()].map((name) => name.split(" ").length));
