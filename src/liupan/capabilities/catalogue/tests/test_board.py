"""The board: what is counted, that the script comes to the same, notices, lineage."""

import csv
import subprocess
import sys
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, transaction
from django.test import Client
from django.urls import reverse
from docx import Document

from liupan.capabilities.catalogue.models import MonthlyNotice
from liupan.capabilities.catalogue.operations.doubts.flagging import confirm_answer
from liupan.capabilities.catalogue.operations.drawing_up import begin_edition
from liupan.capabilities.catalogue.operations.granting import (
    resume_grant,
    revoke_grant,
    suspend_grant,
)
from liupan.capabilities.catalogue.operations.locking import NotNow
from liupan.capabilities.catalogue.operations.notices.keeping import (
    draft_notice,
    issue_notice,
    revise_notice,
)
from liupan.capabilities.catalogue.operations.reviewing import withdraw_entry
from liupan.capabilities.catalogue.queries.board.boards import find_month, supervision_board
from liupan.capabilities.catalogue.queries.board.figures import count_figures
from liupan.capabilities.catalogue.queries.board.lineage import city_matrix, list_uses
from liupan.capabilities.catalogue.queries.board.notices import drafted, get_notice, kept_figures
from liupan.capabilities.catalogue.queries.doubts.holdings import list_holdings
from liupan.capabilities.catalogue.rules import recompute_board
from liupan.capabilities.catalogue.rules.board import (
    By,
    Figures,
    Month,
    months_until,
    named,
    percent,
    placed,
)
from liupan.capabilities.catalogue.tests.asking import resource
from liupan.capabilities.catalogue.tests.doubting import fixed, flagged, held, rejected
from liupan.capabilities.catalogue.tests.factories import (
    DAY,
    NOW,
    Town,
    edition_of,
    published,
    registered,
)
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.journal.facade import EXPORT_JOURNAL, chain_state, export_journal, link_all
from liupan.foundation.journal.tests.notes import clerk
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing, NotAuthorised, StaleVersion
from liupan.kernel.figures import find_measure

pytestmark = pytest.mark.django_db
SCRIPT = Path(str(recompute_board.__file__))
JUNE = Month(date(2017, 6, 1), date(2017, 6, 30))
JULY = Month(date(2017, 7, 1), date(2017, 7, 20))
TODAY = clock.start_of(JULY.last) + timedelta(hours=12)


def at(place: Town, person: str) -> Client:
    client = Client()
    enter(client, place.people[person].id)
    return client


def lived(place: Town) -> UUID:
    """Two resources, one in its second edition, one withdrawn; two grants; three doubts."""
    of = resource(place)
    grant = held(place, of=of)
    held(place, of=of, unit="third", person="outsider")
    fixed(place, flagged(place, grant))
    rejected(place, flagged(place, grant), now=NOW + timedelta(days=20))
    late = flagged(place, grant, now=NOW + timedelta(days=25))
    fixed(place, late, now=NOW + timedelta(days=40))
    confirm_answer(doubt_id=late, actor=place.asker, now=NOW + timedelta(days=41))
    registered(place)
    gone = published(place, now=NOW + timedelta(days=2))
    withdraw_entry(
        edition_id=gone, reason="职能取消。", actor=place.authority, now=NOW + timedelta(days=35)
    )
    begin_edition(resource_id=of, actor=place.editor, now=NOW + timedelta(days=3))
    published(place, edition_of(of, 2).id, now=NOW + timedelta(days=33))
    return grant


def test_figures_of_each_month(place: Town) -> None:
    grant = lived(place)
    suspend_grant(grant_id=grant, reason="核查。", actor=place.decider, now=NOW + timedelta(34))
    counted = count_figures([JUNE, JULY])
    bureau, police = place.units["bureau"], place.units["police"]
    june, july = counted[JUNE][bureau], counted[JULY][bureau]
    assert (june.registered, june.published, june.with_items) == (3, 2, 2)
    assert (july.registered, july.published, july.with_items) == (2, 1, 1)
    # Two requests were answered at once; of the doubts the second came after its five days.
    assert (june.answers, june.in_time) == (4, 3)
    assert (july.answers, july.in_time) == (1, 0)
    assert june.fix_days == (1,)
    assert (june.granted, july.granted) == (2, 1)
    assert (counted[JUNE][police].used, counted[JULY].get(police, Figures()).used) == (1, 0)


