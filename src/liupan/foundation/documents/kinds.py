"""The kinds of file that are taken, and how each is known by its content."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file.

    Attributes:
        label: what people call it.
        endings: of names, the usual one first.
        head: what its content begins with.
        form: the same as a pattern, where lengths stand between.
        parts: what it is packed of, where it is a ZIP file inside.
        icon: the design's, for lists.
    """

    label: str
    media_type: str
    endings: tuple[str, ...]
    head: bytes = b""
    form: re.Pattern[bytes] | None = None
    parts: frozenset[str] = frozenset()
    icon: str = "doc"


OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES_PART = "[Content_Types].xml"

PDF = Kind("PDF", "application/pdf", ("pdf",), head=b"%PDF-")
JPEG = Kind("JPEG", "image/jpeg", ("jpg", "jpeg"), head=b"\xff\xd8\xff", icon="photo")
PNG = Kind("PNG", "image/png", ("png",), head=b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", icon="photo")
OFD = Kind("OFD", "application/ofd", ("ofd",), parts=frozenset({"OFD.xml"}))
DOCX = Kind(
    "DOCX",
    f"{OFFICE}.wordprocessingml.document",
    ("docx",),
    parts=frozenset({TYPES_PART, "word/document.xml"}),
)
XLSX = Kind(
    "XLSX",
    f"{OFFICE}.spreadsheetml.sheet",
    ("xlsx",),
    parts=frozenset({TYPES_PART, "xl/workbook.xml"}),
)
RECORD = Kind(
    "ZIP",
    "application/zip",
    ("zip",),
    parts=frozenset({"manifest.json", "story.json", "SM3.txt"}),
    icon="file",
)
"""What the house packs for its archive: not offered to people, whose ZIP files are not taken."""
SIGNATURE = Kind(
    "SM2",
    "application/vnd.liupan.sm2-signature",
    ("sm2",),
    form=re.compile(rb"\x30\x82..\x30\x82..\x02\x01\x04\x30", re.DOTALL),
    icon="key",
)
"""A signature of GB/T 38540 that lies beside a PDF: made here, not offered to people."""
TEXT = Kind("TXT", "text/plain; charset=utf-8", ("txt",))
CHINESE_TEXT = Kind("TXT", "text/plain; charset=gb18030", ("txt",))

OFFERED = (PDF, OFD, DOCX, XLSX, JPEG, PNG, TEXT, CHINESE_TEXT)
KINDS = (*OFFERED, RECORD, SIGNATURE)
LABELS = tuple(dict.fromkeys(kind.label for kind in OFFERED))
BY_MEDIA_TYPE = {kind.media_type: kind for kind in KINDS}
ACCEPT = ",".join(f".{ending}" for kind in OFFERED for ending in kind.endings)
"""For a form's `accept`: the endings of what is taken."""
COPIED = frozenset({PDF.media_type, JPEG.media_type, PNG.media_type})
"""Kinds of which a copy can be made that bears its reader on every page."""
PICTURED = COPIED | {OFD.media_type}
"""Kinds that are shown page by page as pictures."""
WORDED = frozenset(kind.media_type for kind in (PDF, OFD, DOCX, XLSX, TEXT, CHINESE_TEXT))
"""Kinds whose words can be read and compared."""
