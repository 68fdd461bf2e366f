// What signs do between kinds, for the check beforehand and for the work itself.

import * as days from "./days.js";
import { Day, Days, Moment, Months } from "./days.js";
import * as kinds from "./kinds.js";
import { simple } from "./kinds.js";
import * as numbers from "./numbers.js";
import { refuse } from "./refusals.js";
import { kindOf } from "./values.js";

const KINDS = { N: kinds.NUMBER, T: kinds.TEXT, D: kinds.DATE, M: kinds.MOMENT, L: kinds.DAYS, Y: kinds.MONTHS };
const RESULTS = `
  N+N=N T+T=T L+L=L Y+Y=Y D+L=D L+D=D D+Y=D Y+D=D M+L=M L+M=M M+Y=M Y+M=M
  N-N=N L-L=L Y-Y=Y D-D=L M-M=L D-L=D D-Y=D M-L=M M-Y=M
  N*N=N L*N=L N*L=L Y*N=Y N*Y=Y N/N=N L/N=L Y/N=Y L/L=N Y/Y=N N**N=N`
  .trim()
  .split(/\s+/)
  .map((row) => /^(.)(.+)(.)=(.)$/.exec(row))
  .map(([, left, sign, right, result]) => ({ sign, left: KINDS[left], right: KINDS[right], result: KINDS[result] }));
const NUMBERS = { "+": numbers.add, "-": numbers.subtract, "*": numbers.multiply, "/": numbers.divide, "**": numbers.power };

export function resultType(sign, left, right, at) {
  if (left.kind === kinds.NULL || right.kind === kinds.NULL) return simple(kinds.NULL);
  const fits = (wanted, found) => found === wanted || found === kinds.ANY;
  const rows = RESULTS.filter((row) => row.sign === sign && fits(row.left, left.kind) && fits(row.right, right.kind));
  const fitting = new Set(rows.map((row) => row.result));
  if (!fitting.size) cannot(sign, left.kind, right.kind, at);
  return simple(fitting.size === 1 ? [...fitting][0] : kinds.ANY);
}

const cannot = (sign, left, right, at) => refuse("cannot_combine", at, { sign, left, right });

export function combine(sign, a, b, run, at) {
  if (a === null || b === null) return null;
  if (typeof a === "bigint" && typeof b === "bigint") return NUMBERS[sign](a, b, at);
  const left = kindOf(a), right = kindOf(b);
  if (!RESULTS.some((row) => row.sign === sign && row.left === left && row.right === right)) cannot(sign, left, right, at);
  return typeof a === "string" ? run.text(a + b, at) : withDays(sign, a, b, at);
}

const isDay = (value) => value instanceof Day || value instanceof Moment;

function withDays(sign, a, b, at) {
  if ((isDay(b) && !isDay(a)) || typeof a === "bigint") [a, b] = [b, a];
  const back = sign === "-" ? -1 : 1;
  if (isDay(a)) {
    if (b instanceof Days) return days.later(a, back * b.seconds, at);
    if (b instanceof Months) return days.monthsLater(a, back * b.count, at);
    return new Days(a instanceof Moment ? a.second - b.second : (a.day - b.day) * 86400);
  }
  const [size, make] = a instanceof Days ? [a.seconds, days.makeDays] : [a.count, days.makeMonths];
  if (typeof b === "bigint") return make(scaled(sign, size, b, at), at);
  const other = b instanceof Days ? b.seconds : b.count;
  if (sign === "/") return numbers.divide(numbers.ofWhole(size), numbers.ofWhole(other), at);
  return make(size + back * other, at);
}

function scaled(sign, size, number, at) {
  const scale = sign === "*" ? numbers.multiply : numbers.divide;
  return days.roundedWhole(scale(numbers.ofWhole(size), number, at));
}
