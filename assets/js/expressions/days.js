// Dates, moments and durations, counted in whole days and seconds: no clock and no zone of the
// browser comes in. Moments are the city's wall clock (UTC+8).

import { halfEven, UNIT } from "./numbers.js";
import { MONTHS as MOST_MONTHS, SECONDS } from "./limits.js";
import { refuse } from "./refusals.js";

// `day` counts from 1970-01-01.
export class Day { constructor(day) { this.day = day; } }
export class Moment { constructor(second) { this.second = second; } }
export class Days { constructor(seconds) { this.seconds = seconds; } }
export class Months { constructor(count) { this.count = count; } }

const DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const MOMENT = /^([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})?$/;
const MONTHS = /^(-?)P(?:([0-9]{1,6})Y)?(?:([0-9]{1,6})M)?$/;
const DAYS = /^(-?)P(?:([0-9]{1,9})D)?(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?$/;

const bad = (text, at) => refuse("bad_date", at, { text });
const FIRST = numbered(1, 1, 1), LAST = numbered(9999, 12, 31);

function numbered(year, month, day) {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400), ofEra = shifted - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719468;
}

export function partsOfDay(number) {
  const shifted = number + 719468, era = Math.floor(shifted / 146097), ofEra = shifted - era * 146097;
  const year = Math.floor((ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36524) - Math.floor(ofEra / 146096)) / 365);
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const month = Math.floor((5 * ofYear + 2) / 153), day = ofYear - Math.floor((153 * month + 2) / 5) + 1;
  const civil = month < 10 ? month + 3 : month - 9;
  return [year + era * 400 + (civil <= 2 ? 1 : 0), civil, day];
}

function lengthOfMonth(year, month) {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

export function readDate(text, at = 0) {
  const found = DAY.exec(text);
  if (!found) bad(text, at);
  return makeDate(Number(found[1]), Number(found[2]), Number(found[3]), at);
}

export function makeDate(year, month, day, at) {
  const isDay = year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= lengthOfMonth(year, month);
  if (!isDay) bad(`${year}-${month}-${day}`, at);
  return new Day(numbered(year, month, day));
}

export function readMoment(text, at = 0) {
  const found = MOMENT.exec(text);
  if (!found) bad(text, at);
  const [hour, minute, second] = found.slice(2, 5).map((n) => Number(n ?? 0));
  if (hour > 23 || minute > 59 || second > 59) bad(text, at);
  const local = readDate(found[1], at).day * 86400 + hour * 3600 + minute * 60 + second;
  const moment = new Moment(found[5] === undefined ? local : local - offset(found[5], text, at) + 8 * 3600);
  if (dayOf(moment) < FIRST || dayOf(moment) > LAST) bad(text, at);
  return moment;
}

function offset(zone, text, at) {
  if (zone === "Z") return 0;
  const hours = Number(zone.slice(1, 3)), minutes = Number(zone.slice(4, 6));
  if (hours > 14 || minutes > 59) bad(text, at);
  return (hours * 60 + minutes) * 60 * (zone[0] === "-" ? -1 : 1);
}

export function readDuration(text, at = 0) {
  if (["P", "T", "-", ""].includes(text.slice(-1))) bad(text, at);
  const months = MONTHS.exec(text);
  if (months) return makeMonths(signed(months[1], Number(months[2] ?? 0) * 12 + Number(months[3] ?? 0)), at);
  const days = DAYS.exec(text);
  if (!days) bad(text, at);
  const [d, h, m, s] = days.slice(2).map((n) => Number(n ?? 0));
  return makeDays(signed(days[1], ((d * 24 + h) * 60 + m) * 60 + s), at);
}

const signed = (sign, amount) => (sign && amount ? -amount : amount);

export function makeDays(seconds, at) {
  if (Math.abs(seconds) > SECONDS) refuse("date_out_of_range", at);
  return new Days(seconds);
}

export function makeMonths(count, at) {
  if (Math.abs(count) > MOST_MONTHS) refuse("date_out_of_range", at);
  return new Months(count);
}

export const roundedWhole = (number) => Number(halfEven(number, UNIT));
export const dayOf = (moment) => Math.floor(moment.second / 86400);

export function later(day, seconds, at) {
  const moved = day instanceof Moment ? new Moment(day.second + seconds) : new Day(day.day + Math.floor(seconds / 86400));
  return held(moved, at);
}

export function monthsLater(day, count, at) {
  const [y, m, d] = partsOfDay(day instanceof Moment ? dayOf(day) : day.day);
  const months = y * 12 + m - 1 + count, year = Math.floor(months / 12), month = months - year * 12 + 1;
  if (year < 1 || year > 9999) refuse("date_out_of_range", at);
  const moved = numbered(year, month, Math.min(d, lengthOfMonth(year, month)));
  return day instanceof Moment ? new Moment(moved * 86400 + day.second - dayOf(day) * 86400) : new Day(moved);
}

function held(moved, at) {
  const day = moved instanceof Moment ? dayOf(moved) : moved.day;
  if (day < FIRST || day > LAST) refuse("date_out_of_range", at);
  return moved;
}

export function monthsBetween(first, last) {
  if (last.day < first.day) return -monthsBetween(last, first) || 0;
  const [a, b] = [partsOfDay(first.day), partsOfDay(last.day)];
  const count = (b[0] - a[0]) * 12 + b[1] - a[1];
  return b[2] < a[2] ? count - 1 : count;
}

const two = (n) => String(n).padStart(2, "0");

export function writtenDay(day) {
  const [y, m, d] = partsOfDay(day);
  return `${String(y).padStart(4, "0")}-${two(m)}-${two(d)}`;
}

export function clockOf(moment) {
  const rest = moment.second - dayOf(moment) * 86400;
  return [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60];
}

export const writtenMoment = (moment) => `${writtenDay(dayOf(moment))}T${clockOf(moment).map(two).join(":")}`;

export function partsOfDays({ seconds }) {
  const total = Math.abs(seconds);
  return [Math.floor(total / 86400), Math.floor(total / 3600) % 24, Math.floor(total / 60) % 60, total % 60];
}

export function writtenDays(days) {
  const [whole, ...clock] = partsOfDays(days);
  const time = clock.map((n, place) => (n ? `${n}${"HMS"[place]}` : "")).join("");
  if (!whole && !time) return "PT0S";
  return `${days.seconds < 0 ? "-" : ""}P${whole ? `${whole}D` : ""}${time && `T${time}`}`;
}

export function writtenMonths({ count }) {
  const years = Math.floor(Math.abs(count) / 12), months = Math.abs(count) % 12;
  return `${count < 0 ? "-" : ""}P${years ? `${years}Y` : ""}${months || !years ? `${months}M` : ""}`;
}
