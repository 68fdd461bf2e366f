"""The kinds of file that are taken, and how each is known by its content."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file.

    Attributes:
        label: what people call it.
        endings: of names, the usual one first.
        head: what its content begins with.
        parts: what it is packed of, where it is a ZIP file inside.
        icon: the design's, for lists.
    """

    label: str
    media_type: str
    endings: tuple[str, ...]
    head: bytes = b""
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
TEXT = Kind("TXT", "text/plain; charset=utf-8", ("txt",))
CHINESE_TEXT = Kind("TXT", "text/plain; charset=gb18030", ("txt",))

KINDS = (PDF, OFD, DOCX, XLSX, JPEG, PNG, TEXT, CHINESE_TEXT)
LABELS = tuple(dict.fromkeys(kind.label for kind in KINDS))
BY_MEDIA_TYPE = {kind.media_type: kind for kind in KINDS}
ACCEPT = ",".join(f".{ending}" for kind in KINDS for ending in kind.endings)
"""For a form's `accept`: the endings of what is taken."""
PICTURED = frozenset({PDF.media_type, JPEG.media_type, PNG.media_type})
"""Kinds that are shown page by page as pictures."""
WORDED = frozenset({PDF.media_type, DOCX.media_type, TEXT.media_type, CHINESE_TEXT.media_type})
"""Kinds whose words can be read and compared."""
