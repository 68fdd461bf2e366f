// Decision tables from the server's JSON (src/liupan/kernel/decisions), worked out alike, with a
// trace of which rules hit. Gaps, overlaps and DMN are the server's matter.

import { callFunction, compileExpression, compileTests, writtenValue } from "./expression.js";
import { refuse } from "./refusals.js";
import { equal, Run } from "./values.js";

const orNothing = (result) => (result instanceof Map && [...result.values()].every((value) => value === null) ? null : result);
const isSame = (a, b) => equal(a, b, new Run({}, new Map()), 0, false);

export function compileTable(table, names) {
  const read = (text) => compileExpression(text.trim() || "null", names);
  const inputs = table.inputs.map((column) => read(column.expression));
  const types = table.inputs.map((column, n) => (column.type && column.type !== "Any" ? column.type : inputs[n].type));
  const rows = table.rules.map((rule) => ({
    tests: rule.tests.map((text, n) => compileTests(text, names, types[n])),
    results: rule.results.map(read),
  }));
  const values = table.outputs.map((output) => (output.values ?? []).map((text) => read(text).evaluate({})));
  const defaults = table.outputs.map((output) => read(output.default ?? ""));

  function results(expressions, context) {
    const worked = expressions.map((expression) => expression.evaluate(context));
    return worked.length === 1 ? worked[0] : new Map(worked.map((value, n) => [table.outputs[n].name, value]));
  }

  function hitsFor(given, context) {
    const hits = [];
    for (const [n, row] of rows.entries()) {
      if (!row.tests.every((test, column) => test.passes(given[column], context) === true)) continue;
      hits.push({ rule: n + 1, tests: table.rules[n].tests, result: results(row.results, context) });
      if (table.hit_policy === "FIRST") break;
    }
    return hits;
  }

  function ranks(result) {
    const parts = table.outputs.length > 1 ? table.outputs.map((output) => result.get(output.name)) : [result];
    return parts.map((part, n) => {
      const place = values[n].findIndex((value) => isSame(part, value));
      return place < 0 ? values[n].length : place;
    });
  }

  function firstInRank(hits) {
    const comesBefore = (a, b) => {
      const n = a.findIndex((rank, place) => rank !== b[place]);
      return n >= 0 && a[n] < b[n];
    };
    return hits.reduce((best, hit) => (comesBefore(ranks(hit.result), ranks(best.result)) ? hit : best)).result;
  }

  function collected(found) {
    return table.aggregator ? callFunction(table.aggregator.toLowerCase(), [found]) : found;
  }

  function result(hits, context) {
    const policy = table.hit_policy ?? "UNIQUE";
    if (policy === "COLLECT" || policy === "RULE ORDER") return collected(hits.map((hit) => hit.result));
    if (!hits.length) return orNothing(results(defaults, context));
    if (policy === "UNIQUE" && hits.length > 1) refuse("rules_contradict");
    if (policy === "ANY" && !hits.every((hit) => isSame(hit.result, hits[0].result))) refuse("rules_contradict");
    return policy === "PRIORITY" ? firstInRank(hits) : hits[0].result;
  }

  return {
    decide(context) {
      const given = inputs.map((input) => input.evaluate(context));
      const hits = hitsFor(given, context);
      const told = table.inputs.map((column, n) => [column.label, writtenValue(given[n])]);
      return { result: result(hits, context), inputs: told, hits };
    },
  };
}
