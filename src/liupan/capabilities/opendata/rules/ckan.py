"""CKAN's ways of asking: search expressions, sort orders, ids of resources. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

STRUCTURE = "structure"
PLACES: Mapping[str, int] = {"csv": 1, "xlsx": 2, "jsonl": 3, STRUCTURE: 4, "parquet": 5}
"""Each form of a dataset to a number, by which a resource's id differs from its dataset's; a number
stays with its form for ever."""
FIELDS = frozenset(
    {"organization", "owner_org", "tags", "groups", "license_id", "res_format", "name", "id",
     "title", "metadata_modified", "metadata_created", "state", "type", "dataset_type", "private",
     "capacity", "notes", "text"}
)  # fmt: skip
DATES = frozenset({"metadata_modified", "metadata_created"})
ALWAYS = {"state": "active", "type": "dataset", "dataset_type": "dataset", "private": "false",
          "capacity": "public"}  # fmt: skip
"""What is the same of every dataset here."""
SORTS = {"metadata_modified": "modified", "metadata_created": "published_at", "name": "code",
         "title": "title", "title_string": "title", "id": "id",
         "views_recent": "recent", "views_total": "total"}  # fmt: skip
_PART = re.compile(
    r"""(?P<sign>[+-]?)(?P<field>\w+):(?:"(?P<quoted>[^"]*)"|\((?P<any>[^)]*)\)
    |\[(?P<from>\S+)\ TO\ (?P<to>[^\]]+)\]|(?P<plain>\S+))|"(?P<phrase>[^"]*)"|(?P<word>\S+)""",
    re.VERBOSE,
)
_VALUE = re.compile(r'"([^"]*)"|(\S+)')


class BadSearch(ValueError):
    """The expression is not understood; its argument says which part."""


@dataclass(frozen=True, slots=True)
class Term:
    """A field has one of these values, or lies in a range, or (`is_not`) does not; without a field
    its value is a word that stands somewhere."""

    field: str
    values: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    is_not: bool = False


def resource_id(dataset_id: UUID, form: str) -> UUID:
    """The id of a form of a dataset."""
    return UUID(int=dataset_id.int ^ PLACES[form])


def dataset_ids(resource: UUID) -> dict[UUID, str]:
    """The datasets that a resource could be of, each with the form it would be."""
    return {UUID(int=resource.int ^ n): form for form, n in PLACES.items()}


def dataset_of(resource: str) -> UUID:
    """The dataset whose rows a resource is."""
    return UUID(int=UUID(resource).int ^ PLACES["csv"])


def terms_of(expression: str) -> Iterator[Term]:
    """What an expression of Solr asks for, as CKAN's clients write it. Raises `BadSearch`."""
    for part in _PART.finditer(expression):
        found = _term(part)
        if found is not None:
            yield found


def sort_of(text: str) -> list[tuple[str, bool]]:
    """Fields of ours with whether they fall. Raises `BadSearch`."""
    found = []
    for part in filter(None, (one.strip() for one in text.split(","))):
        name, _space, way = part.partition(" ")
        if way.strip().lower() not in ("", "asc", "desc"):
            raise BadSearch(part)
        if name in ("score", "relevance"):
            continue
        if name not in SORTS:
            raise BadSearch(part)
        found.append((SORTS[name], way.strip().lower() == "desc"))
    return found


def _term(part: re.Match[str]) -> Term | None:
    field = part["field"]
    if field is None:
        word = part["phrase"] if part["phrase"] is not None else part["word"].strip("*+")
        return Term("", (word,)) if word and word not in ("AND", ":") else None
    is_not = part["sign"] == "-"
    if part["from"]:
        return _range(field, part["from"], part["to"], is_not)
    if part["plain"] == "*" or (field == "*" and part["plain"]):
        return None
    if field not in FIELDS:
        raise BadSearch(field)
    values = (part["quoted"],) if part["quoted"] is not None else (part["plain"] or "",)
    if part["any"] is not None:
        found = (quoted or word for quoted, word in _VALUE.findall(part["any"]))
        values = tuple(word for word in found if word not in ("OR", "AND"))
    return Term(field, values, is_not=is_not)


def _range(field: str, first: str, last: str, is_not: bool) -> Term:
    if field not in DATES:
        raise BadSearch(field)
    return Term(field, (), _moment(first), _moment(last), is_not)


def _moment(text: str) -> datetime | None:
    if text in ("*", "NOW"):
        return None
    try:
        found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise BadSearch(text) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
