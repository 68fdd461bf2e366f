"""The elements of an entry in words, under their Chinese numbers, for pages and comparisons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liupan.capabilities.catalogue.queries.lists import CodeLists
from liupan.capabilities.catalogue.queries.offering import level_words, network_words
from liupan.capabilities.catalogue.rules.comparing import Changed
from liupan.capabilities.catalogue.rules.elements import Elements, ItemSaid
from liupan.foundation.design.facade import Fact, city_day
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.work import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is not said but given: code, provider, day of publication."""

    code: str
    provider: str
    publish_on: date | None


def facts_of(said: Elements, given: Given, lists: CodeLists) -> list[Fact]:
    """All elements in the order of the guide; what is empty says so."""
    between = pgettext("between chosen values", ", ")
    open_words = _("yes") if said.is_open else _("no")
    told: Sequence[tuple[Text, Text]] = (
        (pgettext("catalogue", "Category"), lists.way(said.category)),
        (_("Name of the resource"), said.title),
        (_("Code"), given.code),
        (pgettext("catalogue", "Provider"), given.provider),
        (_("Department within the unit"), said.provider_dept),
        (_("Code of the provider"), said.provider_code),
        (_("Abstract"), said.abstract),
        (_("Format"), _join(lists.name("format_class", said.format_class), said.format_type)),
        (_("Share type"), lists.name("share_type", said.share_type)),
        (_("Share condition"), said.share_condition),
        (_("Share mode"), lists.name("share_mode", said.share_mode)),
        (_("Open to the public"), open_words),
        (_("Open condition"), said.open_condition),
        (_("Update cycle"), lists.name("update_cycle", said.update_cycle)),
        (pgettext("day", "Published"), city_day(given.publish_on) if given.publish_on else ""),
        (_("Related resources"), between.join(said.related_codes)),
        (pgettext("entry", "Secrecy"), level_words(Secrecy(said.secrecy))),
        (_("May be seen up to"), network_words(said.zone)),
    )
    optional = {
        _("Department within the unit"), _("Open condition"), _("Related resources"),
        pgettext("day", "Published"), _("Share condition"),
    }  # fmt: skip
    return [
        Fact(name=name, value=value or "—") for name, value in told if value or name not in optional
    ]


def labels() -> dict[str, str]:
    """What each element is called on pages, by its name in code."""
    return {
        "category": pgettext("catalogue", "Category"),
        "title": _("Name of the resource"),
        "provider_dept": _("Department within the unit"),
        "provider_code": _("Code of the provider"),
        "abstract": _("Abstract"),
        "format_class": _("Class of format"),
        "format_type": _("Type of format"),
        "share_type": _("Share type"),
        "share_condition": _("Share condition"),
        "share_mode": _("Share mode"),
        "is_open": _("Open to the public"),
        "open_condition": _("Open condition"),
        "update_cycle": _("Update cycle"),
        "related_codes": _("Related resources"),
        "secrecy": pgettext("entry", "Secrecy"),
        "zone": _("May be seen up to"),
        "items": _("Items"),
    }


def rows_changed(changed: Sequence[Changed], lists: CodeLists) -> list[tuple[str, str, str]]:
    """(what, before, after) in words."""
    called = labels()
    return [
        (
            f"{called[one.element]}: {one.item}" if one.item else called[one.element],
            shown(one.element, one.before, lists),
            shown(one.element, one.after, lists),
        )
        for one in changed
    ]


def shown(element: str, value: object, lists: CodeLists) -> str:
    """One element's value in words."""
    if value is None:
        return ""
    if isinstance(value, ItemSaid):
        return item_words(value, lists)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple):
        return pgettext("between chosen values", ", ").join(map(str, value))
    if element == "secrecy":
        return level_words(Secrecy(int(str(value))))
    if element == "zone":
        return network_words(str(value))
    if element == "category":
        return lists.way(str(value))
    return lists.name(element, str(value)) if element in lists.names else str(value)


def item_words(item: ItemSaid, lists: CodeLists) -> str:
    """An item in a line: type and length, unit, code list, marks."""
    length = f"({item.length})" if item.length else ""
    parts = [f"{lists.name('item_type', item.data_type)}{length}", item.unit, item.code_list]
    between = pgettext("between chosen values", ", ")
    return between.join([*filter(None, parts), *marks_of(item)])


def marks_of(item: ItemSaid) -> list[str]:
    """What is marked of an item, in words."""
    marks = (
        (item.is_main, _("main business")),
        (item.is_source, pgettext("item", "source")),
        (item.is_sensitive, pgettext("item", "sensitive")),
        (not item.is_shared, pgettext("item", "not shared")),
        (item.is_open, pgettext("item", "open")),
    )
    return [words for is_set, words in marks if is_set]


def item_rows(items: Sequence[ItemSaid], lists: CodeLists) -> list[dict[str, object]]:
    """Items for a table."""
    return [
        {
            "name": item.name,
            "type": lists.name("item_type", item.data_type),
            "letter": item.data_type,
            "length": item.length or "",
            "unit": item.unit,
            "code_list": item.code_list,
            "marks": marks_of(item),
        }
        for item in items
    ]


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)
