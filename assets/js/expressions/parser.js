// Reads an expression into its tree and checks its types on the way: precedence climbing, one round
// of calls for each level of nesting, and levels are counted.

import { resultType } from "./arithmetic.js";
import { FUNCTION_WORDS, FUNCTIONS } from "./functions.js";
import * as kinds from "./kinds.js";
import { checkedName, itemOf, joined, KEYWORDS, listOf, simple } from "./kinds.js";
import { DEPTH } from "./limits.js";
import { PARTS } from "./nodes.js";
import { literal } from "./numbers.js";
import { ExpressionRefused, refuse } from "./refusals.js";
import { tokensOf } from "./tokens.js";
import { ORDERED } from "./values.js";

const NUMBER = simple(kinds.NUMBER), TEXT = simple(kinds.TEXT), BOOLEAN = simple(kinds.BOOLEAN);
const ANY = simple(kinds.ANY), NULL = simple(kinds.NULL);
const COMPARISONS = ["=", "!=", "<", "<=", ">", ">="];
const STRENGTH = new Map([
  ["or", 1], ["and", 2], ...COMPARISONS.map((sign) => [sign, 3]), ["in", 3], ["between", 3],
  ["+", 4], ["-", 4], ["*", 5], ["/", 5], ["**", 6],
]);
const NEGATION = 7;
const isOpen = (type) => type.kind === kinds.ANY || type.kind === kinds.NULL;

export class Parser {
  constructor(text, names) {
    this.tokens = tokensOf(text);
    this.place = 0;
    this.names = names;
    this.inner = []; // names that loops, filters and tests add: {slot, type, name, withFields, isUsed}
    this.level = 0;
    this.plainEnd = false; // within a range's ends: `[` is no filter there
    this.used = new Set();
  }

  wholeExpression() {
    const node = this.expression();
    this.end();
    return node;
  }

  wholeTests(given) {
    const { at, kind } = this.now;
    if (kind === "end" || (this.is("-") && this.ahead(1).kind === "end")) return { is: "tests", at, depth: 1, tests: [], isNot: false };
    const tests = this.within({ type: given, name: "?" }, () => {
      if (!(this.is("not") && this.isBracket(1))) return { is: "tests", at, depth: 1, tests: this.tests(given), isNot: false };
      this.place += 2;
      const found = this.tests(given);
      this.expect(")");
      return { is: "tests", at, depth: 1, tests: found, isNot: true };
    });
    this.end();
    return tests;
  }

  // tokens

  get now() {
    return this.tokens[this.place];
  }

  ahead(count) {
    return this.tokens[Math.min(this.place + count, this.tokens.length - 1)];
  }

  is(...values) {
    return ["sign", "word"].includes(this.now.kind) && values.includes(this.now.value);
  }

  isBracket(count) {
    return this.ahead(count).kind === "sign" && this.ahead(count).value === "(";
  }

  take() {
    const token = this.now;
    this.place = Math.min(this.place + 1, this.tokens.length - 1);
    return token;
  }

  expect(value) {
    return this.is(value) ? this.take() : this.unexpected();
  }

  end() {
    if (this.now.kind !== "end") this.unexpected();
  }

  unexpected() {
    const { kind, at, value } = this.now;
    return kind === "end" ? refuse("ends_early", at) : refuse("unexpected", at, { sign: value });
  }

  // expressions

  // An expression whose signs bind more strongly than `strength`.
  expression(strength = 0) {
    if (++this.level > DEPTH) refuse("too_deep", this.now.at);
    let left = this.postfix(this.prefix());
    while (["sign", "word"].includes(this.now.kind)) {
      const sign = this.now.value;
      if ((STRENGTH.get(sign) ?? 0) <= strength) break;
      left = this.infix(left, sign);
    }
    this.level--;
    return left;
  }

  // An expression within brackets or between words, where everything is allowed again.
  inside() {
    const before = this.plainEnd;
    this.plainEnd = false;
    const node = this.expression();
    this.plainEnd = before;
    return node;
  }

  infix(left, sign) {
    const token = this.take(), { at } = token;
    if (sign === "and" || sign === "or") return this.junction(left, token);
    if (sign === "in") return this.inTests(left, at);
    if (sign === "between") return this.between(left, at);
    const right = this.expression(STRENGTH.get(sign));
    if (COMPARISONS.includes(sign)) {
      this.comparable(sign, left.type, right.type, at);
      return { is: "comparison", at, type: BOOLEAN, depth: this.above([left, right], at), sign, left, right };
    }
    const type = resultType(sign, left.type, right.type, at);
    return { is: "arithmetic", at, type, depth: this.above([left, right], at), sign, left, right };
  }

