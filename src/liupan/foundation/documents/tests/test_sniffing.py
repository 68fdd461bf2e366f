"""What is taken is known by its content; what does harm is refused with a sentence."""

import io
import struct
import zipfile
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liupan.foundation.documents import sniffing
from liupan.foundation.documents.facade import (
    DamagedFile,
    EmptyFile,
    HoldsProgram,
    KindNotTaken,
    LockedFile,
    Mislabelled,
    Overfull,
)
from liupan.foundation.documents.sniffing import fitting, kind_of
from liupan.foundation.documents.tests.factories import JPEG, PDF, PNG, docx, ofd, packed, xlsx
from liupan.kernel.errors import InvalidInput


def _kind(content: bytes) -> str:
    return kind_of(io.BytesIO(content)).label


@pytest.mark.parametrize(
    ("content", "label"),
    [
        (PDF, "PDF"), (JPEG, "JPEG"), (PNG, "PNG"), (ofd(), "OFD"), (docx(), "DOCX"),
        (xlsx(), "XLSX"), ("情况说明\r\n一、进展".encode(), "TXT"),
        ("情况说明".encode("gb18030"), "TXT"), (b"\xef\xbb\xbfplain\ttext\n", "TXT"),
    ],
    ids=["pdf", "jpeg", "png", "ofd", "docx", "xlsx", "utf-8", "gb18030", "bom"],
)  # fmt: skip
def test_a_kind_is_known_by_its_content(content: bytes, label: str) -> None:
    assert _kind(content) == label


def test_the_encoding_of_a_text_is_said() -> None:
    assert "gb18030" in kind_of(io.BytesIO("说明".encode("gb18030"))).media_type
    assert "utf-8" in kind_of(io.BytesIO("说明".encode())).media_type


def test_a_character_across_two_pieces_is_whole() -> None:
    text = b"a" * (sniffing.PIECE - 1) + "固".encode() * 10
    assert "utf-8" in kind_of(io.BytesIO(text)).media_type


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\0\3\0\0\0", b"\x7fELF\2\1\1\0", b"#!/bin/sh\nrm -rf /\n", b"\xca\xfe\xba\xbe\0\0",
        b"\xcf\xfa\xed\xfe\7\0", b"L\0\0\0\x01\x14\x02\0\0\0", docx("word/vbaProject.bin"),
        xlsx(("xl/embeddings/x.bin", b"MZ\x90\0\3\0\0\0")),
    ],
    ids=["windows", "linux", "script", "java", "macos", "shortcut", "macros", "embedded"],
)  # fmt: skip
def test_programs_are_refused(content: bytes) -> None:
    with pytest.raises(HoldsProgram):
        _kind(content)


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a\1\0\1\0", packed("readme.txt"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"Rar!\x1a\7\1\0", b"\x00\x01\x02", b"<svg>\x00", b"PK\x05\x06" + b"\0" * 18,
    ],
    ids=["gif", "zip", "old office", "rar", "noise", "nul", "empty zip"],
)  # fmt: skip
def test_other_kinds_are_not_taken_and_the_sentence_says_which_are(content: bytes) -> None:
    with pytest.raises(KindNotTaken) as refused:
        _kind(content)
    assert "PDF" in refused.value.next_step
    assert "XLSX" in refused.value.next_step


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(EmptyFile):
        _kind(b"")


def _overlapping() -> bytes:
    """Two entries of the directory that lead to the same bytes."""
    plain = docx()
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        parts, start = archive.infolist(), archive.start_dir
    body = bytearray(plain)
    second = body.index(b"PK\1\2", start + 4)
    struct.pack_into("<L", body, second + 42, parts[0].header_offset)
    return bytes(body)


@pytest.mark.parametrize(
    "content",
    [
        docx(("word/media/x.bin", b"\0" * (30 * 1024 * 1024))),
        packed("OFD.xml", *(f"{n}" for n in range(sniffing.PARTS))),
        _overlapping(),
    ],
    ids=["dense", "many", "overlapping"],
)
def test_what_unfolds_to_far_more_than_its_size_is_refused(content: bytes) -> None:
    assert len(content) < 1024 * 1024
    with pytest.raises(Overfull):
        _kind(content)


def test_a_size_that_lies_is_found_out() -> None:
    content = bytearray(docx(("word/media/x", b"0123456789" * 1000)))
    entry = content.rindex(b"PK\1\2")
    struct.pack_into("<L", content, entry + 24, 10)  # it says that it unfolds to ten bytes
    with pytest.raises(DamagedFile):
        _kind(bytes(content))


def test_a_locked_file_is_refused() -> None:
    content = bytearray(docx())
    entry = content.rindex(b"PK\1\2")
    struct.pack_into("<H", content, entry + 8, 1)
    with pytest.raises(LockedFile):
        _kind(bytes(content))


@pytest.mark.parametrize("cut", [1, 30, 100, 200])
def test_a_packed_file_that_was_cut_off_is_damaged(cut: int) -> None:
    with pytest.raises(InvalidInput):
        _kind(docx()[:-cut])


def test_a_part_that_was_altered_is_damaged() -> None:
    content = packed("[Content_Types].xml", ("word/document.xml", b"abc" * 50), method=0)
    with pytest.raises(DamagedFile):
        _kind(content.replace(b"abcabc", b"abcabd", 1))


@pytest.mark.parametrize(
    ("name", "content", "fits"),
    [
        ("记录.pdf", PDF, "记录.pdf"), ("照片.JPEG", JPEG, "照片.JPEG"), ("记录", PDF, "记录.pdf"),
        ("照片.jpg", JPEG, "照片.jpg"), ("a.b.docx", docx(), "a.b.docx"),
    ],
    ids=["pdf", "jpeg", "none", "jpg", "two dots"],
)  # fmt: skip
def test_a_name_fits_its_content(name: str, content: bytes, fits: str) -> None:
    assert fitting(name, kind_of(io.BytesIO(content))) == fits


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("记录.pdf", PNG),
        ("a.exe", PDF),
        ("a.pdf.html", PDF),
        ("a.xlsx", docx()),
        ("a.docm", docx()),
    ],
    ids=["picture", "program", "page", "table", "macros"],
)
def test_a_mislabelled_file_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(Mislabelled) as refused:
        fitting(name, kind_of(io.BytesIO(content)))
    assert "." in refused.value.next_step


@pytest.mark.slow
@settings(deadline=None, max_examples=400, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_content_breaks_it(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([docx(), xlsx(), ofd(), PDF, b""]))
    content = bytearray(whole + data.draw(st.binary(max_size=40)))
    for _turn in range(data.draw(st.integers(0, 6))):
        if content:
            place = data.draw(st.integers(0, len(content) - 1))
            content[place] = data.draw(st.integers(0, 255))
    with suppress(InvalidInput):
        assert _kind(bytes(content))
