// Forms of steps from the server's JSON (src/liupan/kernel/stepforms), checked as the server checks
// them, so that people are told at once; the server's check is the one that counts.

import { compileExpression } from "./expression.js";
import { isObject, readNames, readType } from "./kinds.js";
import { ExpressionRefused } from "./refusals.js";
import { hasSurrogates, lengthOf } from "./tokens.js";
import { asJson, own, read, Run } from "./values.js";

const KINDS = new Map([
  ["text", "string"], ["long text", "string"], ["number", "number"], ["yes or no", "boolean"],
  ["date", "date"], ["moment", "date and time"], ["choice", "string"],
]);
const RIGHTS = ["edit", "read", "hide"];
const isEmpty = (value) => value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);
const pathOf = (group, field) => (group ? `${group}.${field.name}` : field.name);

function typeOf(field) {
  if (field.type === "group") return { list: { fields: typesOf(field.fields) } };
  return field.type === "choices" ? { list: "string" } : KINDS.get(field.type);
}
const typesOf = (fields) => Object.fromEntries(fields.map((field) => [field.name, typeOf(field)]));

// Reads a form once; `validate(data, rights, stored)` gives {values, findings: [{place, problem}]}.
// `isShown` and `isRequired` tell a page what to show while somebody types.
export function readForm(form) {
  const names = typesOf(form.fields), conditions = new Map();
  readNames(names);
  const keep = (field, path, known) => {
    const texts = [field.shown_when, field.required_when, field.valid_when];
    conditions.set(path, texts.map((text) => (text?.trim() ? compileExpression(text, known) : null)));
  };
  for (const field of form.fields) {
    keep(field, field.name, names);
    for (const inner of field.fields ?? []) keep(inner, `${field.name}.${inner.name}`, { ...names, ...typesOf(field.fields) });
  }
  const ask = (path, which, context, empty) => {
    const condition = conditions.get(path)[which];
    return condition ? condition.isTrue(context) : empty;
  };
  return {
    validate: (data, rights, stored = {}) => new Validation(conditions, rights).of(form, data, stored),
    isShown: (path, context) => ask(path, 0, context, true),
    isRequired: (path, context) => ask(path, 1, context, false),
  };
}

class Validation {
  constructor(conditions, rights) {
    this.conditions = conditions;
    this.rights = rights;
    this.findings = [];
  }

  of(form, data, stored) {
    const values = this.taken(form.fields, data, stored, "", "");
    return { values: this.judged(form.fields, values, { ...values }, "", "", data), findings: this.findings };
  }

  find(place, problem) {
    this.findings.push({ place, problem });
  }

  right(path, group) {
    const ranks = [path, group].filter(Boolean).map((each) => RIGHTS.indexOf(own(this.rights, each) ?? "edit"));
    return RIGHTS[Math.max(...ranks)];
  }

  taken(fields, data, stored, place, group) {
    const known = new Set(fields.map((field) => field.name));
    for (const name of Object.keys(data)) if (!known.has(name)) this.find(place + [...name].slice(0, 100).join(""), "unknown");
    return Object.fromEntries(fields.map((field) => [field.name, this.value(field, data, stored, place, group)]));
  }

  value(field, data, stored, place, group) {
    const before = own(stored, field.name) ?? null, isSent = Object.prototype.hasOwnProperty.call(data, field.name);
    if (this.right(pathOf(group, field), group) !== "edit") {
      if (isSent) this.find(place + field.name, "not_yours");
      return before;
    }
    if (!isSent) return before;
    const given = data[field.name];
    return field.type === "group" ? this.rows(field, given, before, place + field.name) : this.single(field, given, place + field.name);
  }

  rows(field, given, before, place) {
    if (given === null) return [];
    const rows = Array.isArray(before) ? before : [];
    const problem = this.problemOfRows(field, given, rows);
    if (problem) {
      this.find(place, problem);
      return before;
    }
    return given.map((row, n) => this.taken(field.fields, row, rows[n] ?? {}, `${place}.${n + 1}.`, field.name));
  }

  problemOfRows(field, given, rows) {
    if (!Array.isArray(given) || !given.every(isObject)) return "wrong";
    if (given.length > field.most) return "too_many";
    const isWhole = field.fields.every((inner) => this.right(`${field.name}.${inner.name}`, field.name) === "edit");
    return isWhole || given.length >= rows.length ? null : "not_yours";
  }

  single(field, given, place) {
    if (isEmpty(given)) return null;
    const [problem, value] = field.type === "choices" ? several(field, given) : readSingle(field, given);
    if (problem) this.find(place, problem);
    return problem ? null : value;
  }

  judged(fields, values, context, place, group, data) {
    return Object.fromEntries(fields.map((field) => [field.name, this.kept(field, values[field.name], context, place, group, data)]));
  }

  kept(field, value, context, place, group, data) {
    const path = pathOf(group, field), here = place + field.name, [shown, required, valid] = this.conditions.get(path);
    if (this.right(path, group) !== "edit") return value;
    const given = own(data, field.name);
    if (!this.holds(shown, context, here, true)) {
      if (!isEmpty(given)) this.find(here, "not_shown");
      return null;
    }
    if (field.type === "group" && Array.isArray(value)) {
      const isSent = Array.isArray(given) && given.length === value.length;
      value = value.map((row, n) => this.judged(field.fields, row, { ...context, ...row }, `${here}.${n + 1}.`, field.name, isSent && isObject(given[n]) ? given[n] : {}));
    }
    if (isEmpty(value)) {
      const isRequired = this.holds(required, context, here, false);
      if ((field.required || isRequired) && !this.isFound(here)) this.find(here, "required");
    } else if (!this.holds(valid, context, here, true) && !this.isFound(here)) {
      this.find(here, "invalid");
    }
    return value;
  }

  isFound(place) {
    return this.findings.some((finding) => finding.place === place);
  }

  holds(condition, context, place, empty) {
    if (!condition) return empty;
    try {
      return condition.isTrue(context);
    } catch (refused) {
      if (!(refused instanceof ExpressionRefused)) throw refused;
      this.find(place, "cannot_tell");
      return true;
    }
  }
}

function several(field, given) {
  if (!Array.isArray(given) || !given.every((each) => typeof each === "string")) return ["wrong"];
  const values = new Set(field.choices.map((choice) => choice.value));
  const isChoice = given.every((each) => values.has(each)) && new Set(given).size === given.length;
  return isChoice ? [null, given] : ["no_choice"];
}

function readSingle(field, given) {
  const kind = KINDS.get(field.type);
  if (kind !== "boolean" && typeof given !== "string" && typeof given !== "number") return ["wrong"];
  if (typeof given === "string") {
    if (kind === "string" && lengthOf(given) > field.length) return ["too_long"];
    if (hasSurrogates(given)) return ["wrong"];
  }
  let value;
  try {
    value = read(given, readType(kind), new Run({}, new Map()), field.name);
  } catch (refused) {
    if (!(refused instanceof ExpressionRefused)) throw refused;
    return ["wrong"];
  }
  if (field.type === "choice" && !field.choices.some((choice) => choice.value === value)) return ["no_choice"];
  return [null, asJson(value)];
}
