"""Three sentences before any figure: how it stands, what moved, what wants a decision."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liupan.capabilities.plan.facade import Standing
from liupan.foundation.design.facade import amount, city_day, number
from liupan.surfaces.cockpit.figures import Card, Cockpit


@dataclass(frozen=True, slots=True)
class Sentence:
    """What it is about, the words, and where to go from there."""

    mark: str
    word: str | Promise
    about: str
    text: str
    url: str
    verb: str
    is_first: bool = False


def three(cockpit: Cockpit) -> tuple[Sentence, Sentence, Sentence]:
    """The three sentences, from the board alone."""
    return standing(cockpit), movement(cockpit), decision(cockpit)


def standing(cockpit: Cockpit) -> Sentence:
    """How many targets stand how, against the time that has passed."""
    edition = cockpit.board.edition
    risk = cockpit.count(Standing.AT_RISK, Standing.MISSED)
    text = _(
        "%(share)s%% of the plan's time has passed. Of %(all)s targets, %(well)s are reached or on"
        " track, %(risk)s are at risk or missed, %(none)s are not yet measured."
    ) % {
        "share": edition.share_of_time,
        "all": len(cockpit.board.targets),
        "well": cockpit.count(Standing.ON_TRACK, Standing.REACHED),
        "risk": risk,
        "none": cockpit.count(Standing.NOT_MEASURED),
    }
    mark, word = ("risk", _("at risk")) if risk else ("run", _("on track"))
    return Sentence(
        mark, word, _("How the plan stands"), text, reverse("plan:board"), _("See all targets")
    )


def movement(cockpit: Cockpit) -> Sentence:
    """What changed since last month."""
    moved = cockpit.moved
    about = _("Since last month")
    if not moved:
        text = _("No measured target has moved since last month.")
        return Sentence("pause", _("no change"), about, text, reverse("plan:board"), _("See why"))
    first = moved[0]
    text = _("%(name)s: %(change)s, now %(value)s.") % {
        "name": first.name,
        "change": change_of(first),
        "value": amount(first.target.value, first.target.unit),
    }
    if others := len(moved) - 1:
        better = sum(1 for card in moved[1:] if card.is_better)
        text += _("Of %(n)s others that moved, %(better)s moved the right way.") % {
            "n": others,
            "better": better,
        }
    mark, word = ("risk", _("worse")) if first.is_worse else ("run", _("better"))
    return Sentence(mark, word, about, text, first.url, _("See the trend"))


def decision(cockpit: Cockpit) -> Sentence:
    """What wants a decision: the target furthest behind, else what nobody measures yet."""
    about = _("For your decision")
    if cockpit.worried:
        card = cockpit.worried[0]
        return Sentence(
            card.mark, card.word, about, why(card), card.url, _("See the gap"), is_first=True
        )
    if cockpit.unmeasured:
        text = ngettext(
            "Nothing measured is at risk. %(n)s target has no records yet: its office must open"
            " before it can be judged.",
            "Nothing measured is at risk. %(n)s targets have no records yet: their offices must"
            " open before they can be judged.",
            cockpit.unmeasured,
        ) % {"n": cockpit.unmeasured}
        url = f"{reverse('plan:board')}?standing={Standing.NOT_MEASURED}"
        about = _("Offices to come")
        return Sentence("none", _("not yet measured"), about, text, url, _("See which"))
    text = _("Every target is measured and on its way; nothing wants a decision today.")
    return Sentence("done", _("in order"), about, text, reverse("plan:board"), _("See all targets"))


def why(card: Card) -> str:
    """Why a target is at risk, in figures."""
    target, step = card.target, card.target.verdict.step
    words = {
        "name": card.name,
        "value": amount(target.value, target.unit),
        "target": amount(target.threshold, target.unit),
        "deadline": city_day(target.deadline_on),
        "lead": target.lead,
    }
    if target.verdict.standing is Standing.MISSED:
        return _("%(name)s stood at %(value)s when its deadline %(deadline)s passed.") % words
    if target.verdict.reason == "behind_step" and step:
        words |= {"step": amount(step.figure, target.unit), "day": city_day(step.day)}
        return (
            _(
                "%(name)s is at %(value)s; by %(day)s it should have been %(step)s."
                " %(lead)s leads it."
            )
            % words
        )
    if target.forecast:
        words["expected"] = amount(target.forecast[-1].expected, target.unit)
        return (
            _(
                "%(name)s is at %(value)s; at this pace it comes to %(expected)s by"
                " %(deadline)s, not %(target)s. %(lead)s leads it."
            )
            % words
        )
    return _("%(name)s is at %(value)s and moves the wrong way. %(lead)s leads it.") % words


def change_of(card: Card) -> str:
    """+3.2个百分点."""
    change = card.change
    if change is None:
        return ""
    sign = "+" if change > 0 else "−"
    if card.target.unit == "%":
        points = number(abs(change))
        return sign + _("%(points)s points") % {"points": points}
    return sign + amount(abs(change), card.target.unit)
