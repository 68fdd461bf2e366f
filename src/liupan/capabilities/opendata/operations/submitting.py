"""What the public sends in: taken, assigned, answered, checked before everybody sees it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.capabilities.opendata.events.public_acts import (
    DatasetFollowed,
    DatasetUnfollowed,
    SubmissionAnswered,
    SubmissionAssigned,
    SubmissionMade,
    SubmissionModerated,
)
from liupan.capabilities.opendata.models import Dataset, Follow, Picture, Submission
from liupan.capabilities.opendata.operations.keeping import holders, tell
from liupan.capabilities.opendata.operations.pictures import PictureDrawn, keep_picture
from liupan.capabilities.opendata.operations.public_keeping import (
    NotShowable,
    released_dataset,
    require_person,
    require_plain,
    require_rate,
    require_showable,
)
from liupan.capabilities.opendata.policies import ANSWER, MODERATE
from liupan.capabilities.opendata.rules import lists
from liupan.capabilities.opendata.rules.acts import (
    LIMIT,
    LONGEST,
    RATE,
    SHOWABLE,
    Kind,
    State,
    Visibility,
)
from liupan.capabilities.opendata.rules.links import host_of, is_elsewhere
from liupan.capabilities.opendata.rules.opening import State as DatasetState
from liupan.foundation.calendar.facade import (
    hand_over_clock,
    last_day_of,
    limit_from,
    start_clock,
    stop_clock,
)
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.messaging.facade import declare_kind
from liupan.foundation.numbering.facade import take_number
from liupan.foundation.organisations.facade import By, find_root, list_units
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Missing, Refusal
from liupan.kernel.ids import uuid7
from liupan.kernel.said import require_said
from liupan.kernel.work import place

SERIES, CLOCK = "opendata.submission", "opendata.submission"
WAITS = declare_kind("opendata.submission_waits", gettext_lazy("The public waits for an answer"))
ANSWERED = declare_kind("opendata.submission_answered", gettext_lazy("You have an answer"))
USES = 10


class AlreadyAnswered(Refusal):
    """It was answered, or declined."""


class OwnWords(Refusal):
    """Nobody checks what they wrote themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What somebody writes: plain text."""

    title: str
    text: str
    address: str = ""
    uses: tuple[UUID, ...] = ()


@operation
def submit(
    *, kind: Kind, words: Words, actor: Actor, now: datetime, dataset_id: UUID | None = None,
    picture: PictureDrawn | None = None,
) -> UUID:  # fmt: skip
    """Send in a request for data, a question, a report of an error or something made of the data;
    its id. Nobody else sees it yet. Raises `TooMany`, `InvalidInput`, `Missing`."""
    require_person(actor)
    by = By(actor, now)
    dataset = released_dataset(dataset_id) if dataset_id else None
    if dataset is None and kind in (Kind.QUESTION, Kind.ERROR):
        raise Missing(_("There is no such dataset."))
    require_plain(title=words.title, text=words.text)
    uses = _require_reuse(words) if kind is Kind.REUSE else []
    require_rate(Submission, {"author_id": actor.id, "kind": kind.value}, "said_at", RATE[kind], by)
    made = Submission(
        id=uuid7(), kind=kind.value, dataset=dataset, unit_id=dataset.unit_id if dataset else None,
        author_id=actor.id, title=words.title.strip(), text=words.text.strip(),
        address=words.address.strip(), uses=uses, said_at=now,
    )  # fmt: skip
    people = holders(ANSWER if made.unit_id else MODERATE, by, made.unit_id)
    _start(made, people, by)
    made.save(force_insert=True)
    if picture and kind is Kind.REUSE:
        keep_picture(made, picture)
    record(SubmissionMade(**_about(made), due_on=made.due_on), actor=actor, now=now)
    tell(people, WAITS, by, str(made.get_kind_display()), url=page_of(made), group=made.id)
    return made.id


@operation
def assign_submission(
    *, submission_id: UUID, unit_id: UUID, actor: Actor, now: datetime
) -> UUID:  # fmt: skip
    """Have a unit answer a request for data (交办). Raises `AlreadyAnswered`, `InvalidInput`."""
    require(actor, MODERATE)
    by = By(actor, now)
    found = _locked(submission_id)
    _require_waiting(found)
    if unit_id not in list_units([unit_id]):
        raise InvalidInput(fields={"unit_id": [_("There is no such unit.")]})
    found.unit_id = unit_id
    found.save(update_fields=["unit"])
    people = holders(ANSWER, by, unit_id)
    hand_over_clock(
        clock_id=found.clock_id, unit_id=unit_id, responsible=people, actor=actor, now=now
    )
    record(SubmissionAssigned(**_about(found)), actor=actor, now=now)
    tell(people, WAITS, by, str(found.get_kind_display()), url=page_of(found), group=found.id)
    return found.id


@operation
def answer_submission(
    *, submission_id: UUID, answer: str, is_declined: bool, actor: Actor, now: datetime,
    dataset_id: UUID | None = None,
) -> UUID:  # fmt: skip
    """Answer the author (答复); a request may lead to a dataset. Raises `AlreadyAnswered`."""
    by = By(actor, now)
    found = _locked(submission_id)
    require(actor, ANSWER if found.unit_id else MODERATE, unit_id=found.unit_id)
    _require_waiting(found)
    _require_another(found, actor)
    require_plain(text=answer)
    if dataset_id and found.kind == Kind.REQUEST:
        found.dataset = released_dataset(dataset_id)
    found.state = (State.DECLINED if is_declined else State.ANSWERED).value
    found.answer, found.answered_at, found.answered_by = answer.strip(), now, actor.id
    found.is_late = stop_clock(clock_id=found.clock_id, actor=actor, now=now)
    found.save(
        update_fields=["dataset", "state", "answer", "answered_at", "answered_by", "is_late"]
    )
    fact = SubmissionAnswered(**_about(found), outcome=found.state, was_late=found.is_late)
    record(fact, actor=actor, now=now)
    _tell_author(found, by, found.answer)
    return found.id


@operation
def show_submission(*, submission_id: UUID, actor: Actor, now: datetime) -> UUID:
    """Let everybody see it, after a look (审核通过). Raises `NotShowable`, `OwnWords`."""
    by = By(actor, now)
    found = _to_moderate(submission_id, actor)
    seen = Picture.objects.filter(submission=found).values_list("words", flat=True).first()
    text = f"{found.title}\n\n{found.text}\n\n{found.answer}\n\n{seen or ''}"
    require_showable(text, by, next_step=_("Do not show it; answer the author alone."))
    return _moderated(found, Visibility.SHOWN, "", by)


@operation
def hide_submission(*, submission_id: UUID, reason: str, actor: Actor, now: datetime) -> UUID:
    """Nobody but the author sees it, also what was shown before (不予展示)."""
    found = _to_moderate(submission_id, actor)
    require_said(reason=reason)
    return _moderated(found, Visibility.HIDDEN, reason.strip(), By(actor, now))


@operation
def follow_dataset(*, dataset_id: UUID, actor: Actor, now: datetime) -> bool:
    """Hear of new data of a dataset (关注), or no more; whether it is followed now."""
    require_person(actor)
    dataset = released_dataset(dataset_id)
    gone, _each = Follow.objects.filter(dataset=dataset, account_id=actor.id).delete()
    if gone:
        record(DatasetUnfollowed(thing_id=dataset.id), actor=actor, now=now)
        return False
    _made, is_new = Follow.objects.get_or_create(
        dataset=dataset, account_id=actor.id, defaults={"since": now}
    )
    if is_new:
        record(DatasetFollowed(thing_id=dataset.id), actor=actor, now=now)
    else:
        nothing_changed()
    return True


def page_of(found: Submission) -> str:
    """The office's page of it."""
    return place("opendata:submission", found.id)


