"""The ZIP container of an OFD, read so that every byte has one meaning.

Python's `zipfile` takes what it can make sense of; two readers of one file may then see two
documents. Here what is ambiguous is refused: the local headers must say what the table of contents
says, and headers, contents and table must lie one behind the other from the first byte to the last.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from django.utils.translation import gettext as _

from liupan.foundation.documents.ofd.refusals import (
    BadPackage,
    HiddenBytes,
    NotAPackage,
    PackageDamaged,
    PackageLocked,
    PackageOverfull,
    PackageTooLarge,
    UnsafeName,
)

LOCAL: Final = struct.Struct("<4sHHHHHLLLHH")
CENTRAL: Final = struct.Struct("<4sHHHHHHLLLHHHHHLL")
END: Final = struct.Struct("<4sHHHHLLH")
LOCAL_SIGN, CENTRAL_SIGN, END_SIGN = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
DESCRIPTOR_SIGN: Final = b"PK\x07\x08"

STORED, DEFLATED = 0, 8
ENCRYPTED: Final = 0x0001 | 0x0040 | 0x2000
DESCRIBED: Final = 0x0008
UTF8: Final = 0x0800
KNOWN: Final = UTF8 | DESCRIBED | 0x0006  # bits 1 and 2 say how hard it was deflated
NEW_YEAR_1980: Final = 0x0021
ARCHIVES: Final = (".zip", ".rar", ".7z", ".gz", ".bz2", ".xz", ".tar", ".jar")


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read at most."""

    packed: int = 64 * 1024 * 1024
    """Bytes of the package."""
    parts: int = 4000
    """Files in it."""
    unpacked: int = 160 * 1024 * 1024
    """Bytes of all files in it."""
    unsuspicious: int = 4 * 1024 * 1024
    """Up to so many bytes a file may be packed as tightly as it likes."""
    ratio: int = 200


LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int


def unzip(data: bytes, limits: Limits = LIMITS) -> list[tuple[str, bytes]]:
    """Names and contents in the order of the file; names of folders end in a slash.

    Raises a subclass of `BadPackage`.
    """
    if len(data) > limits.packed:
        raise PackageTooLarge(_("This file is larger than what can be read."))
    count, table, end = _end_of(data)
    if count > limits.parts:
        raise PackageTooLarge(_("This file holds more parts than can be read."))
    entries = sorted(_table(data, count, table, end), key=lambda entry: entry.offset)
    _require_modest(entries, limits)
    spans = [_span(data, entry, table) for entry in entries]
    _require_no_gaps(spans, entries, table)
    return [(e.name, _content(data, e, s)) for e, s in zip(entries, spans, strict=True)]


def _end_of(data: bytes) -> tuple[int, int, int]:
    """Number of entries, where the table begins, where it ends."""
    at = data.rfind(END_SIGN, max(0, len(data) - END.size - 0xFFFF))
    if not 0 <= at <= len(data) - END.size or not data.startswith(LOCAL_SIGN):
        raise NotAPackage(_("This is no OFD file, or only a part of one."))
    if len(data) - at != END.size:
        raise HiddenBytes(_("This file has a comment or further data at its end."))
    _sign, disk, first, here, count, size, table, comment = END.unpack_from(data, at)
    if 0xFFFF in (here, count) or 0xFFFFFFFF in (size, table):
        raise PackageTooLarge(_("This file is larger than what can be read."))
    if disk or first or comment or here != count or table + size != at:
        raise PackageDamaged(_("The table of contents of this file is damaged."))
    return count, table, at


def _table(data: bytes, count: int, at: int, end: int) -> Iterator[Entry]:
    for _number in range(count):
        if at + CENTRAL.size > end:
            raise PackageDamaged(_("The table of contents of this file is damaged."))
        (sign, _made, _needs, flags, method, _time, _day, crc, packed, size, name, extra,
         comment, disk, _inner, _outer, offset) = CENTRAL.unpack_from(data, at)  # fmt: skip
        begin, at = at + CENTRAL.size, at + CENTRAL.size + name + extra + comment
        if sign != CENTRAL_SIGN or at > end or disk:
            raise PackageDamaged(_("The table of contents of this file is damaged."))
        if comment:
            raise HiddenBytes(_("This file has a comment or further data at its end."))
        entry = Entry(_name(data[begin : begin + name]), flags, method, crc, packed, size, offset)
        _require_readable(entry)
        yield entry
    if at != end:
        raise HiddenBytes(_("This file has bytes that belong to none of its parts."))


