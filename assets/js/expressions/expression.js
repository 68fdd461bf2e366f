// A read expression, ready to be worked out again and again: the same language as on the server.

import { FUNCTIONS } from "./functions.js";
import { readNames, readType } from "./kinds.js";
import { passes, truth, valueOf } from "./nodes.js";
import { Parser } from "./parser.js";
import { read, Run, written } from "./values.js";

// Read and check an expression; `names` is an object of names and types, or a list of names.
export function compileExpression(text, names = []) {
  const declared = readNames(names), parser = new Parser(text, declared), root = parser.wholeExpression();
  const evaluate = (context) => valueOf(root, new Run(context, declared));
  return {
    text,
    names: parser.used,
    type: root.type,
    evaluate,
    isTrue: (context) => truth(evaluate(context), root.at) === true,
  };
}

// Read and check a cell of a decision table about a value of type `given`.
export function compileTests(text, names = [], given = "Any") {
  const declared = readNames(names), type = given.kind ? given : readType(given);
  const parser = new Parser(text, declared), root = parser.wholeTests(type);
  return {
    text,
    names: parser.used,
    passes: (value, context) => passes(root, value, new Run(context, declared)),
    matches(value, context) {
      const run = new Run(context, declared);
      return passes(root, read(value, type, run, "?"), run);
    },
  };
}

// One function of the closed table with values of ours.
export const callFunction = (name, given) => FUNCTIONS.get(name).call(given, new Run({}, new Map()), 0);

// The value as an expression would write it.
export const writtenValue = (value) => written(value, new Run({}, new Map()));
