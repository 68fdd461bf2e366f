"""Requests and grants in words: facts, items, rows, masks, the timeline."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liupan.capabilities.catalogue.forms.asking import OPERATORS
from liupan.capabilities.catalogue.queries.request_offering import MASKS, PURPOSES, modes_words
from liupan.capabilities.catalogue.queries.request_shapes import (
    GrantView,
    ItemAsked,
    RequestStepView,
    RequestView,
)
from liupan.capabilities.catalogue.rules.permits import (
    Asked,
    Mask,
    MaskPolicy,
    Permit,
    write_modes,
)
from liupan.capabilities.catalogue.rules.requesting import Act
from liupan.capabilities.catalogue.rules.scopes import Rows
from liupan.capabilities.catalogue.rules.screened import Flag, Why
from liupan.foundation.design.facade import Event, Fact, city_day
from liupan.kernel.work import Text

BACK = frozenset(
    {
        Act.RETURN_CHECK, Act.REJECT_CHECK, Act.REFUSE, Act.OBJECT, Act.RULE_AGAINST,
        Act.RETURN_SECURITY, Act.REJECT_SECURITY, Act.RETURN_SECRECY, Act.REJECT_SECRECY,
        Act.WITHDRAW,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item with its marks and how it is given."""

    name: str
    marks: Sequence[Text]
    given: Text
    is_left_out: bool


def facts_of_request(view: RequestView, consumer: str, provider: str) -> list[Fact]:
    """What is asked for."""
    asked = view.asked
    return _facts(
        (pgettext("catalogue", "Requester"), consumer),
        (pgettext("catalogue", "Provider"), provider),
        (_("Share type"), view.share_label),
        (_("Kind of use"), str(dict(PURPOSES)[asked.purpose_kind])),
        (_("Business matter"), asked.business),
        (_("Purpose"), asked.purpose),
        (_("Legal basis"), asked.legal_basis),
        *_scope(asked),
    )


def facts_of_permit(permit: Permit) -> list[Fact]:
    """Ways, rows, term and quota of what is given."""
    return _facts(*_scope(permit))


def facts_of_grant(view: GrantView) -> list[Fact]:
    """What a grant gives, to whom, for what."""
    line = view.line
    told = [
        (pgettext("catalogue", "Requester"), line.consumer),
        (pgettext("catalogue", "Provider"), line.provider),
        (_("Kind of use"), line.purpose),
        (_("Business matter"), line.business),
        (_("Legal basis"), view.legal_basis),
        *_scope(view.permit),
    ]
    if view.provide_by:
        told.append((_("Data provided by"), str(city_day(view.provide_by))))
    return _facts(*told)


def rows_in_words(rows: Rows) -> str:
    """Conditions on rows, all of which hold."""
    called = {key: str(label) for key, label in OPERATORS}
    told = [
        pgettext("condition", "%(item)s %(operator)s %(values)s")
        % {
            "item": one.item, "operator": called[one.operator.value],
            "values": pgettext("between chosen values", ", ").join(one.values),
        }
        for one in rows
    ]  # fmt: skip
    return "；".join(told) if told else _("all rows")


def mask_words(policy: MaskPolicy) -> str:
    """How an item is masked."""
    if policy.mask is Mask.KEEP:
        return _("first %(first)s and last %(last)s characters kept") % {
            "first": policy.first, "last": policy.last,
        }  # fmt: skip
    return str(dict(MASKS)[policy.mask.value])


def item_rows_of(items: Sequence[ItemAsked]) -> list[ItemRow]:
    """Items for a table."""
    return [_item(one) for one in items]


def flag_words(flags: Sequence[Flag]) -> list[tuple[bool, str]]:
    """What the screening found: whether it blocks, in words."""
    said = {
        Why.SENSITIVE: _("“%(what)s” is sensitive and not masked."),
        Why.PERSONAL: _("“%(what)s” tells a person (%(says)s) and is not masked."),
        Why.NOT_SHARED: _("“%(what)s” is marked as not shared in the catalogue."),
        Why.CLASSIFIED: _("The entry has a secrecy level."),
        Why.WORDS: _("%(says)s: %(what)s"),
    }
    return [(one.blocks, said[one.why] % {"what": one.what, "says": one.says}) for one in flags]


def events_of(steps: Sequence[RequestStepView]) -> list[Event]:
    """What was done, for the timeline."""
    between = pgettext("between name and unit", " ")
    return [
        Event(
            act=step.label,
            who=between.join(filter(None, (step.actor, step.unit))),
            at=step.at,
            kind="back" if step.kind in BACK else "act",
            said=step.words,
            text="",
        )
        for step in steps
    ]


def _item(item: ItemAsked) -> ItemRow:
    marks = [
        word
        for is_so, word in (
            (item.is_main, _("Main business")),
            (item.is_sensitive, pgettext("item", "Sensitive")),
        )
        if is_so
    ]
    given: Text = "" if item.is_decided is None else _("not given")
    if item.is_decided:
        given = mask_words(item.mask)
    return ItemRow(item.name, marks, given, item.is_decided is False)


def _scope(said: Asked | Permit) -> Sequence[tuple[str, str]]:
    days = {"first": city_day(said.valid_from), "last": city_day(said.valid_until)}
    return (
        (_("Modes of use"), modes_words(write_modes(said.modes))),
        (_("Rows"), rows_in_words(said.rows)),
        (_("Term of use"), _("%(first)s to %(last)s") % days),
        (_("Most a day"), str(said.quota)),
    )


def _facts(*told: tuple[str, str]) -> list[Fact]:
    return [Fact(name=name, value=value or "—") for name, value in told]