  junction(left, { at, value }) {
    const parts = [left, this.expression(STRENGTH.get(value))];
    while (this.is(value)) {
      this.take();
      parts.push(this.expression(STRENGTH.get(value)));
    }
    for (const part of parts) this.want(part, kinds.BOOLEAN);
    return { is: "junction", at, type: BOOLEAN, depth: this.above(parts, at), isAnd: value === "and", parts };
  }

  between(left, at) {
    const low = this.expression(3);
    this.expect("and");
    const high = this.expression(3);
    for (const end of [low, high]) this.comparable("<=", left.type, end.type, at);
    const within = { is: "within", at, depth: this.above([low, high], at), low, high, withLow: true, withHigh: true };
    return this.member(left, { is: "tests", at, depth: within.depth, tests: [within], isNot: false }, at);
  }

  inTests(left, at) {
    const tests = this.within({ type: left.type, name: "?" }, () => {
      if (!this.is("(") || this.isRange()) return [this.test(left.type, 3)];
      this.take();
      const found = this.tests(left.type);
      this.expect(")");
      return found;
    });
    const depth = Math.max(...tests.map((test) => test.depth)) + 1;
    return this.member(left, { is: "tests", at, depth, tests, isNot: false }, at);
  }

  member(left, tests, at) {
    const depth = this.held(Math.max(left.depth, tests.depth) + 1, at);
    return { is: "membership", at, type: BOOLEAN, depth, of: left, tests };
  }

  prefix() {
    const { kind, value, at } = this.now;
    if (kind === "number") return this.take() && { is: "literal", at, type: NUMBER, depth: 1, held: literal(value) };
    if (kind === "text") return this.take() && { is: "literal", at, type: TEXT, depth: 1, held: value };
    if (kind === "word") return this.word();
    if (kind === "sign") {
      if (value === "-") return this.negation();
      if (value === "(") return this.parenthesis();
      if (value === "[") return this.list();
      if (value === "{") return this.context();
      if (value === "?") return this.question();
    }
    return this.unexpected();
  }

  negation() {
    const { at } = this.take(), of = this.expression(NEGATION);
    const allowed = [kinds.NUMBER, kinds.DAYS, kinds.MONTHS, kinds.ANY, kinds.NULL];
    if (!allowed.includes(of.type.kind)) this.wrong(at, of.type.kind, kinds.NUMBER);
    return { is: "negation", at, type: of.type, depth: this.above([of], at), of };
  }

  parenthesis() {
    this.take();
    const node = this.inside();
    this.expect(")");
    return node;
  }

  list() {
    const { at } = this.take(), items = [];
    while (!this.is("]")) {
      if (items.length) this.expect(",");
      items.push(this.inside());
    }
    this.take();
    const item = items.reduce((type, each) => joined(type, each.type), NULL);
    return { is: "list", at, type: listOf(item === NULL ? undefined : item), depth: this.above(items, at), items };
  }

  context() {
    const { at } = this.take(), entries = new Map();
    while (!this.is("}")) {
      if (entries.size) this.expect(",");
      const key = this.key(), place = this.now.at;
      this.expect(":");
      if (entries.has(key)) refuse("bad_name", place, { name: key });
      entries.set(key, this.inside());
    }
    this.take();
    const fields = new Map([...entries].map(([key, node]) => [key, node.type]));
    const depth = this.above([...entries.values()], at);
    return { is: "context", at, type: { kind: kinds.CONTEXT, fields }, depth, entries: [...entries] };
  }

  key() {
    const { at, kind } = this.now, words = [];
    if (kind === "text") return this.take().value;
    while (this.now.kind === "word" && !KEYWORDS.has(this.now.value)) words.push(this.take().value);
    if (!words.length) this.unexpected();
    try {
      return checkedName(words.join(" "));
    } catch (refused) {
      if (refused instanceof ExpressionRefused) refused.at = at;
      throw refused;
    }
  }

  question() {
    const { at } = this.take();
    const inner = this.innermost("?") ?? refuse("unknown_name", at, { name: "?" });
    inner.isUsed = true;
    return { is: "local", at, type: inner.type, depth: 1, slot: inner.slot };
  }

  innermost(name) {
    return [...this.inner].reverse().find((inner) => inner.name === name);
  }

  // words

  word() {
    const call = this.call();
    if (call) return call;
    const { value, at } = this.now;
    if (value === "true" || value === "false") return this.take() && { is: "literal", at, type: BOOLEAN, depth: 1, held: value === "true" };
    if (value === "null") return this.take() && { is: "literal", at, type: NULL, depth: 1, held: null };
    if (value === "if") return this.choice();
    if (value === "some" || value === "every") return this.quantified();
    if (value === "for") return this.loop();
    if (KEYWORDS.has(value) && value !== "item") this.unexpected();
    return this.name();
  }

