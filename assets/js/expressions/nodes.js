// How each part of a read expression works itself out. A part is {is, at, type, depth, …}.

import { combine } from "./arithmetic.js";
import { clockOf, Day, dayOf, Days, Moment, Months, partsOfDay, partsOfDays } from "./days.js";
import * as kinds from "./kinds.js";
import { ITEMS } from "./limits.js";
import * as numbers from "./numbers.js";
import { refuse } from "./refusals.js";
import { compare, equal, kindOf } from "./values.js";

export function valueOf(node, run) {
  run.spend(1, node.at);
  return WORK[node.is](node, run);
}

export const truthOf = (node, run) => truth(valueOf(node, run), node.at);

export function truth(value, at) {
  if (value === null || typeof value === "boolean") return value;
  return refuse("wrong_type", at, { found: kindOf(value), wanted: kinds.BOOLEAN });
}

const items = (base) => (Array.isArray(base) ? base : [base]);

const WORK = {
  literal: (node) => node.held,
  name: (node, run) => run.name(node.name, node.at),
  local: (node, run) => run.locals[node.slot],
  path(node, run) {
    const base = valueOf(node.base, run);
    if (Array.isArray(base)) return run.list(base, node.at).map((item) => partOf(item, node.name, node.at));
    return partOf(base, node.name, node.at);
  },
  index(node, run) {
    const base = valueOf(node.base, run), place = valueOf(node.place, run);
    if (base === null || place === null) return null;
    const list = items(base), number = typeof place === "bigint" ? numbers.whole(place) : null;
    if (number === null) refuse("bad_argument", node.at, { name: "[]" });
    const index = number > 0n ? number - 1n : BigInt(list.length) + number;
    return number !== 0n && index >= 0n && index < BigInt(list.length) ? list[Number(index)] : null;
  },
  filter(node, run) {
    const base = valueOf(node.base, run);
    if (base === null) return null;
    const kept = run.local((slot) =>
      items(base).filter((item) => {
        run.locals[slot] = item;
        return truthOf(node.condition, run) === true;
      }),
    );
    return run.list(kept, node.at);
  },
  list: (node, run) => run.list(node.items.map((item) => valueOf(item, run)), node.at),
  context: (node, run) => new Map(node.entries.map(([key, inner]) => [key, valueOf(inner, run)])),
  negation(node, run) {
    const value = valueOf(node.of, run);
    if (value === null) return null;
    if (typeof value === "bigint") return -value;
    if (value instanceof Days) return new Days(-value.seconds || 0);
    if (value instanceof Months) return new Months(-value.count || 0);
    return refuse("wrong_type", node.at, { found: kindOf(value), wanted: kinds.NUMBER });
  },
  arithmetic(node, run) {
    const left = valueOf(node.left, run);
    return combine(node.sign, left, valueOf(node.right, run), run, node.at);
  },
  comparison(node, run) {
    const left = valueOf(node.left, run);
    return holds(node.sign, left, valueOf(node.right, run), run, node.at);
  },
  junction: (node, run) => joinedTruth(node.parts, (part) => truthOf(part, run), node.isAnd),
  choice: (node, run) => valueOf(truthOf(node.condition, run) === true ? node.then : node.otherwise, run),
  series(node, run) {
    const first = valueOf(node.first, run), last = valueOf(node.last, run);
    if (first === null || last === null) return null;
    const [a, b] = [first, last].map((end) => {
      const number = typeof end === "bigint" ? numbers.whole(end) : null;
      return number === null ? refuse("bad_argument", node.at, { name: ".." }) : Number(number);
    });
    const count = Math.abs(b - a) + 1, step = b >= a ? 1 : -1;
    if (count > ITEMS) refuse("list_too_long", node.at);
    return run.list(Array.from({ length: count }, (_, n) => numbers.ofWhole(a + n * step)), node.at);
  },
  quantified(node, run) {
    const base = valueOf(node.base, run);
    if (base === null) return null;
    return run.local((slot) =>
      joinedTruth(items(base), (item) => {
        run.locals[slot] = item;
        return truthOf(node.condition, run);
      }, node.isEvery),
    );
  },
  loop(node, run) {
    const base = valueOf(node.base, run);
    if (base === null) return null;
    const made = run.local((slot) =>
      items(base).map((item) => {
        run.locals[slot] = item;
        return valueOf(node.result, run);
      }),
    );
    return run.list(made, node.at);
  },
  call: (node, run) => node.function.call(node.arguments.map((each) => valueOf(each, run)), run, node.at),
  membership: (node, run) => passes(node.tests, valueOf(node.of, run), run),
};

