"""What several operations check before they change anything."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _
from stdnum.cn import uscc as numbers

from liupan.foundation.organisations.models import Division, Post, Unit, UnitName, UnitPlace
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, Missing, Refusal, StaleVersion
from liupan.kernel.statements import Asked, lock

M = TypeVar("M", bound=Model)


class NotYet(InvalidInput):
    """The day lies ahead; the shape of the city changes on the day itself."""


class LaterChange(InvalidInput):
    """Something on or after that day is recorded already; the past is not rewritten."""


class NotOpen(Refusal):
    """The thing has ended, or had not begun on that day."""


class CodeTaken(InvalidInput):
    """Another one has this code or number."""


class Dated(Protocol):
    """Whatever holds from a day to a day."""

    valid_from: date
    valid_to: date | None


class Versioned(Protocol):
    """Whatever carries a version."""

    version: int


def not_ahead(day: date, now: datetime) -> None:
    """Raises `NotYet` when `day` lies after the city's today."""
    if day > clock.on(now):
        raise NotYet(
            _("This day lies ahead."),
            fields={"effective_on": [_("Choose today or a day before.")]},
            next_step=_("Enter it on the day itself."),
        )


def after(day: date, since: date) -> None:
    """Raises `LaterChange` unless `day` is later than `since`, the day of the last change."""
    if day <= since:
        raise LaterChange(
            _("Something is recorded from %(day)s on already.") % {"day": since.isoformat()},
            fields={"effective_on": [_("Choose a day after %(day)s.") % {"day": since}]},
        )


def supersede(row: UnitName | UnitPlace, day: date) -> None:
    """End what held until now; of several changes on one day the last one counts.

    Raises `LaterChange`.
    """
    if row.valid_from > day:
        after(day, row.valid_from)
    if row.valid_from == day:
        row.delete()
    else:
        row.valid_to = day
        row.save(update_fields=["valid_to"])


def open_on(thing: Dated, day: date, name: str) -> None:
    """Raises `NotOpen` unless `thing` holds on `day` and still today."""
    if thing.valid_from > day or thing.valid_to is not None:
        raise NotOpen(_("“%(name)s” does not exist on that day, or has ended.") % {"name": name})


def same_version(row: Versioned, version: int, theirs: dict[str, object]) -> None:
    """Raises `StaleVersion` with the stored values when somebody was faster."""
    if row.version != version:
        raise StaleVersion(
            _("Somebody else has changed this meanwhile."),
            theirs={**theirs, "version": row.version},
            next_step=_("Compare both, then save again."),
        )


def valid_uscc(number: str | None) -> str | None:
    """The unified social credit code in its plain form (GB 32100). Raises `InvalidInput`."""
    if not number or not number.strip():
        return None
    if not numbers.is_valid(number):
        message = _("This is no unified social credit code.")
        raise InvalidInput(message, fields={"uscc": [message]})
    return str(numbers.compact(number))


@cache
def _having(model: type[Model], field: str) -> Asked[[object], UUID]:
    """Keys of the rows that have a value."""
    rows = model._default_manager
    return Asked(lambda value: rows.filter(**{field: value}).values_list("pk", flat=True))


def free(model: type[M], field: str, value: object, *, but: UUID | None = None) -> None:
    """Raises `CodeTaken` when another row has this value."""
    if value is not None and any(pk != but for pk in _having(model, field)(value)):
        message = _("“%(value)s” is taken.") % {"value": value}
        raise CodeTaken(message, fields={field: [message]})


def choice_of(choices: Iterable[str], value: str, field: str) -> str:
    """`value` when it is one of `choices`. Raises `InvalidInput`."""
    if value not in choices:
        message = _("“%(value)s” is not one of the choices.") % {"value": value}
        raise InvalidInput(message, fields={field: [message]})
    return value


def named(name: str, field: str = "name") -> str:
    """`name` without space around it. Raises `InvalidInput` when nothing is left."""
    if not name.strip():
        message = _("This may not be empty.")
        raise InvalidInput(message, fields={field: [message]})
    return name.strip()


def locked_unit(unit_id: UUID) -> Unit:
    """The unit, locked. Raises `Missing`."""
    unit = lock(Unit, unit_id)
    if unit is None:
        raise Missing(_("There is no such unit."))
    return unit


def locked_post(post_id: UUID) -> Post:
    """The post, locked. Raises `Missing`."""
    post = lock(Post, post_id)
    if post is None:
        raise Missing(_("There is no such post."))
    return post


def locked_division(division_id: UUID) -> Division:
    """The division, locked. Raises `Missing`."""
    division = lock(Division, division_id)
    if division is None:
        raise Missing(_("There is no such division."))
    return division


def differences(row: object, wanted: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """(before, after) of the fields that `wanted` would change, as text for the journal."""
    changed = {k: v for k, v in wanted.items() if getattr(row, k) != v}
    before = {k: _text(getattr(row, k)) for k in changed}
    return before, {k: _text(v) for k, v in changed.items()}


def _text(value: object) -> str:
    return "" if value is None else str(value)
