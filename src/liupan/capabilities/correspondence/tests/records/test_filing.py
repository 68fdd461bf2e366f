"""Documents are put on file: class, archive number without gap, a package that proves itself."""

import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from liupan.capabilities.correspondence.models import FilingClass, Record
from liupan.capabilities.correspondence.operations.filing import (
    CodeInPlan,
    install_plan,
    set_class,
)
from liupan.capabilities.correspondence.operations.records import (
    AlreadyFiled,
    NotFinished,
    NothingToKeep,
    file_document,
    file_documents,
)
from liupan.capabilities.correspondence.queries.records import list_to_file
from liupan.capabilities.correspondence.rules.filing import PLAN, ends_on, suggested
from liupan.capabilities.correspondence.rules.packages import Part, checked, packed
from liupan.capabilities.correspondence.tests.factories import (
    NOW,
    Town,
    incoming,
    outgoing,
    rendered,
)
from liupan.foundation.crypto.facade import sm3
from liupan.foundation.documents.facade import open_file
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, StaleVersion


def digest(content: bytes) -> str:
    return sm3(content).hex()


def class_of(code: str) -> FilingClass:
    found: FilingClass = FilingClass.objects.get(unit=None, code=code)
    return found


@pytest.fixture
def plan(place: Town) -> None:
    install_plan(actor=place.keeper, now=NOW)


def package_of(record: Record, actor: Actor) -> bytes:
    with clock.frozen(NOW):
        opened = open_file(file_id=record.package_file_id, actor=actor, now=NOW)
        return b"".join(opened.content)


# --- The plan ------------------------------------------------------------------------------------


def test_the_plan_is_entered_once_and_changed_by_its_manager(place: Town) -> None:
    assert install_plan(actor=place.keeper, now=NOW) == len(PLAN)
    assert install_plan(actor=place.keeper, now=NOW) == 0
    found = class_of("HJ")
    said: dict[str, Any] = {
        "unit_id": None, "code": "HJ", "name": "函", "scope": "", "retention": "30",
        "is_active": True, "class_id": found.id, "now": NOW,
    }  # fmt: skip
    set_class(**said, version=found.version, actor=place.keeper)
    assert class_of("HJ").retention == "30"
    with pytest.raises(StaleVersion):
        set_class(**{**said, "name": "函件"}, version=found.version, actor=place.keeper)
    with pytest.raises(NotAuthorised):
        set_class(**said, version=2, actor=place.archivist)
    with pytest.raises(CodeInPlan):
        set_class(**{**said, "class_id": None}, actor=place.keeper)
    with pytest.raises(InvalidInput) as wrong:
        set_class(
            **{**said, "code": "A-1", "name": " ", "retention": "15"}, version=2,
            actor=place.keeper,
        )  # fmt: skip
    assert set(wrong.value.fields) == {"code", "name", "retention"}


@pytest.mark.parametrize(
    ("type_", "is_outgoing", "is_normative", "code"),
    [
        ("通知", True, False, "YW"), ("通知", True, True, "ZC"), ("命令", True, False, "ZC"),
        ("纪要", True, False, "JY"), ("函", True, False, "HJ"), ("请示", True, False, "QS"),
        ("通知", False, True, "SJ"), ("函", False, False, "HJ"), ("", False, False, "QT"),
    ],
)  # fmt: skip
def test_the_type_suggests_a_class(
    type_: str, is_outgoing: bool, is_normative: bool, code: str
) -> None:
    assert suggested(type_, is_outgoing=is_outgoing, is_normative=is_normative) == code


def test_a_period_is_counted_from_the_year_after() -> None:
    assert ends_on(2017, "permanent") is None
    assert ends_on(2017, "10") == date(2028, 1, 1)
    assert ends_on(2017, "30") == date(2048, 1, 1)


# --- Filing --------------------------------------------------------------------------------------


def test_a_dispatched_document_is_filed_with_everything_of_it(place: Town, plan: None) -> None:
    document = rendered(place, outgoing(place, "dispatched"))
    made = file_document(
        outgoing_id=document.id, class_id=class_of("YW").id, actor=place.archivist, now=NOW
    )
    record = Record.objects.get(id=made)
    assert record.item_number == "root·2017-D30-YW-0001"
    assert record.due_for_appraisal_on == date(2048, 1, 1)
    document.refresh_from_db()
    assert document.state == "archived"
    assert document.entries.get(act="record.filed").values["item_number"] == record.item_number
    content = package_of(record, place.archivist)
    assert digest(content) == record.sm3
    found = checked(content, digest)
    assert found.holds
    assert found.record["number"] == document.number
    with ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        assert {"document/document.pdf", "texts/draft-1.txt", "texts/draft-1.json"} <= names
        assert "建设互联网统一出口" in archive.read("texts/draft-1.txt").decode()
        assert json.loads(archive.read("story.json"))["entries"] == []
        assert archive.read("document/document.pdf").startswith(b"%PDF")


def test_numbers_run_without_gap_in_each_class(place: Town, plan: None) -> None:
    documents = [rendered(place, outgoing(place, "dispatched")) for _turn in range(3)]
    bare = outgoing(place, "dispatched")
    with pytest.raises(NothingToKeep):
        file_document(
            outgoing_id=bare.id, class_id=class_of("YW").id, actor=place.archivist, now=NOW
        )
    for document, code in zip(documents, ("YW", "ZC", "YW"), strict=True):
        with transaction.atomic():
            file_document(
                outgoing_id=document.id, class_id=class_of(code).id, actor=place.archivist,
                now=NOW,
            )  # fmt: skip
    numbers = Record.objects.order_by("item_number").values_list("item_number", flat=True)
    assert list(numbers) == [
        "root·2017-D30-YW-0001", "root·2017-D30-YW-0002", "root·2017-Y-ZC-0001",
    ]  # fmt: skip


