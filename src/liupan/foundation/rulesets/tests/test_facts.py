"""The shipped rule sets: dated, sourced, and what the law says on a given day."""

from datetime import date
from pathlib import Path

import pytest

from liupan.foundation.rulesets.facts import HERE, RuleSets, Unit, in_force, shipped
from liupan.kernel.factfiles import BadFactFile, Sureness, read_yaml
from liupan.kernel.secrecy import CEILING, Secrecy, Zone

DEMO_DAY = date(2017, 11, 15)


def test_every_file_is_read() -> None:
    assert {r.code.partition(".")[0] for r in shipped()} == {f.stem for f in HERE.glob("*.yaml")}


@pytest.mark.parametrize(
    ("code", "key", "on", "value", "unit"),
    [
        ("limits.licensing", "decide", date(2017, 11, 15), "20", Unit.WORKING_DAY),
        ("limits.licensing", "decide_extension", date(2026, 1, 1), "10", Unit.WORKING_DAY),
        ("limits.disclosure", "answer", date(2019, 5, 14), "15", Unit.WORKING_DAY),
        ("limits.disclosure", "answer", date(2019, 5, 15), "20", Unit.WORKING_DAY),
        ("limits.petitions", "conclude", DEMO_DAY, "60", Unit.DAY),
        ("limits.sharing", "answer_conditional", DEMO_DAY, "10", Unit.WORKING_DAY),
        ("limits.sharing", "answer_unconditional", date(2025, 8, 1), "1", Unit.WORKING_DAY),
        ("limits.logs", "keep_logs", DEMO_DAY, "6", Unit.MONTH),
        ("seals.sizes", "city", DEMO_DAY, "4.5", Unit.CENTIMETRE),
    ],
)
def test_the_limit_on_a_day(code: str, key: str, on: date, value: str, unit: Unit) -> None:
    row = in_force(code, on).row(key)
    assert (row.value, row.unit) == (value, unit)


def test_a_rule_not_yet_made_is_not_in_force() -> None:
    with pytest.raises(KeyError):
        in_force("limits.supervision", date(2021, 1, 31))
    assert in_force("limits.supervision", date(2021, 2, 1)).edition == "2020-12-26"


def test_what_is_in_force_in_the_demo_city() -> None:
    limits = {r.code for r in shipped() if r.code.startswith("limits.")}
    later = {"limits.supervision", "limits.decisions", "limits.registration"}
    for code in limits - later:
        assert in_force(code, DEMO_DAY).rows
    for code in later:
        with pytest.raises(KeyError):
            in_force(code, DEMO_DAY)


def test_clocks_warn_at_50_80_and_100_percent() -> None:
    rows = in_force("warnings.clock", DEMO_DAY).rows
    assert [(r.figure, r.unit) for r in rows] == [(n, Unit.PERCENT) for n in (50, 80, 100)]


@pytest.mark.parametrize("on", [DEMO_DAY, date(2026, 1, 1)])
def test_secrecy_says_what_the_kernel_enforces(on: date) -> None:
    rules = in_force("secrecy.levels", on)
    levels = {r.key: r.figure for r in rules.rows if r.unit is Unit.LEVEL}
    assert levels == {
        **{f"level.{s.name.lower()}": s.value for s in Secrecy},
        **{f"ceiling.{z.value}": CEILING[z].value for z in Zone},
    }


def test_a_default_of_ours_never_poses_as_law() -> None:
    for rule_set in shipped():
        if rule_set.law is None:
            assert Sureness.READ not in {r.sureness for r in rule_set.rows}, rule_set.code


def test_what_was_read_names_its_article() -> None:
    unplaced = [
        (s.code, r.key)
        for s in shipped()
        for r in s.rows
        if r.sureness is Sureness.READ and not r.article
    ]
    assert unplaced == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("value: '20'", "value: twenty", "not a number"),
        ("valid_to: 2019-04-23", "valid_to: null", "has a follower"),
        ("valid_to: 2019-04-23", "valid_to: 2019-06-01", "two editions"),
        ("unit: working_day", "unit: fortnight", "unit"),
        ("key: decide\n", "key: joint\n", "keys stand twice"),
        ("value: 01-31", "value: 31 January", "not a month"),
    ],
)
def test_a_faulty_file_is_refused(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    text = (HERE / "limits.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "limits.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadFactFile, match=complaint):
        read_yaml(path, RuleSets)
