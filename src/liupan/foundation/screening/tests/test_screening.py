"""Texts and files are screened by the rules of the day; findings are refused or accepted."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from liupan.foundation.documents.tests.factories import PNG, SHELF, TRIAL, kept, packed, reader
from liupan.foundation.organisations.tests import factories as city
from liupan.foundation.rulesets.facade import change_rule, version_of
from liupan.foundation.rulesets.tests.factories import facts
from liupan.foundation.screening.facade import (
    ACCEPT_FINDINGS,
    LONGEST,
    AlreadyAccepted,
    Kind,
    NotClean,
    Passage,
    Purpose,
    Screening,
    Severity,
    TooMuchText,
    accept_finding,
    blocking,
    list_accepted,
    require_clean,
    screen,
    screen_thing,
    shown,
    words_on,
)
from liupan.foundation.screening.models import Acceptance
from liupan.foundation.screening.tests.factories import DAY, IDENTITY, NOW, rules_in_force
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy

pytestmark = pytest.mark.django_db
WORDED = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    b"<w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body></w:document>"
) % "内部资料".encode()


@pytest.fixture(autouse=True)
def _rules(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    rules_in_force()


def _public(text: str) -> Screening:
    return screen(text, for_=Purpose.PUBLICATION, day=DAY)


def _accept(screening: Screening, of_id: UUID, **said: Any) -> UUID:
    unit = said.pop("unit_id", None) or city.unit()
    given: dict[str, Any] = {
        "digest": screening.findings[0].digest, "of_type": "trials.item", "of_id": of_id,
        "unit_id": unit, "reason": "当事人同意公开", "now": NOW,
        "actor": city.someone({ACCEPT_FINDINGS.code: {unit}}), **said,
    }  # fmt: skip
    return accept_finding(screening=screening, **given)


def test_every_shipped_word_is_understood() -> None:
    words = words_on(date(2026, 1, 1))
    assert len(words) > 40
    assert [word.text for word in words if not word.entry.is_understood] == []


def test_a_purpose_decides_what_blocks() -> None:
    text = f"联系人手机13812345678，身份证{IDENTITY}"
    inside = screen(text, for_=Purpose.DOCUMENT, day=DAY)
    assert [one.severity for one in inside.findings] == [Severity.NOTE, Severity.WARN]
    require_clean(inside)
    with pytest.raises(NotClean) as refused:
        require_clean(_public(text))
    assert [one.kind for one in refused.value.findings] == [Kind.IDENTITY]
    assert IDENTITY not in refused.value.message
    assert "640*************39" in refused.value.message


def test_names_become_outdated_on_a_day() -> None:
    text = "报国土资源部"
    assert screen(text, for_=Purpose.DOCUMENT, day=DAY).findings == ()
    [later] = screen(text, for_=Purpose.DOCUMENT, day=date(2018, 4, 1)).findings
    assert (later.kind, later.shown) == (Kind.OUTDATED, "国土资源部")
    assert "自然资源部" in later.advice


def test_a_word_entered_today_is_found_at_once() -> None:
    assert screen("某某工程", for_=Purpose.DOCUMENT, day=DAY).findings == ()
    change_rule(
        set_code="screening.words", key="某某工程", scope="", from_on=DAY, text="禁用词｜拦截",
        unit="label", source="市委办通知", reason="统一称谓", actor=city.almighty(), now=NOW,
        version=version_of("screening.words", "某某工程"),
    )  # fmt: skip
    [found] = screen("某 某工程", for_=Purpose.DOCUMENT, day=DAY).findings
    assert (found.severity, found.start, found.end) == (Severity.BLOCK, 0, 5)


def test_the_refusal_names_the_place() -> None:
    passages = [Passage("标题", "通知"), Passage("附件1", "机密★1年")]
    screening = screen(passages, for_=Purpose.DOCUMENT, day=DAY)
    with pytest.raises(NotClean, match=r"附件1.*机密★"):
        require_clean(screening)
    assert screening.place_of(screening.findings[0]) == "附件1"


def test_more_than_can_be_listed_is_never_clean() -> None:
    screening = _public("机密★" * 300)
    thing = uuid7()
    for digest in {one.digest for one in screening.findings}:
        _accept(screening, thing, digest=digest)
    assert blocking(screening, of_id=thing) == []
    with pytest.raises(NotClean):
        require_clean(screening, of_id=thing)


def test_a_text_too_long_is_refused() -> None:
    with pytest.raises(TooMuchText):
        screen("字" * (LONGEST + 1), for_=Purpose.DOCUMENT, day=DAY)


def test_an_accepted_finding_stands_in_nobodys_way() -> None:
    thing, text = uuid7(), f"公示对象{IDENTITY}"
    _accept(_public(text), thing)
    require_clean(_public(f"改过的文字，{IDENTITY[:6]} {IDENTITY[6:]}"), of_id=thing)
    with pytest.raises(NotClean):
        require_clean(_public(text), of_id=uuid7())
    with pytest.raises(NotClean):
        require_clean(_public("11010519491231002X"), of_id=thing)
    [seen] = shown(_public(text), accepted=list_accepted([thing])[thing])
    assert "当事人同意公开" in seen.accepted
    assert (seen.before, seen.shown) == ("公示对象", "640*************39")


def test_a_finding_is_shown_with_the_words_of_its_line() -> None:
    line = "一二三四五六七八九十一二三四五六机密★一二三四五六七八九十一二三四五六七八九十"
    [seen] = shown(_public(f"标题\n{line}\n落款"))
    assert (seen.before, seen.shown) == ("一二三四五六七八九十一二三四五六", "机密★")
    assert seen.after == "一二三四五六七八九十一二三四五六…"


def test_it_counts_for_its_purpose_only() -> None:
    thing = uuid7()
    inside = screen("机密★", for_=Purpose.DOCUMENT, day=DAY)
    _accept(inside, thing)
    require_clean(inside, of_id=thing)
    with pytest.raises(NotClean):
        require_clean(_public("机密★"), of_id=thing)


def test_neither_the_journal_nor_the_table_holds_the_number() -> None:
    thing = uuid7()
    _accept(_public(IDENTITY), thing)
    [fact] = facts("screening.finding.accepted")
    assert fact["shown"] == "640*************39"
    assert thing in fact["concerned"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(a)::text FROM screening_acceptance a")
        assert IDENTITY not in cursor.fetchone()[0]
    assert IDENTITY not in repr(_public(IDENTITY))


def test_who_may_not_what_is_not_there_and_without_a_reason() -> None:
    screening, thing = _public(IDENTITY), uuid7()
    with pytest.raises(NotAuthorised):
        _accept(screening, thing, actor=city.someone({ACCEPT_FINDINGS.code: {city.unit()}}))
    with pytest.raises(Missing):
        _accept(screening, thing, digest="00")
    with pytest.raises(InvalidInput):
        _accept(screening, thing, reason=" ")
    _accept(screening, thing)
    with pytest.raises(AlreadyAccepted):
        _accept(screening, thing)


def test_the_database_wants_a_reason() -> None:
    values: dict[str, Any] = {
        "of_type": "a.b", "of_id": uuid7(), "purpose": "document", "digest": "00",
        "kind": "identity", "severity": 3, "shown": "x", "reason": "", "accepted_at": NOW,
        "accepted_by": uuid7(),
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Acceptance.objects.create(**values)


def test_files_are_screened_with_the_thing() -> None:
    thing, actor = uuid7(), reader()
    SHELF.opens(thing, actor)
    for name, content in (
        ("名单.txt", f"{IDENTITY}\n".encode()),
        ("底稿.docx", packed("[Content_Types].xml", ("word/document.xml", WORDED))),
        ("照片.png", PNG),
    ):
        kept(name=name, content=content, of_type=TRIAL, of_id=thing, secrecy=Secrecy.PUBLIC)
    found = _screened(thing, actor)
    assert [(found.place_of(one), one.kind) for one in found.findings] == [
        ("名单.txt", Kind.IDENTITY), ("底稿.docx", Kind.INTERNAL),
    ]  # fmt: skip
    assert found.unread == ("照片.png",)
    assert _screened(thing, reader()).passages == (Passage("正文", "好"),)


def _screened(thing: UUID, actor: Actor) -> Screening:
    text = [Passage("正文", "好")]
    return screen_thing(text, of_id=thing, actor=actor, for_=Purpose.DOCUMENT, day=DAY)