def _name(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise UnsafeName(_("A part of this file has a name that cannot be read.")) from error


def _require_readable(entry: Entry) -> None:
    if entry.flags & ENCRYPTED:
        raise PackageLocked(
            _("This file is encrypted."), next_step=_("Ask whoever sent it for an open one.")
        )
    if entry.flags & ~KNOWN or entry.method not in (STORED, DEFLATED):
        raise PackageDamaged(_("A part of this file is packed in a way that OFD does not know."))
    if entry.method == STORED and entry.packed != entry.size:
        raise PackageDamaged(_("The table of contents of this file is damaged."))
    if entry.name.endswith("/") and entry.size:
        raise PackageDamaged(_("The table of contents of this file is damaged."))


def _require_modest(entries: list[Entry], limits: Limits) -> None:
    unpacked = sum(entry.size for entry in entries)
    dense = any(
        entry.size > limits.unsuspicious and entry.size > limits.ratio * entry.packed
        for entry in entries
    )
    packed = sum(entry.packed for entry in entries)
    dense |= unpacked > limits.unsuspicious and unpacked > limits.ratio * packed
    if dense or unpacked > limits.unpacked:
        raise PackageOverfull(_("This file unfolds to far more than its size."))


def _span(data: bytes, entry: Entry, table: int) -> tuple[int, int, int]:
    """Where the part's header begins, where its content begins, where all of it ends."""
    if entry.offset + LOCAL.size > table:
        raise PackageDamaged(_("The table of contents of this file is damaged."))
    sign, _needs, flags, method, _time, _day, crc, packed, size, name, extra = LOCAL.unpack_from(
        data, entry.offset
    )
    begin = entry.offset + LOCAL.size + name + extra
    end = begin + entry.packed
    raw = data[entry.offset + LOCAL.size : entry.offset + LOCAL.size + name]
    said, true = (crc, packed, size), (entry.crc, entry.packed, entry.size)
    agrees = said == true or (flags & DESCRIBED and said == (0, 0, 0))
    same = (sign, flags, method, raw) == (
        LOCAL_SIGN, entry.flags, entry.method, entry.name.encode(),
    )  # fmt: skip
    if not same or not agrees or end > table:
        raise PackageDamaged(_("The table of contents of this file is damaged."))
    return entry.offset, begin, end + (_descriptor(data, entry, end) if flags & DESCRIBED else 0)


def _descriptor(data: bytes, entry: Entry, at: int) -> int:
    """Length of what repeats checksum and sizes behind a part; its sign may be absent."""
    plain = struct.pack("<LLL", entry.crc, entry.packed, entry.size)
    for said in (DESCRIPTOR_SIGN + plain, plain):
        if data.startswith(said, at):
            return len(said)
    raise PackageDamaged(_("The table of contents of this file is damaged."))


def _require_no_gaps(spans: list[tuple[int, int, int]], entries: list[Entry], table: int) -> None:
    edges = [(0, 0), *((begin, end) for begin, _content, end in spans), (table, table)]
    for (_begin, end), (begin, _end) in pairwise(edges):
        if begin < end:
            raise PackageOverfull(_("Parts of this file share bytes."))
        if begin > end:
            raise HiddenBytes(_("This file has bytes that belong to none of its parts."))


def _content(data: bytes, entry: Entry, span: tuple[int, int, int]) -> bytes:
    raw = data[span[1] : span[1] + entry.packed]
    content = raw if entry.method == STORED else _inflate(raw, entry.size)
    if len(content) != entry.size or zlib.crc32(content) != entry.crc:
        raise _damaged(entry)
    _require_shallow(content)
    return content


def _damaged(entry: Entry) -> BadPackage:
    return PackageDamaged(_("%(part)s in this file is damaged.") % {"part": entry.name})


def _inflate(raw: bytes, size: int) -> bytes:
    unpacker = zlib.decompressobj(-15)
    try:
        content = unpacker.decompress(raw, size + 1)
    except zlib.error as error:
        raise PackageDamaged(_("A part of this file is damaged.")) from error
    # what is left over at the end would be a hiding place
    if not unpacker.eof or unpacker.unused_data or unpacker.unconsumed_tail:
        raise PackageDamaged(_("A part of this file is damaged."))
    return content


def _require_shallow(content: bytes) -> None:
    """An attachment may be a packed file; packed files within it are how bombs are nested."""
    if not content.startswith(LOCAL_SIGN):
        return
    at = content.rfind(END_SIGN)
    if at < 0 or at + END.size > len(content):
        return
    count, table = END.unpack_from(content, at)[4], END.unpack_from(content, at)[6]
    try:
        inner = list(_table(content, count, table, at))
    except BadPackage:
        return  # nobody here unpacks it
    _require_modest(inner, LIMITS)
    if any(entry.name.lower().endswith(ARCHIVES) for entry in inner):
        raise PackageOverfull(_("This file holds packed files within packed files."))


def zip_stored(files: list[tuple[str, bytes]]) -> bytes:
    """A ZIP file whose every byte follows from names and contents.

    Nothing is deflated: what deflates differs from one edition of zlib to the next, and a deflated
    stream can be altered without altering what it unfolds to (ADR 0084).
    """
    body, table = bytearray(), bytearray()
    for name, content in files:
        raw, crc, size = name.encode(), zlib.crc32(content), len(content)
        common = (10, UTF8, STORED, 0, NEW_YEAR_1980, crc, size, size, len(raw), 0)
        table += CENTRAL.pack(CENTRAL_SIGN, 10, *common, 0, 0, 0, 0, len(body)) + raw
        body += LOCAL.pack(LOCAL_SIGN, *common) + raw + content
    count = len(files)
    end = END.pack(END_SIGN, 0, 0, count, count, len(table), len(body), 0)
    return bytes(body + table + end)