def _start(made: Submission, people: frozenset[UUID], by: By) -> None:
    made.number = take_number(series=SERIES, user_id=made.id, actor=by.actor, now=by.now)
    unit_id = made.unit_id or _root()
    made.clock_id = start_clock(
        of_type=CLOCK, of_id=made.id, kind=CLOCK, title=made.title, unit_id=unit_id,
        limit=limit_from(lists.LIMITS, LIMIT[Kind(made.kind)], on=by.today), responsible=people,
        url=page_of(made), actor=by.actor, now=by.now,
    )  # fmt: skip
    made.due_on = last_day_of(made.clock_id)


def _root() -> UUID:
    root = find_root()
    if root is None:
        raise Missing(_("There is no government."))
    return root.id


def _require_reuse(words: Words) -> list[UUID]:
    """What was made has an address on the web, and names the datasets it was made of."""
    wrong: dict[str, list[str]] = {}
    if words.address and (
        len(words.address) > LONGEST["address"]
        or not is_elsewhere(words.address)
        or not host_of(words.address)
    ):
        wrong["address"] = [_("An address that begins with https://.")]
    uses = list(dict.fromkeys(words.uses))[: USES + 1]
    known = Dataset.objects.filter(id__in=uses, state=DatasetState.PUBLISHED.value).count()
    if not uses or len(uses) > USES or known != len(uses):
        wrong["uses"] = [_("Name the datasets it was made of, at most %s.") % USES]
    if wrong:
        raise InvalidInput(_("This cannot be sent like this."), fields=wrong)
    return uses


