"""The JSON form of a source: docs/reference/official-document.schema.json."""

import json
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ConfigDict, TypeAdapter, ValidationError

from liupan.foundation.documents.layout import source
from liupan.foundation.documents.layout.source import OfficialDocument
from liupan.kernel.errors import InvalidInput

MOST_BYTES = 5_000_000


class NotASource(InvalidInput):
    """The file is not the JSON form of an official document."""


for _kind in (
    OfficialDocument, source.SecretMark, source.Number, source.Run, source.Paragraph,
    source.Heading, source.Table, source.Signature, source.SignedBy, source.Attachment,
    source.Attendance,
):  # fmt: skip
    # A misspelt name is refused, not ignored; and blocks are told apart by their names.
    setattr(_kind, "__pydantic_config__", ConfigDict(extra="forbid"))  # noqa: B010

ADAPTER = TypeAdapter(OfficialDocument)


def read_source(content: bytes | str) -> OfficialDocument:
    """The document in a JSON text. Raises NotASource with the first places that are wrong."""
    if len(content) > MOST_BYTES:
        raise NotASource(_("The source is larger than %(most)s bytes.") % {"most": MOST_BYTES})
    try:
        return ADAPTER.validate_json(content)
    except ValidationError as error:
        found = [f"{_place(e['loc'])}: {e['msg']}" for e in error.errors()[:5]]
        raise NotASource(
            _("This is not the source of an official document. %(found)s")
            % {"found": "; ".join(found)}
        ) from error


def write_source(document: OfficialDocument) -> str:
    """The JSON form of a document, as `read_source` takes it."""
    return ADAPTER.dump_json(document, indent=1).decode()


def schema() -> str:
    """The JSON schema of sources."""
    found: dict[str, Any] = ADAPTER.json_schema()
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _place(parts: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in parts) or "/"
