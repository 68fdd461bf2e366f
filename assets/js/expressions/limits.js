// How much one expression may be and one evaluation may spend: the same as on the server
// (src/liupan/kernel/expressions/limits.py), so that both give up at the same step.

export const SOURCE = 4000;
export const DEPTH = 60;
export const VALUE_DEPTH = 20;
export const STEPS = 100000;
export const GRAIN = 64;
export const TEXT = 100000;
export const ITEMS = 10000;
export const WHOLE = 15;
export const PLACES = 12;
export const EXPONENT = 100n;
export const SECONDS = 1e12;
export const MONTHS = 120000;
