"""Scores: the same from the page and from the script that knows nothing of us."""

import csv
import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from liupan.capabilities.supervision.operations.closing import verify_and_close
from liupan.capabilities.supervision.operations.handing import (
    hand_over_item,
    sign_for_item,
    urge_item,
)
from liupan.capabilities.supervision.operations.reporting import (
    endorse_report,
    report_done,
    report_progress,
    return_item,
)
from liupan.capabilities.supervision.operations.sheets import issue_sheet
from liupan.capabilities.supervision.queries.scores import (
    find_period,
    rule_rows,
    score_board,
    unit_lines,
)
from liupan.capabilities.supervision.rules import recompute_scores
from liupan.capabilities.supervision.rules.scores import (
    Event,
    RuleRow,
    Stage,
    by_unit,
    lines,
    named,
)
from liupan.capabilities.supervision.rules.sheets import Colour
from liupan.capabilities.supervision.tests.factories import Town, at, registered, working
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.journal.facade import EXPORT_JOURNAL, chain_state, export_journal, link_all
from liupan.foundation.journal.tests.notes import clerk
from liupan.kernel import clock
from liupan.kernel.errors import Missing

SCRIPT = Path(str(recompute_scores.__file__))
START = date(2017, 7, 3)
TODAY = at(date(2017, 11, 15))
QUARTER = "2017Q3"


def lived(place: Town) -> None:
    """One item in time, one urged, with a sheet, returned and closed late."""
    good = working(place, at(START))
    report_progress(
        item_id=good, percent=40, opinion="过半", actor=place.handler,
        now=at(START + timedelta(days=20)),
    )  # fmt: skip
    close(place, good, START + timedelta(days=40))
    bad = registered(place, at(START, 11), due_on=date(2017, 8, 18), title="出口关停")
    hand_over_item(item_id=bad, actor=place.officer, now=at(START, 12))
    sign_for_item(item_id=bad, actor=place.handler, now=at(START + timedelta(days=9)))
    urge_item(item_id=bad, opinion="请抓紧", actor=place.officer, now=at(date(2017, 8, 10)))
    issue_sheet(
        item_id=bad, colour=Colour.BLUE, reason="进展为零", actor=place.officer,
        now=at(date(2017, 8, 11)),
    )  # fmt: skip
    report_done(item_id=bad, opinion="完成", actor=place.handler, now=at(date(2017, 8, 21)))
    endorse_report(item_id=bad, actor=place.leader, now=at(date(2017, 8, 21), 11))
    return_item(item_id=bad, reason="缺材料", actor=place.officer, now=at(date(2017, 8, 22)))
    close(place, bad, date(2017, 8, 25))
    sign_for_item(
        item_id=hand_over_item(
            item_id=registered(place, at(START), lead_unit_id=place.units["police"]),
            actor=place.officer, now=at(START, 12),
        ),
        actor=place.police, now=at(START, 15),
    )  # fmt: skip


def close(place: Town, item_id: object, day: date) -> None:
    report_done(item_id=item_id, opinion="完成", actor=place.handler, now=at(day))  # type: ignore[arg-type]
    endorse_report(item_id=item_id, actor=place.leader, now=at(day, 11))  # type: ignore[arg-type]
    verify_and_close(item_id=item_id, opinion="同意", actor=place.officer, now=at(day, 15))  # type: ignore[arg-type]


def test_points_come_from_facts_and_rules(place: Town) -> None:
    lived(place)
    with clock.frozen(TODAY):
        board = score_board(place.chief, find_period(QUARTER, clock.today()))
        own, views, _rules = unit_lines(place.chief, board.period, place.units["bureau"])
    assert own.score.stages == {
        Stage.BEFORE: Decimal(0),  # 2 in time, 2 off for late
        Stage.DURING: Decimal(-3),  # a period reported, one not, urged once, a blue sheet
        Stage.AFTER: Decimal(7),  # 10, 4, five days late, one return
    }
    assert (own.score.total, own.score.mean, own.score.items) == (4, Decimal("2.00"), 2)
    assert {view.person for view in views} == {"handler"}
    assert all(view.is_open and view.fact and view.rule for view in views)
    assert board.units[0].name == "固原市信息化建设办公室"
    assert board.people
    assert board.people[0].name


