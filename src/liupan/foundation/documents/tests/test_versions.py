"""Versions of a document: all kept, each read by who may read the thing, compared side by side."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liupan.foundation.documents.comparing import compared
from liupan.foundation.documents.facade import list_files, open_file, shown, withdraw_file
from liupan.foundation.documents.operations.opening import compare_files
from liupan.foundation.documents.tests.factories import NOW, PDF, docx, kept, packed, reader
from liupan.foundation.organisations.tests import factories as city
from liupan.kernel.errors import Missing

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


def worded(*lines: str) -> bytes:
    """A DOCX that says these lines."""
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return packed("[Content_Types].xml", ("word/document.xml", document.encode()))


@pytest.mark.django_db
def test_a_version_follows_the_former_and_both_are_read() -> None:
    unit = city.unit()
    one = kept(owner_unit_id=unit)
    two = kept(owner_unit_id=unit, of_id=one.of_id, content=PDF + b"\n", follows=one.id)
    three = kept(owner_unit_id=unit, of_id=one.of_id, content=PDF + b"\n\n", follows_same_name=True)
    assert [f.number for f in (one, two, three)] == [1, 2, 3]
    assert {f.document_id for f in (one, two, three)} == {one.id}
    who = city.almighty()
    assert [f.id for f in list_files([one.of_id], who)[one.of_id]] == [one.id, two.id, three.id]
    taken = b"".join(open_file(file_id=one.id, actor=who, now=NOW).content)
    assert taken == PDF


@pytest.mark.django_db
def test_another_name_or_another_thing_is_another_document() -> None:
    one = kept()
    other = kept(of_id=one.of_id, name="别的.pdf", follows_same_name=True)
    assert (other.number, other.document_id) == (1, other.id)
    apart = kept(follows_same_name=True)
    assert apart.number == 1
    with pytest.raises(Missing):
        kept(follows=one.id)  # of another thing


@pytest.mark.django_db
def test_after_a_withdrawn_version_the_numbers_go_on() -> None:
    from django.db import transaction

    one = kept()
    two = kept(of_id=one.of_id, follows=one.id)
    with transaction.atomic():
        withdraw_file(file_id=two.id, reason="误传", actor=city.almighty(), now=NOW)
    three = kept(of_id=one.of_id, follows=one.id)
    assert (three.number, three.document_id) == (3, one.id)
    names = [s.notes for s in shown([one, three])]
    assert all(names)


@pytest.mark.django_db
def test_versions_are_compared_by_whom_the_thing_is_open_to() -> None:
    one = kept(name="报告.docx", content=worded("一、进展", "已完成八成", "二、问题"))
    two = kept(
        name="报告.docx", of_id=one.of_id, follows=one.id,
        content=worded("一、进展", "已完成九成", "二、问题", "三、打算"),
    )  # fmt: skip
    said = {"former_id": one.id, "latter_id": two.id, "now": NOW}
    _former, _latter, found = compare_files(actor=city.almighty(), **said)
    kinds = [row.kind for row in found.rows]
    assert kinds == ["same", "changed", "same", "added"]
    assert [text for differs, text in found.rows[1].latter if differs] == ["九"]
    with pytest.raises(Missing):
        compare_files(actor=reader(), **said)
    stranger = kept(name="另.docx", content=docx())
    with pytest.raises(Missing):
        compare_files(former_id=one.id, latter_id=stranger.id, actor=city.almighty(), now=NOW)


@given(
    st.lists(st.sampled_from("甲乙丙丁"), max_size=30),
    st.lists(st.sampled_from("甲乙丙丁"), max_size=30),
)
def test_both_texts_stand_in_the_comparison(former: list[str], latter: list[str]) -> None:
    rows = compared(former, latter)
    for side, number, lines in (
        ("former", "former_number", former), ("latter", "latter_number", latter),
    ):  # fmt: skip
        for row in rows:
            if at := getattr(row, number):
                assert "".join(text for _d, text in getattr(row, side)) == lines[at - 1]
    if former == latter:
        assert rows == []
    removed = {row.former_number for row in rows if row.kind in ("removed", "changed")}
    added = {row.latter_number for row in rows if row.kind in ("added", "changed")}
    left = [line for n, line in enumerate(former, 1) if n not in removed]
    assert left == [line for n, line in enumerate(latter, 1) if n not in added]