def test_who_and_what_may_not(place: Town, plan: None) -> None:
    document = rendered(place, outgoing(place, "dispatched"))
    chosen = class_of("YW").id
    with pytest.raises(NotAuthorised):
        file_document(outgoing_id=document.id, class_id=chosen, actor=place.registrar, now=NOW)
    with pytest.raises(Missing):
        file_document(outgoing_id=document.id, class_id=chosen, actor=place.stranger, now=NOW)
    with pytest.raises(NotFinished):
        file_document(
            outgoing_id=outgoing(place).id, class_id=chosen, actor=place.archivist, now=NOW
        )
    other = set_class(
        unit_id=place.units["police"], code="GA", name="公安", scope="", retention="10",
        is_active=True, actor=place.keeper, now=NOW,
    )  # fmt: skip
    with pytest.raises(InvalidInput):
        file_document(outgoing_id=document.id, class_id=other, actor=place.archivist, now=NOW)
    file_document(outgoing_id=document.id, class_id=chosen, actor=place.archivist, now=NOW)
    with pytest.raises(AlreadyFiled):
        file_document(outgoing_id=document.id, class_id=chosen, actor=place.archivist, now=NOW)


def test_chosen_documents_are_filed_together_and_a_refusal_spoils_none(
    place: Town, plan: None
) -> None:
    sent = rendered(place, outgoing(place, "dispatched"))
    bare = outgoing(place, "dispatched")
    received = incoming(place, "police", "done", of=sent)
    waiting = list_to_file(place.archivist)
    assert {one.document_id for one in waiting} == {sent.id, bare.id, received.id}
    assert {one.class_name[:2] for one in waiting if one.is_outgoing} == {"YW"}
    outcomes = file_documents(
        outgoing_ids=[sent.id, bare.id], incoming_ids=[received.id], actor=place.archivist,
        now=NOW + timedelta(days=1),
    )  # fmt: skip
    assert [bool(one.refusal) for one in outcomes] == [False, True, False]
    assert outcomes[2].item_number == "police·2017-D30-SJ-0001"
    assert [one.document_id for one in list_to_file(place.archivist)] == [bare.id]


# --- Packages ------------------------------------------------------------------------------------

PARTS = (Part("document/document.ofd", b"OFD" * 40), Part("story.txt", "办理记录".encode()))
PACKAGE = packed({"item_number": "root·2017-Y-ZC-0001"}, PARTS, digest)


def test_the_same_parts_make_the_same_bytes() -> None:
    assert packed({"item_number": "root·2017-Y-ZC-0001"}, PARTS, digest) == PACKAGE
    assert checked(PACKAGE, digest).holds


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, len(PACKAGE) - 1), bit=st.integers(0, 7))
def test_a_bit_that_is_turned_is_found_or_changes_nothing_that_is_read(
    place: int, bit: int
) -> None:
    altered = bytearray(PACKAGE)
    altered[place] ^= 1 << bit
    found = checked(bytes(altered), digest)
    if found.holds:  # a field of the ZIP's own that nobody reads; the SM3 of the whole tells
        with ZipFile(io.BytesIO(bytes(altered))) as archive:
            assert [archive.read(part.name) for part in PARTS] == [p.content for p in PARTS]
        assert digest(bytes(altered)) != digest(PACKAGE)


def repacked(change: dict[str, bytes | None]) -> bytes:
    """The package with parts put in place of others, left out or added."""
    with ZipFile(io.BytesIO(PACKAGE)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sink = io.BytesIO()
    with ZipFile(sink, "w") as archive:
        for name, content in {**parts, **change}.items():
            if content is not None:
                archive.writestr(name, content)
    return sink.getvalue()


@pytest.mark.parametrize(
    ("change", "fault", "name"),
    [
        ({"story.txt": b"other"}, "altered", "story.txt"),
        ({"story.txt": None}, "missing", "story.txt"),
        ({"more.txt": b"x"}, "unlisted", "more.txt"),
        ({"manifest.json": None}, "no_manifest", ""),
        ({"SM3.txt": b"x"}, "altered", "manifest.json"),
        ({"manifest.json": b"[]"}, "unreadable", ""),
    ],
)
def test_what_was_changed_is_named(change: dict[str, bytes | None], fault: str, name: str) -> None:
    found = checked(repacked(change), digest)
    assert (found.findings[0].fault, found.findings[0].name) == (fault, name)


def test_a_package_is_checked_without_the_system(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from liupan.capabilities.correspondence.management import verify

    package = tmp_path / "record.zip"
    package.write_bytes(PACKAGE)
    done = CliRunner().invoke(verify, [str(package)])
    assert done.exit_code == 0
    assert digest(PACKAGE) in done.output
    package.write_bytes(repacked({"story.txt": None}))
    said = CliRunner().invoke(verify, [str(package), "--json"])
    assert said.exit_code == 1
    assert json.loads(said.output)["findings"] == [{"fault": "missing", "name": "story.txt"}]