def test_the_script_says_the_same(place: Town, tmp_path: Path) -> None:
    lived(place)
    link_all()
    export = tmp_path / "journal.zip"
    export_journal(
        first=1, last=chain_state().last_seq, path=export, actor=clerk(EXPORT_JOURNAL), now=TODAY
    )
    rules = tmp_path / "rules.csv"
    client = signed_in(place, "chief")
    with clock.frozen(TODAY):
        rules.write_bytes(client.get(reverse("supervision:scores-rules")).content)
        period = find_period(QUARTER, clock.today())
        board = score_board(place.chief, period)
        page = client.get(reverse("supervision:scores"), {"period": QUARTER}).content.decode()
    said = run(export, rules, period.first, period.last)
    for kind, rows in (("unit", board.units), ("person", board.people or ())):
        assert [
            (
                r.score.id, r.score.items, r.score.stages[Stage.BEFORE],
                r.score.stages[Stage.DURING], r.score.stages[Stage.AFTER], r.score.total,
                r.score.mean,
            )
            for r in rows
        ] == [
            (r["id"], int(r["items"]), *(Decimal(r[k]) for k in
             ("before", "during", "after", "total", "mean")))
            for r in said if r["kind"] == kind
        ]  # fmt: skip
    for row in said:
        assert f"{row['mean']}</" in page


def run(export: Path, rules: Path, first: date, last: date) -> list[dict[str, str]]:
    """The script in a Python that knows nothing of us."""
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", str(SCRIPT), str(export), str(rules), str(first),
         str(last)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return list(csv.DictReader(done.stdout.splitlines()))


def test_the_script_is_short_and_alone(tmp_path: Path) -> None:
    text = SCRIPT.read_text()
    assert len(text.splitlines()) < 200
    imported = {
        line.split()[1] for line in text.splitlines() if line.startswith(("import", "from"))
    }
    assert imported <= sys.stdlib_module_names
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(tmp_path / "none.zip"), "none.csv", "2017-01-01",
         "2017-12-31"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "cannot be read" in done.stderr


def test_nobody_with_few_items_is_named(place: Town) -> None:
    lived(place)
    with clock.frozen(TODAY):
        board = score_board(place.chief, find_period(QUARTER, clock.today()))
        assert not board.named.commended
        assert not board.named.criticised
        assert rule_rows()
    rules = [
        RuleRow("named_least", Decimal(1), START), RuleRow("named_most", Decimal(5), START),
        RuleRow("commend_from", Decimal(2), START), RuleRow("criticise_below", Decimal(2), START),
    ]  # fmt: skip
    ranked = [row.score for row in board.units]
    assert [s.id for s in named(ranked, rules, START).commended] == [str(place.units["bureau"])]


def test_a_rule_counts_on_the_day_of_its_fact() -> None:
    values = {
        "item_id": "i", "number": "1", "parent_id": None, "lead_unit_id": "u", "in_time": True,
        "state": "working",
    }  # fmt: skip
    facts = [
        Event(str(n), "supervision.item.signed_for", "p", {**values, "item_id": str(n), "on": day})
        for n, day in enumerate(("2017-03-31", "2017-04-01"))
    ]
    rules = [
        RuleRow("sign_for_in_time", Decimal(2), date(2015, 1, 1), date(2017, 4, 1)),
        RuleRow("sign_for_in_time", Decimal(3), date(2017, 4, 1)),
    ]
    found = lines(facts, rules, date(2017, 1, 1), date(2017, 12, 31))
    assert [line.points for line in found] == [2, 3]
    (score,) = by_unit(found)
    assert score.mean == Decimal("2.50")


def test_a_unit_sees_its_own_score_and_no_people(place: Town) -> None:
    lived(place)
    with clock.frozen(TODAY):
        period = find_period(QUARTER, clock.today())
        board = score_board(place.police, period)
        assert [row.id for row in board.units] == [place.units["police"]]
        assert board.people is None
        with pytest.raises(Missing):
            unit_lines(place.police, period, place.units["bureau"])


def test_the_notice_is_a_document(place: Town) -> None:
    lived(place)
    client = signed_in(place, "officer")
    address = f"{reverse('supervision:scores-notice')}?period={QUARTER}"
    words = {"title": "通报", "opening": "现通报如下。", "formula": "得分÷事项数"}
    with clock.frozen(TODAY):
        assert client.get(address).status_code == 200
        paper = client.post(address, {**words, "as": "paper"}).content.decode()
        file = client.post(address, {**words, "as": "docx"})
        assert client.post(address, {"as": "docx"}).status_code == 422
    assert "现通报如下。" in paper
    document = Document(BytesIO(file.content))
    assert document.paragraphs[0].text == "通报"
    assert document.tables[0].rows[1].cells[1].text == "固原市信息化建设办公室"


def signed_in(place: Town, name: str) -> Client:
    client = Client()
    with clock.frozen(TODAY):
        enter(client, place.people[name].id)
    return client
