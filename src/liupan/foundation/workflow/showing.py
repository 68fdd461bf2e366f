"""An instance as pages show it: `{% include "workflow/process.html" with process=instance %}`."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from liupan.foundation.design.facade import (
    Diagram,
    DiagramStep,
    Event,
    StepState,
    city_day,
    city_moment,
)
from liupan.foundation.workflow.queries.reading import (
    InstanceRef,
    OpinionRef,
    StepRef,
    VerdictRef,
)

VOTES: dict[str, str | Promise] = {
    "agree": pgettext_lazy("vote", "agrees"),
    "refuse": pgettext_lazy("vote", "refuses"),
}
ACTS: dict[str, str | Promise] = {
    "return": gettext_lazy("sent back"),
    "hand_over": gettext_lazy("handed over"),
    "delegate": gettext_lazy("delegated"),
    "give_back": gettext_lazy("gave back"),
}


def timeline_of(instance: InstanceRef) -> list[Event]:
    """Everything that was done and said in an instance, in order, and what it waits for now."""
    begun = Event(
        act=_("Process started"), who=instance.started_by, at=instance.started_at, kind="sys"
    )
    events = [begun]
    verdicts = list(instance.verdicts)
    for step in instance.steps:
        while verdicts and verdicts[0].said_at <= step.opened_at:  # it led to this step
            events.append(_of_table(verdicts.pop(0)))
        events += _of_step(step)
    events += map(_of_table, verdicts)
    if instance.ended_at is not None:
        events.append(Event(act=instance.state_label, at=instance.ended_at, kind="sys"))
    return events


def _of_table(said: VerdictRef) -> Event:
    rules = "、".join(str(one) for one in said.rules)
    words = _("version %(number)s, rule %(rules)s") if rules else _("version %(number)s, no rule")
    text = words % {"number": said.number, "rules": rules}
    return Event(act=said.table, at=said.said_at, kind="sys", text=text)


def diagram_of(instance: InstanceRef) -> Diagram:
    """The process as it is drawn, with where it stands; reached again, a step is what it is now."""
    steps: dict[str, DiagramStep] = {}
    for step in instance.steps:
        before = steps[step.element].history if step.element in steps else ()
        steps[step.element] = DiagramStep(
            id=step.element,
            name=step.name,
            state=_stands(instance, step),
            history=(*before, *_history(step)),
        )
    url = reverse("workflow:drawing", args=[instance.id])
    return Diagram(name=instance.process, url=url, steps=tuple(steps.values()))


def _stands(instance: InstanceRef, step: StepRef) -> StepState:
    if not step.is_open:
        return StepState.DONE if step.state == "done" else StepState.RETURNED
    if instance.state == "cancelled":
        return StepState.CANCELLED
    is_waiting = step.kind == "message" or instance.state == "suspended"
    return StepState.WAITING if is_waiting else StepState.ACTIVE


def _history(step: StepRef) -> Iterator[str]:
    for opinion in step.opinions:
        parts = (opinion.author, str(_word(opinion)))
        said = pgettext("between parts of a line", ", ").join(p for p in parts if p)
        yield f"{city_moment(opinion.written_at)} {said}"
    if not step.opinions and step.closed_at and step.done_by:
        yield f"{city_moment(step.closed_at)} {step.done_by}"


def _of_step(step: StepRef) -> Iterator[Event]:
    for opinion in step.opinions:
        is_return = opinion.act == "return"
        yield Event(
            act=step.name,
            who=opinion.author,
            at=opinion.written_at,
            kind="back" if is_return else "act",
            text=_word(opinion),
            said=opinion.text,
        )
    spoken = {opinion.author for opinion in step.opinions if opinion.act in ("complete", "sign")}
    for signer in step.signers:
        if signer.vote and signer.voted_by not in spoken:
            yield Event(
                act=step.name, who=signer.voted_by, at=signer.voted_at or "", kind="act",
                text=VOTES.get(signer.vote, ""),
            )  # fmt: skip
    if step.is_open:
        yield Event(
            act=step.name, who="、".join(step.holders) or _("nobody"), at=_("waits"), kind="now"
        )
    elif not step.signing and step.done_by and step.done_by not in spoken:
        yield Event(act=step.name, who=step.done_by, at=step.closed_at or "", kind="act")


def _word(one: OpinionRef) -> str | Promise:
    """What was done; of a step that was done without a word its name says enough."""
    if one.act in ACTS:
        return ACTS[one.act]
    if one.act == "put_off":
        return _("put off until %(day)s") % {"day": city_day(date.fromisoformat(one.outcome))}
    is_plain = (one.act, one.outcome, one.text) == ("complete", "agree", "")
    return "" if is_plain else VOTES.get(one.outcome, "")
