"""A service as a form: what it is of, where its data stand, under which name they hold an item."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.exchange.operations.services import Place
from liupan.capabilities.exchange.queries.offering import resources_to_serve, tables_to_serve
from liupan.capabilities.exchange.rules.services import Kind
from liupan.foundation.design.facade import VersionField
from liupan.kernel.authority import Actor

KINDS = ((Kind.HOSTED.value, _("hosted here")), (Kind.PROXIED.value, _("asked of our system")))


class PlaceForm(forms.Form):
    """Where the data stand."""

    kind = forms.ChoiceField(label=_("Where the data stand"), choices=KINDS)
    table_id = forms.ChoiceField(
        label=_("Hosted table"), required=False,
        help_text=_("Of what is hosted here; it can be named later."),
    )  # fmt: skip
    address = forms.CharField(
        label=_("Address of our system"), max_length=1_000, required=False,
        help_text=_("https; it gets the question in JSON and answers with rows."),
    )  # fmt: skip
    secret = forms.CharField(
        label=_("Token our system expects"), max_length=500, required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Sealed when it is kept, and never shown again. Empty: it stays as it is."),
    )  # fmt: skip
    timeout_ms = forms.IntegerField(
        label=_("Longest wait for an answer, in milliseconds"), min_value=100, max_value=30_000,
        initial=5_000,
    )  # fmt: skip
    stale_minutes = forms.IntegerField(
        label=_("Answers of before while our system is down, at most so many minutes old"),
        min_value=0, max_value=1_440, initial=0, required=False,
        help_text=_(
            "0: none. Else the last good answer to the same question of the same grant is kept"
            " sealed and given with a clear mark; never by a grant that was narrowed or stopped."
        ),
    )  # fmt: skip

    def __init__(
        self, *args: Any, actor: Actor, day: date, unit_id: UUID | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        tables = tables_to_serve(actor, day, unit_id)
        self.fields["table_id"].choices = [("", _("none yet")), *tables]  # type: ignore[attr-defined]

    def place(self) -> Place:
        """What was said, by value."""
        told = self.cleaned_data
        return Place(
            kind=Kind(told["kind"]),
            table_id=UUID(told["table_id"]) if told["table_id"] else None,
            address=told["address"],
            secret=told["secret"] or None,
            timeout_ms=told["timeout_ms"],
            stale_minutes=told["stale_minutes"] or 0,
        )


class SetUpForm(PlaceForm):
    """The same for a service that is not there yet."""

    resource_id = forms.ChoiceField(label=_("Published resource"))
    code = forms.CharField(
        label=_("Code in addresses"), max_length=64,
        help_text=_("Small letters, digits and hyphens. It stays as it is."),
    )  # fmt: skip
    field_order = ("resource_id", "code")

    def __init__(self, *args: Any, actor: Actor, day: date, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, day=day, **kwargs)
        offered = resources_to_serve(actor, day)
        self.fields["resource_id"].choices = offered  # type: ignore[attr-defined]


class ChangedPlaceForm(PlaceForm):
    """The same for a service that is there."""

    version = VersionField()


class MappingForm(forms.Form):
    """A column, or a field of the answer, for each item."""

    version = VersionField()

    def __init__(
        self, *args: Any, items: Sequence[str], columns: Sequence[str],
        proposed: Mapping[str, str], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self._items = {f"item-{n}": item for n, item in enumerate(items)}
        for key, item in self._items.items():
            self.fields[key] = _field(item, columns, proposed.get(item, ""))

    def fields_by_item(self) -> dict[str, str]:
        """What was said, by item."""
        return {item: self.cleaned_data[key].strip() for key, item in self._items.items()}


def _field(item: str, columns: Sequence[str], proposed: str) -> forms.Field:
    if not columns:
        return forms.CharField(label=item, max_length=100, required=False, initial=proposed or item)
    choices = [("", _("not delivered")), *((one, one) for one in columns)]
    return forms.ChoiceField(label=item, choices=choices, required=False, initial=proposed)


class ConfirmForm(forms.Form):
    """Nothing to say: sent, it is meant."""