  // A call, where words that name a function stand before a bracket; otherwise null.
  call() {
    for (let count = FUNCTION_WORDS; count > 0; count--) {
      if (!this.isBracket(count)) continue;
      const words = Array.from({ length: count }, (_, n) => this.ahead(n));
      const name = words.map((word) => word.value).join(" ");
      if (words.every((word) => word.kind === "word") && FUNCTIONS.has(name)) return this.called(name, count);
    }
    const { value, at } = this.now;
    if (this.isBracket(1) && !KEYWORDS.has(value)) refuse("unknown_function", at, { name: value });
    return null;
  }

  called(name, words) {
    const { at } = this.now, called = FUNCTIONS.get(name), given = [];
    this.place += words + 1;
    while (!this.is(")")) {
      if (given.length) this.expect(",");
      given.push(this.inside());
    }
    this.take();
    if (!called.accepts(given.length)) refuse("wrong_arguments", at, { name });
    given.forEach((argument, place) => this.want(argument, called.wanted(place).kind));
    const type = called.result(given.map((argument) => argument.type));
    return { is: "call", at, type, depth: this.above(given, at), function: called, arguments: given };
  }

  choice() {
    const { at } = this.take(), condition = this.inside();
    this.want(condition, kinds.BOOLEAN);
    this.expect("then");
    const then = this.inside();
    this.expect("else");
    const otherwise = this.expression();
    const depth = this.above([condition, then, otherwise], at);
    return { is: "choice", at, type: joined(then.type, otherwise.type), depth, condition, then, otherwise };
  }

  quantified() {
    const { at, value } = this.take(), [name, base] = this.domain();
    this.expect("satisfies");
    const condition = this.within({ type: this.itemOf(base), name }, () => this.expression());
    this.want(condition, kinds.BOOLEAN);
    return { is: "quantified", at, type: BOOLEAN, depth: this.above([base, condition], at), isEvery: value === "every", base, condition };
  }

  loop() {
    const { at } = this.take(), [name, base] = this.domain();
    this.expect("return");
    const result = this.within({ type: this.itemOf(base), name }, () => this.expression());
    return { is: "loop", at, type: listOf(result.type), depth: this.above([base, result], at), base, result };
  }

  // `x in list`, or `x in 1..5`.
  domain() {
    const name = this.key();
    this.expect("in");
    const first = this.inside();
    if (!this.is("..")) return [name, first];
    const { at } = this.take(), last = this.inside();
    for (const end of [first, last]) this.want(end, kinds.NUMBER);
    return [name, { is: "series", at, type: listOf(NUMBER), depth: this.above([first, last], at), first, last }];
  }

  itemOf(base) {
    return base.type.kind === kinds.LIST ? itemOf(base.type) : ANY;
  }

  // names

  // The longest run of words that is a name here.
  name() {
    const words = [];
    while (this.ahead(words.length).kind === "word" && words.length < 20) {
      const word = this.ahead(words.length).value;
      if (KEYWORDS.has(word) && !(word === "item" && !words.length)) break;
      words.push(word);
    }
    const { at, value } = this.now;
    for (let count = words.length; count > 0; count--) {
      const node = this.named(words.slice(0, count).join(" "), at);
      if (!node) continue;
      this.place += count;
      return node;
    }
    return refuse("unknown_name", at, { name: value });
  }

  named(name, at) {
    for (const inner of [...this.inner].reverse()) {
      const local = { is: "local", at, type: inner.type, depth: 1, slot: inner.slot };
      const isField = inner.withFields && inner.type.fields?.has(name);
      if (inner.name !== name && !isField) continue;
      inner.isUsed = true;
      return inner.name === name ? local : this.path(local, name, at);
    }
    if (!this.names.has(name)) return null;
    this.used.add(name);
    return { is: "name", at, type: this.names.get(name), depth: 1, name };
  }

  postfix(node) {
    for (;;) {
      if (this.is(".")) {
        const { at } = this.take();
        node = this.path(node, this.part(node.type), at);
      } else if (this.is("[") && !this.plainEnd) {
        node = this.filter(node);
      } else {
        return node;
      }
    }
  }

  // The name of a part: of declared ones the longest, otherwise one word.
  part(base) {
    if (this.now.kind !== "word") this.unexpected();
    const { fields } = base.kind === kinds.LIST ? itemOf(base) : base, words = [];
    while (this.ahead(words.length).kind === "word" && words.length < 20) words.push(this.ahead(words.length).value);
    for (let count = words.length; count > 1; count--) {
      const name = words.slice(0, count).join(" ");
      if (!fields?.has(name)) continue;
      this.place += count;
      return name;
    }
    return this.take().value;
  }

  path(base, name, at) {
    return { is: "path", at, type: this.partType(base.type, name, at), depth: this.above([base], at), base, name };
  }

