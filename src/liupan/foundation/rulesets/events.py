"""Facts of `rulesets`."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import pgettext_lazy

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class RuleChanged(Fact, code="rulesets.rule.changed", label=pgettext_lazy("act", "rule changed")):
    """From a day on a rule says something else, or something for the first time."""

    set_code: str
    key: str
    scope: str
    valid_from: date
    value: str
    unit: str
    was: str | None
    source: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RuleEnded(Fact, code="rulesets.rule.ended", label=pgettext_lazy("act", "rule ended")):
    """From a day on there is no such rule any more."""

    set_code: str
    key: str
    scope: str
    ends_on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class RuleSetEntered(
    Fact, code="rulesets.set.entered", label=pgettext_lazy("act", "rule set entered")
):
    """A rule set was entered."""

    set_code: str
    title: str


@dataclass(frozen=True, kw_only=True)
class ShippedRulesLoaded(
    Fact, code="rulesets.shipment.loaded", label=pgettext_lazy("act", "shipped rules loaded")
):
    """Rules that came with the program were entered; what an administrator said was kept."""

    loaded: int
    kept: tuple[str, ...]
