"""What the public sent in and applied for, as those who answer see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import BooleanFilter, CharFilter, MultipleChoiceFilter

from liupan.capabilities.opendata.models import Application, Link, Picture, Submission
from liupan.capabilities.opendata.policies import ANSWER, MODERATE, over
from liupan.capabilities.opendata.queries.acts import MARKS, PictureRef, pictures_of
from liupan.capabilities.opendata.queries.rows import ShapedRows
from liupan.capabilities.opendata.rules.acts import (
    SHOWABLE,
    ApplicationState,
    Kind,
    State,
    Visibility,
)
from liupan.foundation.access.facade import asked_by
from liupan.foundation.design.facade import FilterSet
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.organisations.facade import list_units
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may
from liupan.kernel.errors import Missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Something that waits, or was answered, as a list shows it."""

    id: UUID
    number: str
    title: str
    kind_label: str
    unit: str
    said_at: datetime
    due_on: date
    is_late: bool
    state: str
    state_label: str
    mark: str
    visibility_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionView:
    """Something sent in, with what the actor can do: assign, answer, show, hide."""

    line: Line
    kind: Kind
    text: str
    address: str
    author: str
    answer: str
    why_hidden: str
    picture: PictureRef | None
    dead_since: date | None
    dataset: tuple[UUID, str] | None
    may: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationView:
    """An application, with what the actor can do: accept, refuse, extend, revoke."""

    line: Line
    purpose: str
    applicant: str
    agreement: int
    reason: str
    until_on: date | None
    uses: int
    dataset: tuple[UUID, str]
    may: frozenset[str]


class SubmissionFilters(FilterSet):
    """What can be chosen of the list."""

    q = CharFilter(label=gettext_lazy("Number or words"), method="by_words")
    kind = MultipleChoiceFilter(
        label=gettext_lazy("Kind"), choices=Submission.Kind.choices, distinct=False
    )
    state = MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=Submission.State.choices, distinct=False
    )
    visibility = MultipleChoiceFilter(
        label=gettext_lazy("Shown"), choices=Submission.Visibility.choices, distinct=False
    )

    class Meta:
        model = Submission
        fields: tuple[str, ...] = ()

    def by_words(self, found: QuerySet[Submission], _name: str, value: str) -> QuerySet[Submission]:
        for word in value.replace("\0", "").split():
            found = found.filter(Q(title__icontains=word) | Q(number__icontains=word))
        return found


class ApplicationFilters(FilterSet):
    """What can be chosen of the list."""

    q = CharFilter(label=gettext_lazy("Number or dataset"), method="by_words")
    state = MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=Application.State.choices, distinct=False
    )

    class Meta:
        model = Application
        fields: tuple[str, ...] = ()

    def by_words(
        self, found: QuerySet[Application], _name: str, value: str
    ) -> QuerySet[Application]:
        for word in value.replace("\0", "").split():
            found = found.filter(Q(dataset__title__icontains=word) | Q(number__icontains=word))
        return found


def seen(actor: Actor) -> Q:
    """What was sent in, as far as the actor answers or moderates it."""
    if may(actor, MODERATE):
        return Q()
    return over(actor, ANSWER)


def to_answer(actor: Actor) -> Q:
    """Waits for an answer of the actor's unit, or without a unit for the authority."""
    mine = over(actor, ANSWER)
    if may(actor, MODERATE):
        mine |= Q(unit__isnull=True)
    return mine & Q(state=State.WAITING.value) & ~Q(kind=Kind.REUSE.value)


def to_moderate(actor: Actor) -> Q:
    """Waits for a look before everybody sees it: questions when they are answered."""
    if not may(actor, MODERATE):
        return Q(pk__in=[])
    ripe = ~Q(kind=Kind.QUESTION.value) | ~Q(state=State.WAITING.value)
    showable = Q(kind__in=[one.value for one in SHOWABLE])
    return showable & ripe & Q(visibility=Visibility.CHECKING.value) & ~Q(author_id=actor.id)


def applications_to_reply(actor: Actor) -> Q:
    """Applications that wait for the actor's unit."""
    waits = Q(state=ApplicationState.WAITING.value) & ~Q(applicant_id=actor.id)
    return over(actor, ANSWER) & waits


def list_submissions(actor: Actor) -> ShapedRows[Line]:
    """For a list page; a constant number of queries a page."""
    chosen = {
        "turn": BooleanFilter(
            label=gettext_lazy("Waiting for me"), method=_by(to_answer(actor) | to_moderate(actor))
        )
    }
    filters = type("SubmissionFiltersOfActor", (SubmissionFilters,), chosen)
    return ShapedRows(Submission.objects.filter(seen(actor)), filters, many=submission_lines)


def list_applications(actor: Actor) -> ShapedRows[Line]:
    """For a list page; a constant number of queries a page."""
    chosen = {
        "turn": BooleanFilter(
            label=gettext_lazy("Waiting for me"), method=_by(applications_to_reply(actor))
        )
    }
    filters = type("ApplicationFiltersOfActor", (ApplicationFilters,), chosen)
    found = Application.objects.filter(over(actor, ANSWER)).select_related("dataset")
    return ShapedRows(found, filters, many=application_lines)


def get_submission(actor: Actor, submission_id: UUID) -> SubmissionView:
    """One of them. Raises `Missing`."""
    shown = Submission.objects.filter(seen(actor), id=submission_id).select_related("dataset")
    found = shown.first()
    if found is None:
        raise Missing(_("There is nothing like this."))
    return SubmissionView(
        line=submission_lines([found])[0], kind=Kind(found.kind), text=found.text,
        address=found.address, author=_name(found.author_id), answer=found.answer,
        why_hidden=found.why_hidden, picture=pictures_of([found]).get(found.id),
        dead_since=_dead_since(found.address),
        dataset=(found.dataset.id, found.dataset.title) if found.dataset else None,
        may=frozenset(_acts(found, actor)),
    )  # fmt: skip


