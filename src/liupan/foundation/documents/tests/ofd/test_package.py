"""The package: what harms or deceives is refused by name, what we write has one possible form."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest

from liupan.foundation.documents.ofd.markup import DEPTH, parse_markup
from liupan.foundation.documents.ofd.package import Package, is_canonical, read_package
from liupan.foundation.documents.ofd.refusals import (
    AmbiguousName,
    BadPackage,
    BrokenMarkup,
    HiddenBytes,
    MissingPart,
    NotAPackage,
    PackageDamaged,
    PackageLocked,
    PackageOverfull,
    PackageTooLarge,
    UnsafeMarkup,
    UnsafeName,
)
from liupan.foundation.documents.ofd.zipping import Limits, zip_stored

ROOT = ("OFD.xml", b"<OFD/>")


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return target.getvalue()


def edited(data: bytes, find: bytes, offset: int, new: bytes, *, last: bool = False) -> bytes:
    at = (data.rfind(find) if last else data.find(find)) + offset
    return data[:at] + new + data[at + len(new) :]


def overlapping() -> bytes:
    """Two lines of the table that point at one part."""
    data = zipped(ROOT, ("a.xml", b"<OFD/>"))
    second = data.rfind(b"PK\x01\x02")
    return data[: second + 42] + struct.pack("<L", 0) + data[second + 46 :]


def gapped() -> bytes:
    data = zip_stored([ROOT])
    table = data.find(b"PK\x01\x02")
    end = struct.pack("<L", table + 4)
    return data[:table] + b"gap!" + data[table:-6] + end + data[-2:]


def commented() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(*ROOT)
        archive.comment = b"hello"
    return target.getvalue()


def nested() -> bytes:
    return zipped(ROOT, ("a.zip", zipped(("b.zip", zipped(("c", b"c"))))))


HOSTILE: dict[str, tuple[Callable[[], bytes], type[BadPackage]]] = {
    "empty": (lambda: b"", NotAPackage),
    "text": (lambda: b"not an OFD at all", NotAPackage),
    "another ZIP": (lambda: zipped(("word/document.xml", b"<a/>")), NotAPackage),
    "truncated": (lambda: zip_stored([ROOT])[:-10], NotAPackage),
    "parent": (lambda: zip_stored([ROOT, ("../evil", b"")]), UnsafeName),
    "inner parent": (lambda: zip_stored([ROOT, ("a/../../evil", b"")]), UnsafeName),
    "absolute": (lambda: zip_stored([ROOT, ("/etc/passwd", b"")]), UnsafeName),
    "drive": (lambda: zip_stored([ROOT, ("C:\\evil", b"")]), UnsafeName),
    "not UTF-8": (lambda: zip_stored([ROOT, ("aa", b"")]).replace(b"aa", b"\xb2\xe2"), UnsafeName),
    "twice": (lambda: zip_stored([ROOT, ("a", b"1"), ("a", b"2")]), AmbiguousName),
    "differing by case": (lambda: zip_stored([ROOT, ("A", b"1"), ("a", b"2")]), AmbiguousName),
    "file and folder": (lambda: zip_stored([ROOT, ("a", b"1"), ("a/b", b"2")]), AmbiguousName),
    "overlap": (overlapping, PackageDamaged),
    "gap": (gapped, HiddenBytes),
    "comment": (commented, HiddenBytes),
    "data at the end": (lambda: zip_stored([ROOT]) + b"\0", HiddenBytes),
    "data before": (lambda: b"PK\x03\x04" + zip_stored([ROOT]), PackageDamaged),
    "encrypted": (
        lambda: zip_stored([ROOT]).replace(b"\x0a\x00\x00\x08", b"\x0a\x00\x01\x08"),
        PackageLocked,
    ),
    "another method": (lambda: zipped(ROOT, method=zipfile.ZIP_BZIP2), PackageDamaged),
    "checksum": (lambda: zip_stored([ROOT]).replace(b"<OFD/>", b"<OFD /"), PackageDamaged),
    "bomb": (lambda: zipped(ROOT, ("big", bytes(6 << 20))), PackageOverfull),
    "nested": (nested, PackageOverfull),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_package_is_refused_by_name(name: str) -> None:
    make, refusal = HOSTILE[name]
    with pytest.raises(refusal) as refused:
        read_package(make())
    assert refused.value.message
    assert refused.value.next_step


def test_limits_are_kept() -> None:
    data = zip_stored([ROOT, ("a", b"12345"), ("b", b"")])
    for limits, refusal in (
        (Limits(packed=100), PackageTooLarge),
        (Limits(parts=2), PackageTooLarge),
        (Limits(unpacked=10), PackageOverfull),
    ):
        with pytest.raises(refusal):
            read_package(data, limits)


def test_a_deflated_stream_has_no_hiding_place_at_its_end() -> None:
    packer = zlib.compressobj(wbits=-15)
    raw = packer.compress(b"<OFD/>") + packer.flush() + b"hidden"
    header = struct.pack(
        "<HHHHHLLLHH", 20, 2048, 8, 0, 33, zlib.crc32(b"<OFD/>"), len(raw), 6, 7, 0
    )
    body = b"PK\x03\x04" + header + b"OFD.xml" + raw
    table = b"PK\x01\x02\x14\0" + header + struct.pack("<HHHLL", 0, 0, 0, 0, 0) + b"OFD.xml"
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 1, 1, len(table), len(body), 0)
    with pytest.raises(PackageDamaged):
        read_package(body + table + end)


def test_the_same_files_give_the_same_bytes() -> None:
    files = {"Doc_0/b.xml": b"<b/>", "OFD.xml": b"<OFD/>", "Doc_0/a.xml": b"<a/>"}
    data = Package(files).to_bytes()
    assert data == Package(dict(reversed(files.items()))).to_bytes()
    assert read_package(data).files == files
    assert is_canonical(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["OFD.xml", "Doc_0/a.xml", "Doc_0/b.xml"]
        assert archive.testzip() is None


def test_files_are_added_replaced_and_taken_out() -> None:
    package = Package({"OFD.xml": b"1", "a": b"2"})
    assert package.having({"a": b"3", "b": b"4"}).files == {"OFD.xml": b"1", "a": b"3", "b": b"4"}
    assert package.lacking(["a"]).files == {"OFD.xml": b"1"}
    assert package.files == {"OFD.xml": b"1", "a": b"2"}


def test_every_change_of_one_byte_of_a_canonical_file_is_seen() -> None:
    data = Package({"OFD.xml": b"<OFD/>", "Doc_0/Document.xml": b"<a>" * 5}).to_bytes()
    files = read_package(data).files
    for at in range(len(data)):
        for bit in range(8):
            changed = data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]
            try:
                seen = not is_canonical(changed) or read_package(changed).files != files
            except BadPackage:
                seen = True
            assert seen, (at, bit)


def test_a_deflated_copy_is_read_and_is_not_canonical() -> None:
    data = zipped(ROOT, ("Doc_0/", b""), ("Doc_0/a", b"a" * 100))
    assert read_package(data).files == {"OFD.xml": b"<OFD/>", "Doc_0/a": b"a" * 100}
    assert not is_canonical(data)


def test_locations_are_found_from_the_file_that_says_them() -> None:
    package = Package({"OFD.xml": b"<OFD/>", "Doc_0/Tpls/T.xml": b"<a/>", "Doc_0/D.xml": b"<a/>"})
    assert package.find("Tpls/T.xml", base="Doc_0/D.xml") == "Doc_0/Tpls/T.xml"
    assert package.find("/Doc_0/D.xml", base="Doc_0/Tpls/T.xml") == "Doc_0/D.xml"
    assert package.find("../D.xml", base="Doc_0/Tpls/T.xml") == "Doc_0/D.xml"
    assert package.find("TPLS/T.xml", base="Doc_0/D.xml") == "Doc_0/Tpls/T.xml"
    assert package.find("gone.xml") is None
    with pytest.raises(MissingPart):
        package.read("gone.xml")
    with pytest.raises(UnsafeName):
        package.find("../../etc/passwd", base="Doc_0/D.xml")


MARKUP = {
    "external entity": (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///a">]><a>&x;</a>', UnsafeMarkup),
    "laughs": (b'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a b="&y;"/>', UnsafeMarkup),
    "UTF-16": ('<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16"), BrokenMarkup),
    "cut": (b"<a><b></a>", BrokenMarkup),
    "unknown entity": (b"<a>&x;</a>", BrokenMarkup),
    "deep": (b"<a>" * (DEPTH + 1) + b"</a>" * (DEPTH + 1), UnsafeMarkup),
    "very deep": (b"<a>" * 100_000, BrokenMarkup),
    "nothing": (b"", BrokenMarkup),
}  # fmt: skip


@pytest.mark.parametrize("name", MARKUP)
def test_markup_that_harms_is_refused(name: str) -> None:
    data, refusal = MARKUP[name]
    with pytest.raises(refusal):
        parse_markup(data, "a.xml")


def test_random_damage_is_refused_and_never_an_error() -> None:
    dice = random.Random(4)
    data = zipped(ROOT, ("Doc_0/a", b"abc" * 100), ("Doc_0/b", b"<b/>"))
    for _turn in range(2000):
        changed = bytearray(data[: dice.choice((len(data), dice.randrange(len(data))))])
        for _time in range(dice.randrange(4)):
            if changed:
                changed[dice.randrange(len(changed))] = dice.randrange(256)
        try:
            read_package(bytes(changed))
        except BadPackage:
            continue