def _locked(submission_id: UUID) -> Submission:
    found = Submission.objects.select_for_update().filter(id=submission_id).first()
    if found is None:
        raise Missing(_("There is nothing like this."))
    return found


def _to_moderate(submission_id: UUID, actor: Actor) -> Submission:
    require(actor, MODERATE)
    found = _locked(submission_id)
    _require_another(found, actor)
    if Kind(found.kind) not in SHOWABLE:
        raise NotShowable(_("A report of an error is answered to its author alone."))
    return found


def _moderated(found: Submission, visibility: Visibility, why: str, by: By) -> UUID:
    found.visibility, found.why_hidden = visibility.value, why
    found.moderated_at, found.moderated_by = by.now, by.actor.id
    fields = ["visibility", "why_hidden", "moderated_at", "moderated_by"]
    if found.kind == Kind.REUSE and found.state == State.WAITING:
        found.state = State.ANSWERED.value
        found.is_late = stop_clock(clock_id=found.clock_id, actor=by.actor, now=by.now)
        fields += ["state", "is_late"]
    found.save(update_fields=fields)
    is_shown = visibility is Visibility.SHOWN
    fact = SubmissionModerated(**_about(found), shown=is_shown, why=why)
    record(fact, actor=by.actor, now=by.now)
    _tell_author(found, by, _("It is shown to everybody.") if is_shown else why)
    return found.id


def _require_waiting(found: Submission) -> None:
    if found.state != State.WAITING:
        raise AlreadyAnswered(_("%(number)s was answered.") % {"number": found.number})


def _require_another(found: Submission, actor: Actor) -> None:
    if found.author_id == actor.id:
        raise OwnWords(_("You wrote this yourself."))


def _about(found: Submission) -> dict[str, Any]:
    return {
        "thing_id": found.id,
        "concerned": tuple(one for one in (found.dataset_id, found.unit_id) if one),
        "number": found.number,
        "kind": found.kind,
        "dataset_id": found.dataset_id,
        "unit_id": found.unit_id,
    }


def _tell_author(found: Submission, by: By, body: str) -> None:
    title = f"{found.get_kind_display()} {found.number}"
    url = place("opendata:my-acts")
    tell([found.author_id], ANSWERED, by, title, url=url, group=found.id, body=body)
