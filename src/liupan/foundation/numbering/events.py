"""Facts of `numbering`."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import pgettext_lazy

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class SeriesDefined(
    Fact, code="numbering.series.defined", label=pgettext_lazy("act", "number series defined")
):
    """A series of numbers was defined, or its pattern changed for numbers to come."""

    series: str
    title: str
    pattern: str
    was: str | None


@dataclass(frozen=True, kw_only=True)
class PrefixSet(Fact, code="numbering.prefix.set", label=pgettext_lazy("act", "number prefix set")):
    """Numbers of a series taken in a scope bear this prefix from now on."""

    series: str
    scope: str
    prefix: str
    was: str | None


@dataclass(frozen=True, kw_only=True)
class NumberTaken(Fact, code="numbering.number.taken", label=pgettext_lazy("act", "number taken")):
    """A number was taken, or a reserved one used."""

    series: str
    text: str
    user_id: UUID | None
    was_reserved: bool


@dataclass(frozen=True, kw_only=True)
class NumberReserved(
    Fact, code="numbering.number.reserved", label=pgettext_lazy("act", "number reserved")
):
    """A number was set aside for later."""

    series: str
    text: str
    purpose: str


@dataclass(frozen=True, kw_only=True)
class NumberVoided(
    Fact, code="numbering.number.voided", label=pgettext_lazy("act", "number voided")
):
    """A number was made void; it is never used again."""

    series: str
    text: str
    reason: str