  partType(base, name, at) {
    if (isOpen(base)) return ANY;
    if (base.kind === kinds.LIST) {
      const item = itemOf(base);
      return listOf(item.kind === kinds.LIST ? ANY : this.partType(item, name, at));
    }
    if (base.kind === kinds.CONTEXT) {
      if (!base.fields) return ANY;
      if (base.fields.has(name)) return base.fields.get(name);
    } else if (PARTS.get(base.kind)?.has(name)) {
      return NUMBER;
    }
    return refuse("no_such_part", at, { kind: base.kind, name });
  }

  // `[…]` behind a list: a number picks one item, a condition keeps some.
  filter(base) {
    const { at } = this.take(), item = this.itemOf(base);
    const inner = { type: item, name: "item", withFields: true };
    const wanted = this.within(inner, () => this.inside());
    this.expect("]");
    const depth = this.above([base, wanted], at);
    if (wanted.type.kind === kinds.NUMBER) {
      if (inner.isUsed) this.wrong(wanted.at, kinds.NUMBER, kinds.BOOLEAN);
      return { is: "index", at, type: item, depth, base, place: wanted };
    }
    this.want(wanted, kinds.BOOLEAN);
    const kept = base.type.kind === kinds.LIST ? base.type : simple(kinds.LIST);
    return { is: "filter", at, type: kept, depth, base, condition: wanted };
  }

  // tests

  tests(given) {
    const found = [this.test(given)];
    while (this.is(",")) {
      this.take();
      found.push(this.test(given));
    }
    return found;
  }

  test(given, strength = 0) {
    const { at } = this.now;
    if (this.is(...COMPARISONS)) {
      const sign = this.take().value, limit = this.expression(3);
      this.comparable(sign, given, limit.type, at);
      return { is: "compared", at, depth: this.above([limit], at), sign, limit };
    }
    if (this.is("]") || (this.is("(", "[") && this.isRange())) return this.range(given, at);
    return this.meant(given, strength, at);
  }

  meant(given, strength, at) {
    const question = this.innermost("?"), before = question.isUsed;
    question.isUsed = false;
    const node = this.expression(strength), isAsked = question.isUsed;
    question.isUsed = before;
    const depth = this.above([node], at);
    if (isAsked) {
      this.want(node, kinds.BOOLEAN);
      return { is: "asked", at, depth, condition: node };
    }
    const isAmong = node.type.kind === kinds.LIST && given.kind !== kinds.LIST;
    if (!isAmong) this.comparable("=", given, node.type, at);
    return { is: "same", at, depth, wanted: node };
  }

  // Whether `..` follows this bracket before it is closed: looked at, not tried.
  isRange() {
    let open = 0;
    for (let place = this.place + 1; this.tokens[place].kind !== "end"; place++) {
      const { kind, value } = this.tokens[place];
      if (kind !== "sign") continue;
      if ("([{".includes(value)) open++;
      else if (")]}".includes(value)) open--;
      else if (open === 0 && (value === ".." || value === ",")) return value === "..";
      if (open < 0) return false;
    }
    return false;
  }

  range(given, at) {
    const withLow = this.take().value === "[", before = this.plainEnd;
    this.plainEnd = true;
    const low = this.expression(3);
    this.expect("..");
    const high = this.expression(3);
    this.plainEnd = before;
    if (!this.is(")", "]", "[")) this.unexpected();
    const withHigh = this.take().value === "]";
    for (const end of [low, high]) this.comparable("<=", given, end.type, at);
    return { is: "within", at, depth: this.above([low, high], at), low, high, withLow, withHigh };
  }

  // checks

  within(inner, work) {
    inner.slot = this.inner.push(inner) - 1;
    inner.isUsed = false;
    try {
      return work();
    } finally {
      this.inner.pop();
    }
  }

  above(below, at) {
    return this.held(below.reduce((depth, node) => Math.max(depth, node.depth), 0) + 1, at);
  }

  held(depth, at) {
    return depth > DEPTH ? refuse("too_deep", at) : depth;
  }

  want(node, kind) {
    if (kind !== kinds.ANY && node.type.kind !== kind && !isOpen(node.type)) this.wrong(node.at, node.type.kind, kind);
  }

  comparable(sign, left, right, at) {
    if (sign !== "=" && sign !== "!=") {
      for (const side of [left, right]) if (!ORDERED.has(side.kind) && !isOpen(side)) this.wrong(at, side.kind, kinds.NUMBER);
    }
    if (left.kind !== right.kind && !isOpen(left) && !isOpen(right)) this.wrong(at, right.kind, left.kind);
  }

  wrong(at, found, wanted) {
    return refuse("wrong_type", at, { found, wanted });
  }
}
