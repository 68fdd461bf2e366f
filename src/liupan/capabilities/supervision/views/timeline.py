"""What was done with an item and its parts, as a timeline."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from liupan.capabilities.supervision.queries.offering import COLOURS, FINDINGS
from liupan.capabilities.supervision.queries.shapes import EntryView, ItemView, Node
from liupan.capabilities.supervision.rules.states import Act, State
from liupan.foundation.calendar.facade import ClockState
from liupan.foundation.design.facade import Event, File, city_moment, short_day

SHOWN = 20
"""So many are shown at first."""

OPINIONS = {
    Act.ENDORSE, Act.RETURN, Act.CLOSE, Act.NOTE, Act.GRANT, Act.REFUSE, Act.URGE, Act.REOPEN,
    Act.VISIT,
}  # fmt: skip
REPORTS = {Act.PROGRESS, Act.REPORT, Act.ASK, Act.SIGN_FOR}
SHEETS = {Act.SHEET, Act.ANSWER, Act.LAPSE}
FILTERS: Mapping[str, set[Act]] = {"opinions": OPINIONS, "reports": REPORTS, "sheets": SHEETS}

MARKS = {
    Act.RETURN: "back", Act.REFUSE: "back", Act.LAPSE: "late", Act.LATE: "late",
    Act.REVISE: "sys", Act.RESUME: "sys", Act.REGISTER: "", Act.DECOMPOSE: "", Act.HAND_OVER: "",
    Act.ARCHIVE: "", Act.WITHDRAW: "", Act.REASSIGN: "",
}  # fmt: skip

WAITS = {
    State.REGISTERED: gettext_lazy("Waits to be handed over"),
    State.HANDED_OVER: gettext_lazy("Waits to be signed for"),
    State.ENDORSING: gettext_lazy("Waits to be endorsed"),
    State.VERIFYING: gettext_lazy("Waits to be verified"),
}
Files = Mapping[Any, Sequence[File]]


def events_of(item: ItemView, show: str, *, everything: bool, files: Files) -> list[Event]:
    """The timeline, the newest first; what waits now stands above it."""
    wanted = entries_shown(item, show)
    shown = wanted if everything else wanted[:SHOWN]
    done = [_event(entry, item, files) for entry in shown]
    return [*_waiting(item), *done] if not show else done


def entries_shown(item: ItemView, show: str) -> list[EntryView]:
    """Entries of one kind, or all; a part's own registering is said by its whole."""
    kinds = FILTERS.get(show)
    return [
        entry
        for entry in item.entries
        if (kinds is None or entry.kind in kinds)
        and not (entry.kind is Act.REGISTER and entry.item_id != item.id)
    ]


def waiting_parts(item: ItemView) -> list[Node]:
    """Parts that wait for somebody's act and that the actor may open."""
    return [
        node for node in item.tree if node.id != item.id and node.state in WAITS and node.is_whole
    ]


def _waiting(item: ItemView) -> Iterable[Event]:
    for request in item.requests:
        if request.is_open:
            place = request.code if request.item_id != item.id else ""
            who = (place, request.kind_label, request.unit, request.asked_by)
            yield Event(
                act=_("Waits for a decision"), who=" ".join(part for part in who if part),
                kind="now", at=request.asked_at,
            )  # fmt: skip
    if item.line.state in WAITS:
        text = ""
        if item.line.state is State.VERIFYING:
            text = _waits_for_verification(item)
        yield Event(
            act=WAITS[item.line.state], who=item.holder_name, kind="now", text=text,
            at=item.clock.text if item.clock else "",
        )  # fmt: skip


def _waits_for_verification(item: ItemView) -> str:
    """The rule of lateness in words, where the limit stands still; who does not verify."""
    others = _("Nobody verifies what they reported or endorsed themselves.")
    if item.clock is None or item.clock.state is not ClockState.PAUSED:
        return others
    still = _(
        "The unit's limit stands still: in time is what was reported and endorsed by the day,"
        " however long verification takes."
    )
    return f"{still} {others}"


