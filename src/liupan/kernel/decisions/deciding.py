"""Working a decision table out, with a trace of which rules hit and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from liupan.kernel.decisions.model import Aggregator, DecisionTable, HitPolicy, Rule
from liupan.kernel.decisions.refusals import TableRefused, in_cell
from liupan.kernel.expressions import (
    Expression,
    ExpressionRefused,
    Names,
    UnaryTests,
    Value,
    compile_expression,
    compile_tests,
)
from liupan.kernel.expressions.kinds import (
    ANY,
    NUMBER,
    Kind,
    Type,
    joined,
    read_names,
    read_type,
)
from liupan.kernel.expressions.values import Run, equal, written


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that hit: its number from 1, its cells as they were written, its result."""

    rule: int
    tests: tuple[str, ...]
    result: Value


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was decided, from which values (as expressions write them), by which rules."""

    result: Value
    inputs: tuple[tuple[str, str], ...]
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A rule whose cells have been read."""

    rule: Rule
    tests: tuple[UnaryTests, ...]
    results: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A table that has been read and checked. `names` are those it uses."""

    table: DecisionTable
    names: frozenset[str]
    _inputs: tuple[Expression, ...]
    rows: tuple[Row, ...]
    _values: tuple[tuple[Expression, ...], ...]
    _defaults: tuple[Expression, ...]

    @property
    def type(self) -> Type:
        """What the result is, as far as its cells show: a group of values where the table has
        several result columns, a list where it collects."""
        policy, outputs = self.table.hit_policy, self.table.outputs
        if policy is HitPolicy.COLLECT and self.table.aggregator is not Aggregator.LIST:
            return NUMBER if self.table.aggregator is Aggregator.COUNT else self._column(0)
        columns = {output.name: self._column(n) for n, output in enumerate(outputs)}
        one = Type(Kind.CONTEXT, fields=columns) if len(columns) > 1 else self._column(0)
        is_list = policy in {HitPolicy.COLLECT, HitPolicy.RULE_ORDER}
        return Type(Kind.LIST, item=one) if is_list else one

    def _column(self, place: int) -> Type:
        found = self._defaults[place].type
        for row in self.rows:
            found = joined(found, row.results[place].type)
        return found

    def decide(self, context: Mapping[str, object]) -> Outcome:
        """The outcome; a result of null where no rule hits and nothing else was said.

        Raises `TableRefused` where rules contradict each other, or a cell cannot be worked out.
        """
        table = self.table
        given: list[Value] = []
        for column, read in zip(table.inputs, self._inputs, strict=True):
            given.append(self._worked(read, context, None, column.label))
        hits = tuple(self._hits(given, context))
        shown = (written(value, Run({}, {})) for value in given)
        inputs = tuple(zip((column.label for column in table.inputs), shown, strict=True))
        return Outcome(self._result(hits, context), inputs, hits)

    def _hits(self, given: list[Value], context: Mapping[str, object]) -> list[Hit]:
        found: list[Hit] = []
        for number, row in enumerate(self.rows, start=1):
            if self._is_hit(number, row, given, context):
                found.append(Hit(number, row.rule.tests, self._results(number, row, context)))
                if self.table.hit_policy is HitPolicy.FIRST:
                    break
        return found

    def _is_hit(
        self, number: int, row: Row, given: list[Value], context: Mapping[str, object]
    ) -> bool:
        for column, tests, value in zip(self.table.inputs, row.tests, given, strict=True):
            run = Run(context, tests.declared)
            try:
                if tests.root.passes(value, run) is not True:
                    return False
            except ExpressionRefused as refused:
                raise self._in_cell(refused, number, column.label) from refused
        return True

    def _results(self, number: int, row: Row, context: Mapping[str, object]) -> Value:
        columns = zip(self.table.outputs, row.results, strict=True)
        worked = {o.name: self._worked(read, context, number, o.name) for o, read in columns}
        return worked if len(worked) > 1 else next(iter(worked.values()))

    def _worked(
        self, read: Expression, context: Mapping[str, object], number: int | None, column: str
    ) -> Value:
        try:
            return read.evaluate(context)
        except ExpressionRefused as refused:
            raise self._in_cell(refused, number, column) from refused

    def _in_cell(self, refused: ExpressionRefused, rule: int | None, column: str) -> TableRefused:
        return in_cell(refused, table=self.table.name, rule=rule, column=column)

    def _result(self, hits: tuple[Hit, ...], context: Mapping[str, object]) -> Value:
        policy = self.table.hit_policy
        if policy in {HitPolicy.COLLECT, HitPolicy.RULE_ORDER}:
            return self._collected(tuple(hit.result for hit in hits))
        if not hits:
            return self._default(context)
        if policy is HitPolicy.UNIQUE and len(hits) > 1:
            raise self._contradiction(hits, _("%(table)s: rules %(rules)s hit together."))
        if policy is HitPolicy.ANY and not all(_same(hits[0].result, h.result) for h in hits):
            raise self._contradiction(hits, _("%(table)s: rules %(rules)s say different things."))
        return self._first_in_rank(hits) if policy is HitPolicy.PRIORITY else hits[0].result

    def _contradiction(self, hits: tuple[Hit, ...], sentence: str) -> TableRefused:
        rules = ", ".join(str(hit.rule) for hit in hits)
        return TableRefused(sentence % {"table": self.table.name, "rules": rules})

    def _collected(self, results: tuple[Value, ...]) -> Value:
        if self.table.aggregator is Aggregator.LIST:
            return results
        name = self.table.aggregator.lower()
        try:
            return compile_expression(f"{name}(x)", ["x"]).evaluate({"x": results})
        except ExpressionRefused as refused:
            raise self._in_cell(refused, None, self.table.outputs[0].name) from refused

    def _default(self, context: Mapping[str, object]) -> Value:
        columns = zip(self.table.outputs, self._defaults, strict=True)
        worked = {o.name: self._worked(read, context, None, o.name) for o, read in columns}
        if all(value is None for value in worked.values()):
            return None
        return worked if len(worked) > 1 else next(iter(worked.values()))

    def _first_in_rank(self, hits: tuple[Hit, ...]) -> Value:
        return min(hits, key=lambda hit: self._ranks(hit.result)).result

    def _ranks(self, result: Value) -> list[int]:
        outputs = self.table.outputs
        parts = [result]
        if len(outputs) > 1 and isinstance(result, Mapping):
            parts = [result[output.name] for output in outputs]
        return [_rank(part, values) for part, values in zip(parts, self._values, strict=True)]


def _rank(value: Value, values: tuple[Expression, ...]) -> int:
    places = (n for n, read in enumerate(values) if _same(value, read.evaluate({})))
    return next(places, len(values))


def _same(a: Value, b: Value) -> bool:
    return equal(a, b, Run({}, {}), 0, strict=False)


def compile_table(table: DecisionTable, names: Names) -> Decision:
    """Read and check a table whose expressions may use these names.

    Raises `TableRefused` naming rule and column.
    """
    declared = read_names(names)

    def read(text: str, rule: int | None, column: str) -> Expression:
        try:
            return compile_expression(text.strip() or "null", declared)
        except ExpressionRefused as refused:
            raise in_cell(refused, table=table.name, rule=rule, column=column) from refused

    inputs = tuple(read(column.expression, None, column.label) for column in table.inputs)
    types = []
    for column, expression in zip(table.inputs, inputs, strict=True):
        wanted = read_type(column.type)
        types.append(expression.type if wanted == ANY else wanted)
        if expression.type.kind not in {wanted.kind, Kind.ANY} and wanted != ANY:
            refused = ExpressionRefused(
                "wrong_type", found=expression.type.kind.value, wanted=wanted.kind.value
            )
            raise in_cell(refused, table=table.name, rule=None, column=column.label)

    def cell(text: str, rule: int, place: int) -> UnaryTests:
        try:
            return compile_tests(text, declared, types[place])
        except ExpressionRefused as refused:
            column = table.inputs[place].label
            raise in_cell(refused, table=table.name, rule=rule, column=column) from refused

    rows = tuple(
        Row(
            rule,
            tuple(cell(text, number, place) for place, text in enumerate(rule.tests)),
            tuple(
                read(text, number, output.name)
                for text, output in zip(rule.results, table.outputs, strict=True)
            ),
        )
        for number, rule in enumerate(table.rules, start=1)
    )
    values = tuple(
        tuple(read(text, None, output.name) for text in output.values) for output in table.outputs
    )
    defaults = tuple(read(output.default, None, output.name) for output in table.outputs)
    used = [e.names for e in inputs]
    for row in rows:
        used += [test.names for test in row.tests]
        used += [result.names for result in row.results]
    return Decision(table, frozenset().union(*used), inputs, rows, values, defaults)
