// Answers questions about the browser's half of the language: one JSON per line in, one out.

import { createInterface } from "node:readline";
import * as language from "../../../../../assets/js/expressions.js";

const ANSWERS = {
  expression: ({ text, names, context }) => {
    const read = language.compileExpression(text, names);
    return { result: language.writtenValue(read.evaluate(context)), names: [...read.names].sort() };
  },
  cell: ({ text, names, given, value, context }) => ({
    result: String(language.compileTests(text, names, given).matches(value, context)),
  }),
  table({ table, names, context }) {
    const { result, inputs, hits } = language.compileTable(table, names).decide(context);
    return { result: language.writtenValue(result), inputs, hits: hits.map((hit) => hit.rule) };
  },
  form: ({ form, data, rights, stored }) => language.readForm(form).validate(data, rights, stored),
};

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  let answer;
  try {
    answer = ANSWERS[question.ask](question);
  } catch (refused) {
    if (!(refused instanceof language.ExpressionRefused)) answer = { broken: String(refused.stack) };
    else answer = { refused: refused.problem, at: refused.at };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
