"""What a file is by its content, whatever its name says; what does harm is refused.

Nothing is unpacked into memory or onto the disk: parts of packed files are read through in pieces.
"""

import codecs
import re
import struct
import zlib
from collections.abc import Iterator
from itertools import pairwise
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from liupan.foundation.documents.kinds import CHINESE_TEXT, KINDS, LABELS, TEXT, Kind
from liupan.kernel.errors import InvalidInput

PIECE = 64 * 1024
PARTS = 5000
UNPACKED = 200 * 1024 * 1024
"""Bytes a packed file may unfold to at most."""
UNSUSPICIOUS = 20 * 1024 * 1024
RATIO = 100
"""What unfolds to more than `UNSUSPICIOUS` must not have been packed tighter than this."""
PROGRAMS = (
    b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe", b"#!", b"L\0\0\0\x01\x14\x02\0",
)  # fmt: skip
"""Beginnings of programs for Linux, macOS and Java, of scripts and of Windows' shortcuts."""
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
DAMAGE = (
    BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError,
    OverflowError, NotImplementedError,
)  # fmt: skip
"""What Python's reader of ZIP files stumbles over it with."""


class EmptyFile(InvalidInput):
    """There is nothing in the file."""


class KindNotTaken(InvalidInput):
    """Files of this kind are not taken."""


class HoldsProgram(InvalidInput):
    """The file is a program or holds one."""


class Overfull(InvalidInput):
    """The file unfolds to far more than it seems (压缩炸弹)."""


class DamagedFile(InvalidInput):
    """The file cannot be read to its end."""


class LockedFile(InvalidInput):
    """The file is protected by a password."""


class Mislabelled(InvalidInput):
    """The name says another kind than the content is."""


def kind_of(content: BinaryIO) -> Kind:
    """The kind of a file that can be sought in. Raises a subclass of `InvalidInput`."""
    content.seek(0)
    head = content.read(PIECE)
    if not head:
        raise EmptyFile(_("This file is empty."), next_step=_("Choose the right one."))
    _require_no_program(head)
    found = _by_head(head)
    if found is None and head.startswith(b"PK\x03\x04"):
        found = _by_parts(content)
    if found is None:
        found = _as_text(content)
    if found is None:
        raise KindNotTaken(
            _("Files of this kind are not taken."),
            next_step=_("Taken are: %(kinds)s. Save it as one of them.")
            % {"kinds": ", ".join(LABELS)},
        )
    return found


def fitting(name: str, kind: Kind) -> str:
    """The name, with the kind's ending where it has none. Raises `Mislabelled`."""
    stem, dot, ending = name.rpartition(".")
    if not (stem and dot):
        return f"{name}.{kind.endings[0]}"
    if ending.lower() in kind.endings:
        return name
    raise Mislabelled(
        _("The name ends in .%(ending)s, but the content is %(kind)s.")
        % {"ending": ending, "kind": kind.label},
        next_step=_("Give the file its right ending (.%(ending)s), if it is the right file.")
        % {"ending": kind.endings[0]},
    )


def _by_head(head: bytes) -> Kind | None:
    return next((k for k in KINDS if _begins(k, head)), None)


def _begins(kind: Kind, head: bytes) -> bool:
    if kind.form:
        return kind.form.match(head) is not None
    return bool(kind.head) and head.startswith(kind.head)


def _require_no_program(head: bytes) -> None:
    if head.startswith(PROGRAMS) or (head.startswith(b"MZ") and b"\0" in head):
        raise HoldsProgram(_("This file is a program. Programs are not taken."))


def _by_parts(content: BinaryIO) -> Kind | None:
    """The kind of a packed file, after every part of it was read and found harmless."""
    try:
        with ZipFile(content) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            found = next((k for k in KINDS if k.parts and k.parts <= names), None)
            if found:
                _require_modest(packed, parts)
                for part in parts:
                    _read_through(packed, part)
            return found
    except InvalidInput:
        raise
    except DAMAGE as error:
        raise DamagedFile(
            _("This file is damaged."), next_step=_("Save it again and choose the new one.")
        ) from error


def _require_modest(packed: ZipFile, parts: list[ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    taken = sum(part.compress_size for part in parts)
    is_dense = unpacked > UNSUSPICIOUS and unpacked > RATIO * taken
    if len(parts) > PARTS or unpacked > UNPACKED or is_dense or _overlap(packed, parts):
        raise Overfull(
            _("This file unfolds to far more than its size; such files are not taken."),
            next_step=_("Save it as PDF."),
        )
    if any(part.flag_bits & 1 for part in parts):
        raise LockedFile(
            _("This file is protected by a password."),
            next_step=_("Save it without one; Liupan encrypts what it keeps."),
        )
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise BadZipFile
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise HoldsProgram(
            _("This file holds macros. Programs are not taken."),
            next_step=_("Save it without macros."),
        )


def _overlap(packed: ZipFile, parts: list[ZipInfo]) -> bool:
    """Whether parts share bytes, which is how a few kilobytes become terabytes."""
    spans = sorted((p.header_offset, p.header_offset + 30 + p.compress_size) for p in parts)
    spans.append((packed.start_dir, packed.start_dir))
    return any(end > begin for (_begin, end), (begin, _end) in pairwise(spans))


def _read_through(packed: ZipFile, part: ZipInfo) -> None:
    with packed.open(part) as source:
        _require_no_program(source.read(PIECE))
        while source.read(PIECE):
            pass


def _as_text(content: BinaryIO) -> Kind | None:
    for kind, encoding in ((TEXT, "utf-8-sig"), (CHINESE_TEXT, "gb18030")):
        try:
            if not any(CONTROL.search(text) for text in _decoded(content, encoding)):
                return kind
        except UnicodeDecodeError:
            continue
    return None


def _decoded(content: BinaryIO, encoding: str) -> Iterator[str]:
    content.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    while piece := content.read(PIECE):
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)
