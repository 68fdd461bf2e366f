"""CKAN's search over datasets: expressions, facets, pages."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Func, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from liupan.capabilities.opendata.models import Dataset
from liupan.capabilities.opendata.queries.ckan.shapes import name_of
from liupan.capabilities.opendata.queries.public.listing import holding
from liupan.capabilities.opendata.queries.public.seen import listed
from liupan.capabilities.opendata.queries.public.wording import words_on
from liupan.capabilities.opendata.rules.ckan import ALWAYS, DATES, BadSearch, Term
from liupan.capabilities.opendata.rules.vocabulary import FORMS
from liupan.foundation.organisations.facade import UnitRef, list_units
from liupan.kernel import clock

Rows = QuerySet[Dataset]


def all_rows() -> Rows:
    """Every dataset that is shown, with `modified`; how often it was used: `recent`, `total`."""
    changed = Greatest(F("changed_at"), Coalesce(F("data_at"), F("changed_at")))
    total = F("use__views") + F("use__downloads") + F("use__calls")
    return Dataset.objects.filter(listed()).annotate(
        modified=changed, recent=Coalesce(F("use__recent"), 0), total=Coalesce(total, 0)
    )


def units_with_data() -> dict[UUID, UnitRef]:
    """The units that have datasets which are shown. Two queries."""
    ids = Dataset.objects.filter(listed()).order_by().values_list("unit_id", flat=True).distinct()
    return list_units(list(ids))


def narrowed(rows: Rows, terms: Iterable[Term], units: Mapping[UUID, UnitRef]) -> Rows:
    """The rows that meet all terms. Raises `BadSearch`."""
    for term in terms:
        if not term.field or term.field in ("notes", "text", "title"):
            rows = holding(rows, " ".join(term.values))
        else:
            met = _met(term, units)
            rows = rows.exclude(met) if term.is_not else rows.filter(met)
    return rows


def facets(
    rows: Rows, names: Iterable[str], units: Mapping[UUID, UnitRef], limit: int
) -> dict[str, list[dict[str, Any]]]:
    """How many of the rows have each value of each field. One query for each."""
    counted: dict[str, Callable[[], Iterable[tuple[str, str, int]]]] = {
        "organization": lambda: _of_units(rows, units),
        "groups": lambda: _of_themes(rows),
        "tags": lambda: _of_tags(rows),
        "license_id": lambda: _of_licences(rows),
        "res_format": lambda: _of_formats(rows),
    }
    return {name: _items(counted[name](), limit) if name in counted else [] for name in names}


def count_tags(rows: Rows) -> Counter[str]:
    """Keywords with how many datasets have each. One query."""
    words = Func(F("keywords"), function="unnest")
    found = rows.order_by().annotate(word=words).values_list("word").annotate(n=Count("pk"))
    return Counter(dict(found))


def _met(term: Term, units: Mapping[UUID, UnitRef]) -> Q:
    values = list(term.values)
    if term.field in DATES:
        return _between("modified" if term.field == "metadata_modified" else "published_at", term)
    if term.field in ("organization", "owner_org"):
        chosen = [key for key, u in units.items() if {str(key), name_of(u)} & set(values)]
        return Q(unit_id__in=chosen)
    if term.field == "tags":
        return Q(keywords__overlap=values)
    if term.field == "res_format":
        return _of_form({value.upper() for value in values})
    if term.field in ALWAYS:
        return ~Q(pk=None) if ALWAYS[term.field] in values else Q(pk=None)
    if term.field == "id":
        return Q(pk__in=[found for value in values if (found := as_uuid(value))])
    column = {"groups": "theme", "license_id": "licence", "name": "code"}.get(term.field)
    if column is None:
        raise BadSearch(term.field)
    return Q(**{f"{column}__in": values})


def _between(column: str, term: Term) -> Q:
    met = ~Q(pk=None)
    if term.since:
        met &= Q(**{f"{column}__gte": term.since})
    if term.until:
        met &= Q(**{f"{column}__lte": term.until})
    return met


def _of_form(wanted: set[str]) -> Q:
    if "CSV" in wanted:
        return ~Q(pk=None)
    known = {form.name.upper() for form in FORMS.values()}
    return Q(openness=Dataset.Openness.OPEN) if wanted & known else Q(pk=None)


def as_uuid(text: str) -> UUID | None:
    """The id that a text is."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _counted(rows: Rows, name: str) -> list[tuple[Any, int]]:
    return list(rows.order_by().values_list(name).annotate(n=Count("pk")))


def _of_units(rows: Rows, units: Mapping[UUID, UnitRef]) -> Iterable[tuple[str, str, int]]:
    for key, n in _counted(rows, "unit_id"):
        if unit := units.get(key):
            yield name_of(unit), unit.name, n


def _of_themes(rows: Rows) -> Iterable[tuple[str, str, int]]:
    words = words_on(clock.today())
    return ((code, words.theme(code), n) for code, n in _counted(rows, "theme"))


def _of_licences(rows: Rows) -> Iterable[tuple[str, str, int]]:
    words = words_on(clock.today())
    return ((code, words.licence(code), n) for code, n in _counted(rows, "licence"))


def _of_tags(rows: Rows) -> Iterable[tuple[str, str, int]]:
    return ((word, word, n) for word, n in count_tags(rows).items())


def _of_formats(rows: Rows) -> Iterable[tuple[str, str, int]]:
    by = dict(_counted(rows, "openness"))
    for form in FORMS.values():
        n = sum(by.values()) if form.key == "csv" else by.get("open", 0)
        if n:
            yield form.name, form.name, n


def _items(found: Iterable[tuple[str, str, int]], limit: int) -> list[dict[str, Any]]:
    ordered = sorted(found, key=lambda one: (-one[2], one[0]))
    return [
        {"name": name, "display_name": label, "count": n}
        for name, label, n in (ordered if limit < 0 else ordered[:limit])
    ]
