"""The entry as a form: its elements, and its items as rows."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.capabilities.catalogue.queries.lists import code_lists
from liupan.capabilities.catalogue.queries.offering import (
    Choices,
    as_id,
    levels,
    networks,
    units_to_edit,
)
from liupan.capabilities.catalogue.rules.elements import Elements, ItemSaid
from liupan.foundation.design.facade import Suggesting, VersionField
from liupan.kernel.authority import Actor
from liupan.kernel.ids import uuid7

MOST_ITEMS = 300
ROWS_TO_BEGIN = 5
NOT_CHOSEN = ("", "—")
BETWEEN = re.compile(r"[、,，;；\s]+")


def _sentences(rows: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
    )


def _choice(label: Any, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, **kwargs)


class EntryForm(forms.Form):
    """The elements of an entry; a draft may leave most of them empty."""

    category = forms.ChoiceField(
        label=pgettext_lazy("catalogue", "Category"),
        help_text=_("The code begins with it, so it stays for good."),
    )
    title = forms.CharField(label=_("Name of the resource"), max_length=200)
    provider_dept = forms.CharField(
        label=_("Department within the unit"), max_length=100, required=False
    )
    provider_code = forms.CharField(
        label=_("Unified social credit code of the provider"), max_length=18, required=False,
        help_text=_("Empty: that of the unit."),
    )  # fmt: skip
    abstract = _sentences(3, label=_("Abstract"))
    format_class = _choice(_("Class of format"))
    format_type = forms.CharField(
        label=_("Type of format"), max_length=40, required=False, widget=Suggesting
    )
    share_type = _choice(_("Share type"))
    share_condition = _sentences(
        2,
        label=_("Share condition"),
        help_text=_(
            "Type 2: who may use it, for what. Type 3: the article of the law, or the number of"
            " the document."
        ),
    )
    share_mode = _choice(_("Share mode"))
    is_open = forms.BooleanField(label=_("Open to the public"), required=False)
    open_condition = forms.CharField(label=_("Open condition"), max_length=500, required=False)
    update_cycle = _choice(_("Update cycle"))
    related_codes = forms.CharField(
        label=_("Codes of related resources"), max_length=2000, required=False,
        help_text=_("Several set apart by commas."),
    )  # fmt: skip
    secrecy = forms.TypedChoiceField(label=pgettext_lazy("entry", "Secrecy"), coerce=int)
    zone = forms.ChoiceField(
        label=_("May be seen up to"),
        help_text=_("The outermost network on which the entry may be shown."),
    )

    def __init__(self, *args: Any, actor: Actor, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists = code_lists(day)
        self._offer("category", [NOT_CHOSEN, *lists.leaves])
        for name in ("format_class", "share_type", "share_mode", "update_cycle"):
            self._offer(name, [NOT_CHOSEN, *lists.choices(name)])
        self._offer("secrecy", levels(actor))
        self._offer("zone", networks(actor))
        types = dict.fromkeys(one for types in lists.formats.values() for one in types)
        self.fields["format_type"].widget.options = _options(types)

    def clean_related_codes(self) -> tuple[str, ...]:
        found = BETWEEN.split(self.cleaned_data["related_codes"])
        return tuple(dict.fromkeys(code for code in found if code))

    def said(self, items: tuple[ItemSaid, ...]) -> Elements:
        """What was entered, as the operation takes it."""
        told = {name: self.cleaned_data[name] for name in _ELEMENTS if name in self.fields}
        return Elements(**told, items=items)

    def _offer(self, name: str, choices: Choices) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


_ELEMENTS = (
    "category", "title", "provider_code", "provider_dept", "abstract", "format_class",
    "format_type", "share_type", "share_condition", "share_mode", "is_open", "open_condition",
    "update_cycle", "related_codes", "secrecy", "zone",
)  # fmt: skip


class RegisterForm(EntryForm):
    """A new entry, for a unit."""

    once = forms.UUIDField(required=False, initial=uuid7, widget=forms.HiddenInput)
    unit_id = forms.TypedChoiceField(label=pgettext_lazy("catalogue", "Provider"), coerce=as_id)
    field_order = ("once", "unit_id")

    def __init__(self, *args: Any, actor: Actor, day: date, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, day=day, **kwargs)
        self._offer("unit_id", units_to_edit(actor, day))


class ReviseForm(EntryForm):
    """A draft that is changed; the category stays."""

    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].disabled = True


class ItemForm(forms.Form):
    """One item; a row left empty is left out."""

    name = forms.CharField(label=pgettext_lazy("catalogue", "Item"), max_length=100)
    data_type = forms.ChoiceField(label=_("Data type"), initial="C")
    length = forms.IntegerField(
        label=_("Length"), min_value=1, max_value=1_000_000, required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    unit = forms.CharField(
        label=pgettext_lazy("of a quantity", "Unit"), max_length=20, required=False
    )
    code_list = forms.CharField(label=_("Code list"), max_length=100, required=False)
    is_sensitive = forms.BooleanField(label=pgettext_lazy("item", "Sensitive"), required=False)
    is_shared = forms.BooleanField(
        label=pgettext_lazy("item", "Shared"), required=False, initial=True
    )
    is_open = forms.BooleanField(label=pgettext_lazy("item", "Open"), required=False)
    is_main = forms.BooleanField(label=_("Main business"), required=False)
    is_source = forms.BooleanField(label=_("We are the source"), required=False)

    def __init__(self, *args: Any, types: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["data_type"].choices = [  # type: ignore[attr-defined]
            (code, f"{code} {name}") for code, name in types
        ]
        self.empty_permitted = True  # whichever row it is

    def has_changed(self) -> bool:
        """Only a name counts; what stands there from the beginning does not."""
        return bool(str(self.data.get(self.add_prefix("name"), "")).strip())


ITEM_FIELDS = tuple(ItemForm.base_fields)
FLAGS = tuple(name for name in ITEM_FIELDS if name.startswith("is_"))


class Items(BaseFormSet):  # type: ignore[type-arg]
    """The items of an entry."""

    def said(self) -> tuple[ItemSaid, ...]:
        """The filled rows, as the operation takes them."""
        return tuple(ItemSaid(**form.cleaned_data) for form in self.forms if form.has_changed())


ItemFormSet: type[Items] = formset_factory(  # type: ignore[assignment]
    ItemForm, formset=Items, extra=0, max_num=MOST_ITEMS, absolute_max=MOST_ITEMS
)


def item_forms(sent: QueryDict | None, rows: list[dict[str, Any]], day: date) -> Items:
    """The rows that were sent, else these."""
    more: dict[str, Any] = {
        "prefix": "items",
        "form_kwargs": {"types": code_lists(day).choices("item_type")},
    }
    if sent is None:
        return ItemFormSet(initial=rows, **more)
    return ItemFormSet(sent, **more)


def rows_of(items: tuple[ItemSaid, ...]) -> list[dict[str, Any]]:
    """Rows that show these items, and some empty ones."""
    filled = [{name: getattr(item, name) for name in ITEM_FIELDS} for item in items]
    return [*filled, *({} for _n in range(1 if filled else ROWS_TO_BEGIN))]


def rows_wished(sent: QueryDict) -> list[dict[str, Any]] | None:
    """The rows to show when a button asked for more or one less; None when to save."""
    if not {"add_rows", "drop_row"} & sent.keys():
        return None
    count = sent.get("items-TOTAL_FORMS", "")
    rows = [_row(sent, n) for n in range(min(int(count) if count.isdecimal() else 0, MOST_ITEMS))]
    if "add_rows" in sent:
        return [*rows, *({} for _n in range(ROWS_TO_BEGIN))][:MOST_ITEMS]
    return [row for n, row in enumerate(rows) if str(n) != sent["drop_row"]] or [{}]


def _row(sent: QueryDict, n: int) -> dict[str, Any]:
    row: dict[str, Any] = {name: sent.get(f"items-{n}-{name}", "") for name in ITEM_FIELDS}
    return row | {name: bool(row[name]) for name in FLAGS}


def _options(names: Iterable[str]) -> Any:
    return format_html_join("", '<option value="{}"></option>', ((name,) for name in names))