def test_the_script_says_the_same(place: Town, tmp_path: Path) -> None:
    grant = lived(place)
    suspend_grant(grant_id=grant, reason="核查。", actor=place.decider, now=NOW + timedelta(34))
    resume_grant(grant_id=grant, reason="查毕。", actor=place.decider, now=NOW + timedelta(36))
    link_all()
    export = tmp_path / "journal.zip"
    export_journal(
        first=1, last=chain_state().last_seq, path=export, actor=clerk(EXPORT_JOURNAL), now=TODAY
    )
    for month, by in count_figures([JUNE, JULY]).items():
        said = {row["unit"]: row for row in run(export, month)}
        assert said.keys() == {str(unit) for unit in by}
        for unit, own in by.items():
            row = said[str(unit)]
            for name in ("registered", "published", "with_items", "answers", "in_time",
                         "granted", "used", "tasks", "tasks_in_time"):  # fmt: skip
                assert int(row[name]) == getattr(own, name), (month.key, name)
            assert int(row["fixes"]) == len(own.fix_days)
            assert float(row["fix_median"]) == float(own.fix_median or 0)


def test_the_script_refuses_what_is_no_export(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_text("nothing")
    done = subprocess.run(
        [sys.executable, SCRIPT, path, "2017-06-01", "2017-06-30"], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "cannot be read" in done.stderr


def run(export: Path, month: Month) -> list[dict[str, str]]:
    command = [sys.executable, "-I", SCRIPT, export, str(month.first), str(month.last)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return list(csv.DictReader(done.stdout.splitlines()))


def test_ranks_and_who_is_named() -> None:
    units = [UUID(int=n) for n in range(4)]
    found = {
        units[0]: Figures(answers=4, in_time=4),
        units[1]: Figures(answers=2, in_time=2),
        units[2]: Figures(answers=3, in_time=1),
        units[3]: Figures(registered=1),
    }
    listed = placed(found, By.IN_TIME)
    assert [(one.unit_id.int, one.rank) for one in listed] == [(0, 1), (1, 1), (2, 3), (3, None)]
    good, bad = named(listed)
    assert [one.unit_id.int for one in good] == [0, 1]
    assert [one.unit_id.int for one in bad] == [2]
    assert percent(0, 0) is None
    fixes = {units[0]: Figures(fix_days=(2, 9)), units[1]: Figures(fix_days=(3,))}
    assert [one.unit_id.int for one in placed(fixes, By.FIX)] == [1, 0]


def test_months_end_today() -> None:
    months = months_until(date(2017, 3, 9), 3)
    assert [(m.key, m.last.day) for m in months] == [
        ("2017-01", 31),
        ("2017-02", 28),
        ("2017-03", 9),
    ]
    with pytest.raises(Missing):
        find_month("2009-01", date(2017, 3, 9))


def test_the_board_and_a_unit(place: Town) -> None:
    lived(place)
    with clock.frozen(TODAY):
        client = at(place, "reader")
        page = client.get(reverse("catalogue:board"))
        text = page.content.decode()
        assert page.status_code == 200
        assert "固原市图书馆" in text  # holds nothing, and is there
        assert "3/4" in text
        for query in ("?by=published&scope=city", "?month=2017-07&by=fix", "?by=nothing"):
            assert client.get(reverse("catalogue:board") + query).status_code == 200
        assert client.get(reverse("catalogue:board") + "?month=1999-01").status_code == 404
        table = client.get(reverse("catalogue:board") + "?export=csv").content.decode()
        assert "固原市民政局,3,2,2,4,3,75.0" in table
        unit = client.get(reverse("catalogue:board-unit", args=[place.units["bureau"]]))
        assert "2017-06" in unit.content.decode()
        script = client.get(reverse("catalogue:board-script"))
        assert script.content == SCRIPT.read_bytes()
        assert at(place, "stranger").get(reverse("catalogue:board")).status_code == 403


def made(place: Town, month: Month = JUNE, actor: Actor | None = None) -> UUID:
    board = supervision_board(month, By.IN_TIME, today=JULY.last)
    return draft_notice(
        month=month, words=drafted(board), figures=kept_figures(board),
        actor=actor or place.authority, now=TODAY,
    )  # fmt: skip


def test_a_notice_keeps_the_figures_as_they_were(place: Town) -> None:
    lived(place)
    with clock.frozen(TODAY):
        notice = made(place)
        before = get_notice(place.authority, notice)
        assert any("民政局" in str(cell) for row in before.rows for cell in row)
        issue_notice(notice_id=notice, actor=place.authority, now=TODAY)
        withdraw_entry(
            edition_id=edition_of(resource(place)).id, reason="取消。", actor=place.authority,
            now=TODAY,
        )  # fmt: skip
        assert get_notice(place.reader, notice).rows == before.rows
        with pytest.raises(Error), transaction.atomic():
            MonthlyNotice.objects.filter(id=notice).update(figures=[])


def test_only_the_authority_drafts_and_nobody_changes_what_is_issued(place: Town) -> None:
    lived(place)
    with clock.frozen(TODAY):
        with pytest.raises(NotAuthorised):
            made(place, actor=place.editor)
        notice = made(place)
        with pytest.raises(Missing):
            get_notice(place.reader, notice)
        words = get_notice(place.authority, notice).words
        with pytest.raises(StaleVersion):
            revise_notice(
                notice_id=notice, words=words, version=9, actor=place.authority, now=TODAY
            )
        early = made(place, JULY)
        with pytest.raises(NotNow):
            issue_notice(notice_id=early, actor=place.authority, now=TODAY)


def test_a_notice_by_its_pages(place: Town) -> None:
    lived(place)
    with clock.frozen(TODAY):
        client = at(place, "authority")
        answer = client.post(reverse("catalogue:notice-draft"), {"month": "2017-06"})
        url = answer.headers["Location"]
        assert client.get(url).status_code == 200
        notice = MonthlyNotice.objects.get()
        sent = {
            name: getattr(notice, name)
            for name in ("title", "opening", "commended", "criticised", "closing", "formula")
        }
        kept = client.post(url, {**sent, "closing": "请于五日内整改。", "version": notice.version})
        assert kept.status_code == 302
        stale = client.post(url, {**sent, "closing": "另一句。", "version": notice.version})
        assert stale.status_code == 409
        paper = Document(BytesIO(client.get(f"{url}?as=docx").content))
        assert "请于五日内整改。" in [p.text for p in paper.paragraphs]
        assert any("民政局" in c.text for row in paper.tables[0].rows for c in row.cells)
        assert client.get(f"{url}?as=pdf").content.startswith(b"%PDF")
        assert "请于五日内整改。" in client.get(f"{url}?as=paper").content.decode()
        issue = reverse("catalogue:notice-issue", args=[notice.id])
        assert client.get(issue).status_code == 200
        assert client.post(issue, {"confirmed": "yes"}).status_code == 302
        assert at(place, "reader").get(url).status_code == 200
        assert client.get(reverse("catalogue:notices")).status_code == 200


def test_lineage_as_of_any_day(place: Town) -> None:
    of = resource(place)
    grant = held(place, of=of, valid_until=DAY + timedelta(days=60))
    later = NOW + timedelta(days=10)
    suspend_grant(grant_id=grant, reason="核查。", actor=place.decider, now=later)
    resume_grant(grant_id=grant, reason="查毕。", actor=place.decider, now=later + timedelta(2))
    revoke_grant(grant_id=grant, reason="违规。", actor=place.decider, now=later + timedelta(20))
    for days, live in ((-1, 0), (0, 1), (9, 1), (10, 0), (12, 1), (29, 1), (30, 0), (99, 0)):
        found = list_holdings(DAY + timedelta(days=days))
        assert len(found) == live, days


def test_lineage_by_its_pages(place: Town) -> None:
    of = resource(place)
    held(place, of=of)
    with clock.frozen(TODAY):
        client = at(place, "reader")
        pages = (
            reverse("catalogue:lineage"),
            reverse("catalogue:lineage-resource", args=[of]),
            reverse("catalogue:lineage-unit", args=[place.units["police"]]),
        )
        for page in pages:
            for query in ("", "?as=csv", "?as=svg", "?day=2017-06-02&purpose=checking"):
                answer = client.get(page + query)
                assert answer.status_code == 200, page + query
                assert "民政" in answer.content.decode(), page + query
            empty = client.get(f"{page}?day=2016-01-01").content.decode()
            assert "户口登记" not in empty
        assert "户口登记" in client.get(pages[1]).content.decode()
        assert client.get(f"{pages[0]}?day=nonsense").status_code == 200


def test_what_a_grant_is_for_is_for_its_sides(place: Town) -> None:
    of = resource(place)
    held(place, of=of)
    assert [one.business for one in list_uses(place.asker, DAY, resource_id=of)] == ["户口登记"]
    assert list_uses(place.outsider, DAY, resource_id=of) == []
    assert city_matrix(place.outsider, DAY).total == 1  # that there is one, not what it is for


@pytest.mark.parametrize(
    ("code", "expected"), [("catalogue.doubts_in_time", (1, 3)), ("catalogue.doubt_fix_days", None)]
)
def test_measures_of_doubts(place: Town, code: str, expected: Any) -> None:
    from django.db import connection

    lived(place)
    measure = find_measure(code)
    assert measure
    sql, parameters = measure.records(JULY.last)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = cursor.fetchall()
    if expected:
        assert (sum(row[3] for row in rows), sum(row[4] for row in rows)) == expected
    assert measure.records(JUNE.last)[1] != parameters
    assert "/catalogue/doubts/" in measure.record_path(rows[0][1])
