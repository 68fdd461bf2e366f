// Numbers: BigInt, scaled by 10^12. Every result is rounded half to even to 12 places, as on the
// server, where `Decimal` does the same.

import { EXPONENT, PLACES, WHOLE } from "./limits.js";
import { refuse } from "./refusals.js";

export const UNIT = 10n ** BigInt(PLACES);
const BOUND = 10n ** BigInt(WHOLE + PLACES);
const WRITTEN = new RegExp(`^-?[0-9]{1,${WHOLE}}(?:\\.[0-9]{1,${PLACES}})?$`);

export function fitted(scaled, at = 0) {
  if (scaled >= BOUND || scaled <= -BOUND) refuse("number_too_large", at);
  return scaled;
}

// A quotient rounded half to even.
export function halfEven(above, below) {
  if (below < 0n) [above, below] = [-above, -below];
  const floor = floorDivided(above, below);
  const twice = 2n * (above - floor * below);
  return twice > below || (twice === below && floor % 2n !== 0n) ? floor + 1n : floor;
}

// Below is positive.
export function floorDivided(above, below) {
  const quotient = above / below;
  return above % below < 0n ? quotient - 1n : quotient;
}

export const add = (a, b, at) => fitted(a + b, at);
export const subtract = (a, b, at) => fitted(a - b, at);
export const multiply = (a, b, at) => fitted(halfEven(a * b, UNIT), at);

export function divide(a, b, at) {
  if (b === 0n) refuse("division_by_zero", at);
  return fitted(halfEven(a * UNIT, b), at);
}

export function power(base, exponent, at) {
  const times = whole(exponent);
  if (times === null || times > EXPONENT || times < -EXPONENT) refuse("bad_exponent", at);
  let result = UNIT;
  for (let left = times < 0n ? -times : times; left > 0n; ) {
    if (left & 1n) result = multiply(result, base, at);
    left >>= 1n;
    if (left > 0n) base = multiply(base, base, at);
  }
  return times < 0n ? divide(UNIT, result, at) : result;
}

export function modulo(a, b, at) {
  if (b === 0n) refuse("division_by_zero", at);
  const rest = a % b;
  return fitted(rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest, at);
}

const ROUNDINGS = {
  halfEven,
  halfUp: (above, below) => (above < 0n ? -halfUp(-above, below) : halfUp(above, below)),
  floor: floorDivided,
  ceiling: (above, below) => -floorDivided(-above, below),
};
const halfUp = (above, below) => (2n * above + below) / (2n * below);

export function rounded(number, places, rounding, at) {
  const step = 10n ** BigInt(PLACES - places);
  return fitted(ROUNDINGS[rounding](number, step) * step, at);
}

// The whole number as a BigInt, or null where it has a fraction.
export const whole = (number) => (number % UNIT === 0n ? number / UNIT : null);
export const ofWhole = (number) => BigInt(number) * UNIT;

// A number as people write it; null where it is none.
export function findNumber(text) {
  return WRITTEN.test(text) ? literal(text) : null;
}

export function literal(text) {
  const [units, places = ""] = text.replace("-", "").split(".");
  const scaled = BigInt(units + places.padEnd(PLACES, "0"));
  return text.startsWith("-") ? -scaled : scaled;
}

// A JavaScript number by its shortest notation, rounded to 12 places; null where it is none.
export function ofFloat(number, at) {
  if (!Number.isFinite(number)) return null;
  const [, sign, units, places = "", exponent = "0"] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(number));
  const shift = Number(exponent) - places.length + PLACES;
  if (shift > 60) refuse("number_too_large", at);
  const digits = BigInt(sign + units + places);
  return fitted(shift >= 0 ? digits * 10n ** BigInt(shift) : halfEven(digits, 10n ** BigInt(-shift)), at);
}

export function written(number) {
  const sign = number < 0n ? "-" : "", size = number < 0n ? -number : number;
  const places = String(size % UNIT).padStart(PLACES, "0").replace(/0+$/, "");
  return `${sign}${size / UNIT}${places && "."}${places}`;
}