// `and`: false at the first false. `or`: true at the first true. Null where any is unknown.
export function joinedTruth(list, truthFor, isAnd) {
  let unknown = false;
  for (const each of list) {
    const found = truthFor(each);
    if (found === !isAnd) return found;
    unknown ||= found === null;
  }
  return unknown ? null : isAnd;
}

export function holds(sign, a, b, run, at) {
  if (sign === "=" || sign === "!=") return equal(a, b, run, at) === (sign === "=");
  const order = compare(a, b, run, at);
  if (order === null) return null;
  return { "<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0 }[sign];
}

// A test of a value: {is, at, depth, …}.
export function passes(test, value, run) {
  return TESTS[test.is](test, value, run);
}

const TESTS = {
  compared: (test, value, run) => holds(test.sign, value, valueOf(test.limit, run), run, test.at),
  within(test, value, run) {
    const low = valueOf(test.low, run), high = valueOf(test.high, run);
    const above = holds(test.withLow ? ">=" : ">", value, low, run, test.at);
    const below = holds(test.withHigh ? "<=" : "<", value, high, run, test.at);
    return joinedTruth([above, below], (each) => each, true);
  },
  same(test, value, run) {
    const wanted = valueOf(test.wanted, run);
    if (Array.isArray(wanted) && !Array.isArray(value)) return wanted.some((each) => equal(value, each, run, test.at, false));
    return equal(value, wanted, run, test.at);
  },
  asked: (test, _, run) => truthOf(test.condition, run),
  tests(test, value, run) {
    run.spend(1, test.at);
    if (!test.tests.length) return true;
    const found = run.local((slot) => {
      run.locals[slot] = value;
      return joinedTruth(test.tests, (each) => passes(each, value, run), false);
    });
    return found === null || !test.isNot ? found : !found;
  },
};

const sign = (amount, part) => (amount < 0 ? -part : part);
const DAY = new Map([
  ["year", (day) => partsOfDay(day)[0]],
  ["month", (day) => partsOfDay(day)[1]],
  ["day", (day) => partsOfDay(day)[2]],
  ["weekday", (day) => ((((day + 3) % 7) + 7) % 7) + 1],
]);
const ofDay = (find) => new Map([...DAY].map(([name, part]) => [name, (value) => part(find(value))]));
export const PARTS = new Map([
  [kinds.DATE, ofDay((value) => value.day)],
  [kinds.MOMENT, new Map([...ofDay(dayOf), ...["hour", "minute", "second"].map((name, n) => [name, (value) => clockOf(value)[n]])])],
  [kinds.DAYS, new Map(["days", "hours", "minutes", "seconds"].map((name, n) => [name, (value) => sign(value.seconds, partsOfDays(value)[n])]))],
  [kinds.MONTHS, new Map([
    ["years", ({ count }) => sign(count, Math.floor(Math.abs(count) / 12))],
    ["months", ({ count }) => sign(count, Math.abs(count) % 12)],
  ])],
]);

// A part of a context, or of a day or duration by the closed list above; null has none.
function partOf(value, name, at) {
  if (value === null) return null;
  if (value instanceof Map) return value.has(name) ? value.get(name) : null;
  const kind = kindOf(value), part = PARTS.get(kind)?.get(name);
  if (!part) refuse("no_such_part", at, { kind, name });
  return numbers.ofWhole(part(value));
}