def _event(entry: EntryView, item: ItemView, files: Files) -> Event:
    return Event(
        act=_act(entry),
        who=_who(entry, item),
        at=entry.at,
        kind=_mark(entry),
        said=entry.opinion,
        text=_more(entry),
        by_leader=entry.kind is Act.NOTE,
        files=tuple(files.get(entry.id, ())),
    )


def _mark(entry: EntryView) -> str:
    if entry.kind is Act.SHEET:
        return f"sheet-{entry.values['colour']}"
    mark = MARKS.get(entry.kind, "act")
    return "act" if mark == "sys" and entry.opinion else mark


def _act(entry: EntryView) -> str:
    if entry.kind in SHEETS:
        colour = str(COLOURS.get(entry.values.get("colour", ""), ""))
        words = {
            Act.SHEET: pgettext("entry", "%(colour)s issued"),
            Act.ANSWER: pgettext("entry", "%(colour)s answered"),
            Act.LAPSE: pgettext("entry", "%(colour)s lapsed"),
        }
        return words[entry.kind] % {"colour": colour}
    if entry.kind is Act.ASK:
        if entry.values.get("request") == "pause":
            return pgettext("entry", "asked for a pause")
        return pgettext("entry", "asked for more time")
    return entry.kind_label


def _who(entry: EntryView, item: ItemView) -> str:
    place = "" if entry.item_id == item.id else f"{entry.code} {entry.title}"
    person = " ".join(part for part in (entry.actor_unit, entry.actor) if part)
    return pgettext("between parts of a line", ", ").join(p for p in (place, person) if p)


def _more(entry: EntryView) -> str:
    """What the act changed, in a sentence."""
    said = entry.values
    match entry.kind:
        case Act.PROGRESS:
            return _("From %(before)s%% to %(after)s%%") % {
                "before": said.get("before", 0), "after": entry.percent,
            }  # fmt: skip
        case Act.SHEET:
            by_rule = _("by rule") if said.get("by_rule") else ""
            answer = _("answer by %(day)s") % {"day": _day(said.get("answer_by"))}
            parts = (said.get("number", ""), answer, by_rule, said.get("direct", ""))
            return pgettext("between parts of a line", ", ").join(p for p in parts if p)
        case Act.VISIT:
            when = city_moment(datetime.fromisoformat(said["at"]))
            met = _("met: %(who)s") % {"who": said["met"]} if said.get("met") else ""
            parts = (str(FINDINGS[said["finding"]]), said["place"], when, met)
            return pgettext("between parts of a line", ", ").join(p for p in parts if p)
        case Act.REGISTER | Act.HAND_OVER:
            return _("due on %(day)s") % {"day": _day(said.get("due_on"))}
        case Act.ASK if said.get("until_on"):
            return _("until %(day)s instead of %(before)s") % {
                "day": _day(said["until_on"]), "before": _day(said.get("before")),
            }  # fmt: skip
        case Act.GRANT | Act.RESUME | Act.REOPEN | Act.RETURN if said.get("before") != said.get(
            "after"
        ):
            return _("due on %(after)s instead of %(before)s") % {
                "after": _day(said.get("after")), "before": _day(said.get("before")),
            }  # fmt: skip
        case Act.REFUSE:
            return _("the day stays %(day)s") % {"day": _day(said.get("before"))}
        case Act.CLOSE if said.get("late_days"):
            return _("due on %(day)s, done %(n)s working days late") % {
                "day": _day(said.get("due_on")), "n": said["late_days"],
            }  # fmt: skip
        case Act.CLOSE if said.get("done_on") and not said.get("late"):
            return _("reported on %(done)s, due on %(day)s: in time") % {
                "done": _day(said["done_on"]), "day": _day(said.get("due_on")),
            }  # fmt: skip
        case Act.DECOMPOSE:
            codes = pgettext("between chosen values", ", ").join(said.get("parts", ()))
            return _("into %(codes)s") % {"codes": codes}
        case Act.ENDORSE if said.get("by_reporter"):
            return _("by the person who reported it")
        case Act.LATE:
            return _("since %(day)s; this stays") % {"day": _day(said.get("since"))}
    return ""


def _day(text: object) -> str:
    try:
        day = date.fromisoformat(str(text))
    except ValueError:
        return ""
    return short_day(day)
