// The closed expression language in the browser (docs/reference/expressions.md): read, checked and
// worked out by our own code within a budget; nothing is ever handed to JavaScript to run.

export { compileExpression, compileTests, writtenValue } from "./expressions/expression.js";
export { ExpressionRefused } from "./expressions/refusals.js";
export { readForm } from "./expressions/forms.js";
export { compileTable } from "./expressions/tables.js";
export { asJson } from "./expressions/values.js";
