"""The 2015 plan of Guyuan as facts: whole, consistent, and true to its text."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from liupan.capabilities.plan.facts import (
    HERE,
    Comparison,
    Level,
    PlanFacts,
    State,
    Step,
    guyuan_2015,
)
from liupan.kernel.factfiles import BadFactFile, Sureness, read_yaml

PLAN = guyuan_2015()
TARGETS = {t.code: t for t in PLAN.targets}
ORIGINAL = Path("shared", "plan", "guyuan-plan-2015.txt")
NUMERALS = set("一二三四五")


def source_segments() -> list[str]:
    """The original's clauses between full stops, without chapter numerals."""
    found = next((p / ORIGINAL for p in HERE.parents if (p / ORIGINAL).exists()), None)
    if found is None:
        pytest.skip("the original text is not beside the project")
    parts = found.read_text(encoding="utf-8").replace("\n", ".").split(".")
    return [p for p in parts if p and p not in NUMERALS]


def test_the_plan_runs_five_years_from_its_issue() -> None:
    assert PLAN.plan.issued_on == date(2015, 11, 4)
    assert PLAN.plan.ends_on == date(2020, 11, 4)
    assert {s.level for s in PLAN.superior} == {Level.NATION, Level.REGION}


def test_every_chapter_is_there_in_order() -> None:
    assert [s.numeral for s in PLAN.sections if s.numeral] == ["一", "二", "三", "四", "五"]
    assert all(s.clauses for s in PLAN.sections)


def test_every_segment_of_the_text_belongs_to_one_clause() -> None:
    segments = source_segments()
    at = 0
    for clause in PLAN.clauses:
        assert segments[at].startswith(clause.opening), f"{clause.code} does not open here"
        at += clause.segments
    assert at == len(segments)


def test_a_clause_is_short_enough_to_hide_nothing() -> None:
    assert {c.code for c in PLAN.clauses if c.segments > 7} == {"0.1", "0.2"}


def test_the_gist_is_in_our_own_words() -> None:
    """No run of 16 characters of the original stands in what we wrote."""
    text = "".join(source_segments())
    for clause in PLAN.clauses:
        written = re.sub(r"\W", "", clause.gist)
        runs = {written[i : i + 16] for i in range(len(written) - 15)}
        assert not [r for r in runs if r in text], clause.code


def test_openings_only_locate() -> None:
    assert max(len(c.opening) for c in PLAN.clauses) <= 12


@pytest.mark.parametrize(
    ("code", "comparison", "figure"),
    [
        ("T01", Comparison.AT_LEAST, 85),
        ("T02", Comparison.AT_LEAST, 70),
        ("T03", Comparison.MORE_THAN, 50),
        ("T07", Comparison.AT_LEAST, 95),
        ("T09", Comparison.AT_LEAST, 80),
        ("T19", Comparison.AT_LEAST, 100),
    ],
)
def test_the_plans_own_figures(code: str, comparison: Comparison, figure: int) -> None:
    assert (TARGETS[code].comparison, TARGETS[code].figure) == (comparison, Decimal(figure))


def test_no_other_target_claims_a_figure_of_the_plan() -> None:
    own = {t.code for t in PLAN.targets if t.figure is not None}
    assert own == {"T01", "T02", "T03", "T07", "T09", "T19"}


def test_interconnection_is_due_at_the_end_of_2016() -> None:
    target = TARGETS["T12"]
    assert (target.comparison, target.deadline_on) == (Comparison.DONE_BY, date(2016, 12, 31))
    assert target.deadline_sureness is Sureness.READ


def test_our_own_deadlines_and_steps_are_marked() -> None:
    ends = PLAN.plan.ends_on
    ours = [t for t in PLAN.targets if t.deadline_on != ends and t.code != "T12"]
    assert {t.deadline_sureness for t in ours} == {Sureness.COMMON}
    assert {t.steps_sureness for t in PLAN.targets} == {Sureness.COMMON}
    assert {k.sureness for k in PLAN.key_tasks} == {Sureness.COMMON}


def test_enough_targets_and_tasks() -> None:
    assert len(PLAN.targets) >= 14
    assert 40 <= len(PLAN.key_tasks) <= 60


def test_every_chapter_from_one_to_five_has_tasks() -> None:
    assert {k.clause.split(".")[0] for k in PLAN.key_tasks} == {"1", "2", "3", "4", "5"}


def test_every_target_but_the_wholly_counted_ones_names_what_it_divides_by() -> None:
    undivided = {t.code for t in PLAN.targets if t.denominator is None}
    assert undivided == {t.code for t in PLAN.targets if t.unit != "%"}


def test_what_is_measured_now_is_measured_by_what_exists() -> None:
    measured = {t.measure for t in PLAN.targets if t.measure}
    assert measured == {m.code for m in PLAN.measures}
    assert {m.rpartition(".")[0] for m in measured} == {
        "organisations",
        "supervision",
        "correspondence",
        "exchange",
    }


def test_only_built_offices_or_measured_targets_claim_to_work() -> None:
    built = {o.code for o in PLAN.offices if o.built}
    measured = {t.clause for t in PLAN.targets if t.measure}
    for clause in PLAN.clauses:
        if clause.state is not State.NOT_YET:
            offices = {clause.office, *clause.assisting}
            assert offices & built or clause.code in measured, clause.code


def test_a_status_that_names_a_target_names_one_of_its_own_clause() -> None:
    for clause in PLAN.clauses:
        for code in re.findall(r"T\d\d", clause.status):
            if code == "T19":
                continue
            assert TARGETS[code].clause == clause.code, (clause.code, code)


def _altered(tmp_path: Path, old: str, new: str) -> Path:
    text = (HERE / "guyuan-2015.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "plan.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("code: T02", "code: T01", "targets stand twice"),
        ("clause: '1.5'", "clause: '1.99'", "clauses unknown: 1.99"),
        ("office: cloud", "office: clouds", "offices unknown: clouds"),
        ("ends_on: 2020-11-04", "ends_on: 2015-01-01", "out of order"),
        ("state: not_yet", "state: working", "a page stands exactly"),
        ("figure: 85\n    proposal: null", "figure: null\n    proposal: null", "needs a number"),
        ("version: 1", "version: 1\n  colour: red", "plan.colour"),
        ("version: 1", "version: 1\n  version: 2", "stands twice"),
        ("summary: 用五年", "summary: ''\n  #", "plan.summary"),
        ("measure: organisations.units_online", "measure: null", "bound to"),
        ("figure: 65", "figure: 40", "steps do not rise"),
    ],
)
def test_a_faulty_file_is_refused(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    with pytest.raises(BadFactFile, match=complaint):
        read_yaml(_altered(tmp_path, old, new), PlanFacts)


def test_the_last_step_is_the_target_itself() -> None:
    target = TARGETS["T01"]
    with pytest.raises(ValueError, match="last step"):
        replace(target, steps=(Step(day=date(2019, 12, 31), figure=Decimal(80)),))
