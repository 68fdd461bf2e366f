"""Marks change: raised at once, lowered when somebody else approves; ends are told, nothing is
released by itself."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from liupan.foundation.documents.facade import (
    AboveCeiling,
    MarkedByItsThing,
    follow_mark,
    list_files,
)
from liupan.foundation.documents.models import File, MarkChange
from liupan.foundation.documents.operations.marking import (
    AlreadyAsked,
    AlreadyDecided,
    change_mark,
    decide_mark,
)
from liupan.foundation.documents.policies import CHANGE_MARKS
from liupan.foundation.documents.queries import find_file, list_asked, list_ending
from liupan.foundation.documents.tasks import watch_marks
from liupan.foundation.documents.tests.factories import (
    NOW,
    PDF,
    SHELF,
    TrialFiles,
    kept,
    reader,
)
from liupan.foundation.jobs.tests.factories import allow, person
from liupan.foundation.messaging.facade import list_notices
from liupan.foundation.organisations.tests import factories as city
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Mark, Secrecy, Zone

pytestmark = pytest.mark.django_db
TODAY = date(2017, 11, 15)
INTERNAL, PUBLIC = Mark(level=Secrecy.INTERNAL), Mark(level=Secrecy.PUBLIC)


@pytest.fixture(autouse=True)
def _intranet(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    settings.LIUPAN_ZONE = Zone.INTRANET  # type: ignore[attr-defined]


def _mark(words: str) -> Mark:
    return Mark.parse(words, since=TODAY)


def _officer(clearance: Secrecy = Secrecy.CONFIDENTIAL) -> Actor:
    """Somebody who may do everything and is somebody else each time."""
    return replace(city.almighty(), id=uuid7(), clearance=clearance)


def _secret(words: str = "秘密★5年") -> tuple[File, Actor, Actor]:
    one, other = _officer(), _officer()
    file = kept(secrecy=_mark(words).level, mark=_mark(words), actor=one)
    SHELF.opens(file.of_id, other)
    return File.objects.get(id=file.id), one, other


def _changed(file: File, words: str, actor: Actor, reason: str = "内容变化") -> bool:
    return change_mark(file_id=file.id, mark=_mark(words), reason=reason, actor=actor, now=NOW)


def test_a_file_carries_its_mark() -> None:
    file, one, _other = _secret("机密★2020年1月1日")
    [ref] = list_files([file.of_id], one)[file.of_id]
    assert (str(ref.mark), ref.secrecy) == ("机密★2020年1月1日", Secrecy.CONFIDENTIAL)
    plain = kept(secrecy=Secrecy.SECRET, actor=one)
    assert str(plain.mark) == "秘密"
    assert plain.mark.ends_on == date(2027, 11, 15)


def test_more_protection_is_in_force_at_once_and_the_old_mark_stays_beside_it() -> None:
    file, one, _other = _secret()
    assert _changed(file, "机密★10年", one)
    found = find_file(file.id, one)
    assert found is not None
    assert str(found.file.mark) == "机密★10年"
    [change] = found.changes
    assert (change.before, change.after, change.state) == ("秘密★5年", "机密★10年", "done")


def test_less_protection_waits_until_somebody_else_approves() -> None:
    file, one, other = _secret()
    assert not _changed(file, "秘密★1年", one)
    file.refresh_from_db()
    assert file.mark_years == 5
    [asked] = list_asked(other, None)
    assert (asked.before, asked.after) == ("秘密★5年", "秘密★1年")
    assert list_asked(one, None) == []
    change = MarkChange.objects.get(file=file)
    said = {"change_id": change.id, "is_granted": True, "answer": "同意", "now": NOW}
    with pytest.raises(NotAuthorised):
        decide_mark(actor=one, **said)
    decide_mark(actor=other, **said)
    file.refresh_from_db()
    assert (file.mark_years, file.mark_ends_on) == (1, date(2018, 11, 15))
    with pytest.raises(AlreadyDecided):
        decide_mark(actor=other, **said)


def test_a_refused_request_changes_nothing() -> None:
    file, one, other = _secret()
    _changed(file, "内部", one)
    with pytest.raises(AlreadyAsked):
        _changed(file, "机密★10年", other)
    change = MarkChange.objects.get(file=file)
    decide_mark(change_id=change.id, is_granted=False, answer="不同意", actor=other, now=NOW)
    file.refresh_from_db()
    assert file.secrecy == Secrecy.SECRET
    assert not _changed(file, "内部", one)


def test_not_even_the_database_lets_somebody_approve_themselves() -> None:
    file, one, _other = _secret()
    _changed(file, "内部", one)
    with pytest.raises(IntegrityError), transaction.atomic():
        MarkChange.objects.filter(file=file).update(decided_by=one.id)


def test_lowered_it_is_read_by_those_who_may_now() -> None:
    file, one, other = _secret()
    low = reader(Secrecy.INTERNAL)
    SHELF.opens(file.of_id, low)
    assert list_files([file.of_id], low) == {}
    _changed(file, "内部", one)
    change = MarkChange.objects.get(file=file)
    decide_mark(change_id=change.id, is_granted=True, answer="", actor=other, now=NOW)
    assert len(list_files([file.of_id], low)) == 1


def test_who_may_not_read_it_may_not_change_its_mark() -> None:
    file, _one, _other = _secret()
    for nobody in (_officer(), _officer(Secrecy.INTERNAL)):
        with pytest.raises(Missing):
            _changed(file, "机密★10年", nobody)
    stranger = reader(Secrecy.CONFIDENTIAL)
    SHELF.opens(file.of_id, stranger)
    with pytest.raises(NotAuthorised):
        _changed(file, "机密★10年", stranger)


def test_a_change_has_sense_and_a_reason() -> None:
    file, one, _other = _secret()
    with pytest.raises(InvalidInput) as refused:
        _changed(file, "秘密★5年", one, reason=" ")
    assert set(refused.value.fields) == {"mark", "reason"}


def test_nothing_above_the_ceiling_is_kept_found_or_read(settings: object) -> None:
    file, one, _other = _secret()
    settings.LIUPAN_ZONE = Zone.EXTRANET  # type: ignore[attr-defined]
    assert list_files([file.of_id], one) == {}
    assert find_file(file.id, one) is None
    assert list_ending(date(2099, 1, 1)) == []
    plain = kept(actor=one)
    with pytest.raises(AboveCeiling):
        change_mark(file_id=plain.id, mark=_mark("秘密★1年"), reason="x", actor=one, now=NOW)
    with pytest.raises(AboveCeiling):
        kept(mark=_mark("秘密★1年"), secrecy=Secrecy.SECRET, actor=one)


def test_a_version_protects_no_less_than_the_one_before() -> None:
    file, one, _other = _secret()
    later = kept(
        content=PDF + b"\n", of_id=file.of_id, follows=file.id, secrecy=Secrecy.INTERNAL, actor=one
    )
    assert str(later.mark) == "秘密★5年"


def test_who_cares_for_marks_is_told_before_and_when_the_period_ends() -> None:
    city.found()
    unit, one = city.unit(), _officer()
    holder = allow(person(), CHANGE_MARKS, unit_id=unit)
    kept(secrecy=Secrecy.SECRET, mark=_mark("秘密★1年"), actor=one, owner_unit_id=unit)

    def told(on: date) -> int:
        for _twice in range(2):
            watch_marks(actor=one, now=NOW + (on - TODAY))
        return len(list_notices(holder))

    assert told(date(2018, 10, 1)) == 0
    assert told(date(2018, 10, 20)) == 1
    assert told(date(2018, 11, 15)) == 2
    assert told(date(2018, 12, 1)) == 2
    assert File.objects.get().secrecy == Secrecy.SECRET


def test_the_journal_tells_every_step() -> None:
    file, one, other = _secret()
    _changed(file, "内部", one)
    change = MarkChange.objects.get(file=file)
    decide_mark(change_id=change.id, is_granted=True, answer="", actor=other, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT act, secrecy FROM journal_entry ORDER BY pos")
        steps = [row for row in cursor.fetchall() if row[0].startswith("documents.")]
    assert [act for act, _level in steps] == [
        "documents.file.kept", "documents.file.lowering_asked", "documents.file.marked",
    ]  # fmt: skip
    assert {level for _act, level in steps} == {Secrecy.SECRET}


def test_what_bears_the_mark_of_its_thing_follows_it_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file, one, other = _secret()
    monkeypatch.setattr(TrialFiles, "marks_follow", True)
    assert list_ending(date(2099, 1, 1)) == []
    with pytest.raises(MarkedByItsThing):
        _changed(file, "机密★10年", one)
    said = {"of_ids": [file.of_id], "reason": "解密", "asked_by": one.id, "now": NOW}
    before = _mark("秘密★5年")
    with transaction.atomic():
        assert follow_mark(before=before, after=_mark("机密★10年"), actor=other, **said) == 1
        assert follow_mark(before=before, after=INTERNAL, actor=other, **said) == 0
    file.refresh_from_db()
    assert (file.secrecy, file.mark_years) == (Secrecy.CONFIDENTIAL, 10)