def get_picture(actor: Actor, submission_id: UUID) -> bytes:
    """The picture of one of them, as PNG. Raises `Missing`."""
    seen_here = Submission.objects.filter(seen(actor), id=submission_id)
    found = Picture.objects.filter(submission__in=seen_here).first()
    if found is None:
        raise Missing(_("There is nothing like this."))
    return bytes(found.content)


def _dead_since(address: str) -> date | None:
    if not address:
        return None
    found = Link.objects.filter(address=address, dead_since__isnull=False).first()
    return clock.on(found.dead_since) if found and found.dead_since else None


def get_application(actor: Actor, application_id: UUID) -> ApplicationView:
    """One of them. Raises `Missing`."""
    shown = Application.objects.filter(over(actor, ANSWER), id=application_id)
    found = shown.select_related("dataset").first()
    if found is None:
        raise Missing(_("There is no such application."))
    waits = found.state == ApplicationState.WAITING and found.applicant_id != actor.id
    acts = {"accept", "refuse"} if waits else set()
    if waits and not found.is_extended:
        acts.add("extend")
    if found.state == ApplicationState.ACCEPTED:
        acts.add("revoke")
    return ApplicationView(
        line=application_lines([found])[0], purpose=found.purpose,
        applicant=_name(found.applicant_id), agreement=found.agreement, reason=found.reason,
        until_on=found.until_on, uses=found.uses,
        dataset=(found.dataset.id, found.dataset.title), may=frozenset(acts),
    )  # fmt: skip


def list_waiting_acts(actor: Actor, what: str, *, limit: int) -> list[Line]:
    """What waits: `answer`, `moderate` or `reply`. Two queries; none without a right."""
    if what == "reply":
        if not may(actor, ANSWER):
            return []
        return application_lines(_soonest_applications(actor, limit))
    if _condition(actor, what) is None:
        return []
    return submission_lines(_soonest_submissions(actor, what, limit))


@asked_by
def _soonest_applications(actor: Actor, limit: int) -> QuerySet[Application]:
    found = Application.objects.filter(applications_to_reply(actor)).select_related("dataset")
    return found.order_by("due_on", "id")[:limit]


@asked_by
def _soonest_submissions(actor: Actor, what: str, limit: int) -> QuerySet[Submission]:
    found = Submission.objects.filter(_condition(actor, what) or Q(pk__in=[]))
    return found.order_by("due_on", "id")[:limit]


def count_waiting_acts(actor: Actor, what: str) -> int:
    """How many wait in all."""
    if what == "reply":
        if not may(actor, ANSWER):
            return 0
        return Application.objects.filter(applications_to_reply(actor)).count()
    condition = _condition(actor, what)
    return Submission.objects.filter(condition).count() if condition is not None else 0


def submission_lines(found: Sequence[Submission]) -> list[Line]:
    """As a list shows them. One query."""
    units = list_units({one.unit_id for one in found if one.unit_id}) if found else {}
    today = clock.today()
    return [
        Line(
            id=one.id, number=one.number, title=one.title,
            kind_label=str(one.get_kind_display()),
            unit=units[one.unit_id].name if one.unit_id in units else "",
            said_at=one.said_at, due_on=one.due_on,
            is_late=one.is_late or (one.state == State.WAITING and today > one.due_on),
            state=one.state, state_label=str(one.get_state_display()), mark=MARKS[one.state],
            visibility_label=str(one.get_visibility_display()),
        )
        for one in found
    ]  # fmt: skip


def application_lines(found: Sequence[Application]) -> list[Line]:
    """As a list shows them. One query."""
    units = list_units({one.unit_id for one in found}) if found else {}
    today = clock.today()
    return [
        Line(
            id=one.id, number=one.number, title=one.dataset.title, kind_label="",
            unit=units[one.unit_id].name if one.unit_id in units else "",
            said_at=one.asked_at, due_on=one.due_on,
            is_late=one.is_late or (one.state == ApplicationState.WAITING and today > one.due_on),
            state=one.state, state_label=str(one.get_state_display()), mark=MARKS[one.state],
            visibility_label="",
        )
        for one in found
    ]  # fmt: skip


def _acts(found: Submission, actor: Actor) -> set[str]:
    waits, own = found.state == State.WAITING, found.author_id == actor.id
    moderates = may(actor, MODERATE)
    answers = may(actor, ANSWER, unit_id=found.unit_id) if found.unit_id else moderates
    is_shown = found.visibility == Visibility.SHOWN
    showable = moderates and not own and Kind(found.kind) in SHOWABLE
    able = {
        "assign": moderates and waits and found.kind == Kind.REQUEST,
        "answer": answers and waits and not own and found.kind != Kind.REUSE,
        "show": showable and not is_shown,
        "hide": showable and found.visibility != Visibility.HIDDEN,
    }
    return {act for act, is_able in able.items() if is_able}


def _condition(actor: Actor, what: str) -> Q | None:
    if what == "answer":
        return to_answer(actor) if may(actor, ANSWER) or may(actor, MODERATE) else None
    return to_moderate(actor) if may(actor, MODERATE) else None


def _name(account_id: UUID) -> str:
    found = list_accounts({account_id}).get(account_id)
    return found.name if found else _("unknown")


def _by(condition: Q) -> Any:
    return lambda found, _name, value: found.filter(condition) if value else found
