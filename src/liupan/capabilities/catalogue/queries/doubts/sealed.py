"""What a doubt tells of its record, and the record's own key under which it lies sealed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from liupan.capabilities.catalogue.models import Doubt
from liupan.foundation.crypto.facade import open_sealed, seal
from liupan.foundation.identity.facade import keyed_id

PURPOSE = "catalogue.record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The record as it is told of: by which values it is found, what stands, what should stand.

    Each by name of the item. A value that should stand may be unknown: the empty text.
    """

    key: Mapping[str, str]
    found: Mapping[str, str]
    wanted: Mapping[str, str]

    @property
    def values(self) -> dict[str, str]:
        """Every value that is known of the record."""
        return {**self.found, **self.key}


def record_id_of(resource_code: str, key: Mapping[str, str]) -> UUID:
    """The same record has the same id; nobody without this installation's key computes it."""
    told = json.dumps([resource_code, sorted(key.items())], ensure_ascii=False)
    return keyed_id(PURPOSE, told)


def as_text(record: Record) -> str:
    """The record as it is sealed."""
    told = {"key": dict(record.key), "found": dict(record.found), "wanted": dict(record.wanted)}
    return json.dumps(told, ensure_ascii=False)


def values_as_text(values: Mapping[str, str]) -> str:
    """Values as they are sealed."""
    return json.dumps(dict(values), ensure_ascii=False)


def seal_one(record_id: UUID, text: str) -> str:
    """A text under the record's key; nothing stays nothing. Raises `PersonErased`."""
    return seal(record_id, [text])[0] if text else ""


def open_texts(record_id: UUID, sealed: Iterable[str]) -> list[str]:
    """Texts in their order; of a record whose key was destroyed nothing. One query."""
    pairs = list(sealed)
    opened = iter(open_sealed((record_id, one) for one in pairs if one))
    return [(next(opened) or "") if one else "" for one in pairs]


def open_record(doubt: Doubt) -> tuple[Record, dict[str, str]]:
    """The record and the values after the fix. One query."""
    told, fixed = open_texts(doubt.record_id, (doubt.record, doubt.fix))
    parts = json.loads(told) if told else {"key": {}, "found": {}, "wanted": {}}
    return Record(**parts), json.loads(fixed) if fixed else {}
