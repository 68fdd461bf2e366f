"""Conditional data (有条件开放): applied for, replied to on a clock, used, revoked."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.capabilities.opendata.events.public_acts import (
    AgreementSet,
    ApplicationAccepted,
    ApplicationExtended,
    ApplicationMade,
    ApplicationRefused,
    ApplicationRevoked,
    ApplicationTakenBack,
    DataUsed,
)
from liupan.capabilities.opendata.models import Agreement, Application, Dataset
from liupan.capabilities.opendata.operations.keeping import holders, tell
from liupan.capabilities.opendata.operations.public_keeping import (
    released_dataset,
    require_person,
    require_plain,
    require_rate,
)
from liupan.capabilities.opendata.policies import ANSWER, MODERATE
from liupan.capabilities.opendata.rules import lists
from liupan.capabilities.opendata.rules.acts import ApplicationState
from liupan.capabilities.opendata.rules.opening import Openness
from liupan.foundation.calendar.facade import (
    cancel_clock,
    extend_clock,
    last_day_of,
    limit_from,
    start_clock,
    stop_clock,
)
from liupan.foundation.journal.facade import operation, record, refused_when_taken
from liupan.foundation.messaging.facade import declare_kind
from liupan.foundation.numbering.facade import take_number
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Actor, own, require
from liupan.kernel.errors import InvalidInput, Missing, Refusal
from liupan.kernel.ids import uuid7
from liupan.kernel.said import require_said
from liupan.kernel.work import place

SERIES, CLOCK = "opendata.application", "opendata.application"
WAITS = declare_kind("opendata.application_waits", gettext_lazy("An application waits for a reply"))
REPLIED = declare_kind("opendata.application_replied", gettext_lazy("Your application was replied"))


class AlreadyApplied(Refusal):
    """An application of this account for the dataset waits for its reply."""


class AlreadyDecided(Refusal):
    """The application was replied to, or taken back."""


class OwnApplication(Refusal):
    """Nobody replies to their own application."""


class NotAccepted(Refusal):
    """No accepted application of this account covers today."""

    status = 403


class OldAgreement(Refusal):
    """The agreement has another version meanwhile."""


@operation
def set_agreement(*, text: str, actor: Actor, now: datetime) -> int:
    """Give the agreement another version (开放利用协议); the number."""
    require(actor, MODERATE)
    require_said(text=text)
    version = Agreement.objects.count() + 1
    Agreement.objects.create(version=version, text=text.strip(), made_at=now, made_by=actor.id)
    record(AgreementSet(thing_id=uuid7(), version=version), actor=actor, now=now)
    return version


@operation
def apply_for_data(
    *, dataset_id: UUID, purpose: str, agreement: int, actor: Actor, now: datetime
) -> UUID:
    """Apply for data that are open on conditions (申请有条件开放数据); the application's id.

    Raises `AlreadyApplied`, `OldAgreement`, `TooMany`, `InvalidInput`, `Missing`.
    """
    require_person(actor)
    by = By(actor, now)
    dataset = released_dataset(dataset_id, Openness.CONDITIONAL)
    require_plain(purpose=purpose)
    _require_agreement(agreement)
    require_rate(Application, {"applicant_id": actor.id}, "asked_at", "day.apply", by)
    made = Application(
        id=uuid7(), dataset=dataset, unit_id=dataset.unit_id, applicant_id=actor.id,
        purpose=purpose.strip(), agreement=agreement, asked_at=now,
    )  # fmt: skip
    people = holders(ANSWER, by, dataset.unit_id)
    _start(made, dataset, people, by)
    with refused_when_taken(AlreadyApplied(_("Your application for these data waits already."))):
        made.save(force_insert=True)
    fact = ApplicationMade(**_about(made), agreement=agreement, due_on=made.due_on)
    record(fact, actor=actor, now=now)
    title = _("Applied for: %(title)s") % {"title": dataset.title}
    tell(people, WAITS, by, title, url=page_of(made), group=made.id)
    return made.id


@operation
def extend_reply(*, application_id: UUID, reason: str, actor: Actor, now: datetime) -> date:
    """Take longer for the reply, once, by as much as the rule says (延期答复); the new day."""
    by = By(actor, now)
    found = _to_reply(application_id, actor)
    require_said(reason=reason)
    limit = limit_from(lists.LIMITS, "apply_extension", on=by.today)
    extend_clock(
        clock_id=found.clock_id, limit=limit, approval=reason, reason=reason, actor=actor, now=now
    )
    found.is_extended, found.due_on = True, last_day_of(found.clock_id)
    found.save(update_fields=["is_extended", "due_on"])
    record(ApplicationExtended(**_about(found), due_on=found.due_on), actor=actor, now=now)
    _tell_applicant(found, by, _("The reply takes longer, until %(day)s.") % {"day": found.due_on})
    return found.due_on


@operation
def accept_application(
    *, application_id: UUID, until_on: date, actor: Actor, now: datetime, words: str = ""
) -> UUID:
    """Let the applicant use the data until a day (同意). Raises `AlreadyDecided`."""
    by = By(actor, now)
    found = _to_reply(application_id, actor)
    if until_on <= by.today:
        raise InvalidInput(fields={"until_on": [_("The last day lies before tomorrow.")]})
    found.until_on, found.reason = until_on, words.strip()
    _reply(found, ApplicationState.ACCEPTED, by, "until_on", "reason")
    fact = ApplicationAccepted(**_about(found), until_on=until_on, was_late=found.is_late)
    record(fact, actor=actor, now=now)
    _tell_applicant(found, by, _("Accepted: you can download the data."))
    return found.id


@operation
def refuse_application(*, application_id: UUID, reason: str, actor: Actor, now: datetime) -> UUID:
    """Refuse with the reason (不同意). Raises `AlreadyDecided`."""
    by = By(actor, now)
    found = _to_reply(application_id, actor)
    require_said(reason=reason)
    found.reason = reason.strip()
    _reply(found, ApplicationState.REFUSED, by, "reason")
    fact = ApplicationRefused(**_about(found), reason=found.reason, was_late=found.is_late)
    record(fact, actor=actor, now=now)
    _tell_applicant(found, by, found.reason)
    return found.id


@operation
def revoke_permit(*, application_id: UUID, reason: str, actor: Actor, now: datetime) -> UUID:
    """The data may not be used any more, at once (撤销). Raises `AlreadyDecided`."""
    by = By(actor, now)
    found = _locked(application_id)
    require(actor, ANSWER, unit_id=found.unit_id)
    _require_state(found, ApplicationState.ACCEPTED)
    require_said(reason=reason)
    found.state, found.reason = ApplicationState.REVOKED.value, reason.strip()
    found.save(update_fields=["state", "reason"])
    record(ApplicationRevoked(**_about(found), reason=found.reason), actor=actor, now=now)
    _tell_applicant(found, by, found.reason)
    return found.id


@operation
def take_back_application(*, application_id: UUID, actor: Actor, now: datetime) -> UUID:
    """The applicant takes it back (撤回). Raises `AlreadyDecided`, `Missing`."""
    found = _locked(application_id, applicant_id=actor.id)
    own(actor, found.applicant_id)
    _require_state(found, ApplicationState.WAITING)
    cancel_clock(clock_id=found.clock_id, reason=_("Taken back."), actor=actor, now=now)
    found.state = ApplicationState.TAKEN_BACK.value
    found.save(update_fields=["state"])
    record(ApplicationTakenBack(**_about(found)), actor=actor, now=now)
    return found.id


@operation
def use_data(*, dataset_id: UUID, form: str, actor: Actor, now: datetime) -> Dataset:
    """Write into the journal that the applicant takes the data (使用). Raises `NotAccepted` for
    everybody without an accepted application whose term runs, `Missing`."""
    require_person(actor)
    dataset = released_dataset(dataset_id, Openness.CONDITIONAL)
    found = (
        Application.objects.select_for_update()
        .filter(
            dataset=dataset, applicant_id=actor.id, state=ApplicationState.ACCEPTED.value,
            until_on__gte=By(actor, now).today,
        )
        .first()
    )  # fmt: skip
    if found is None:
        raise NotAccepted(
            _("These data are given on application."), next_step=_("Apply for them first.")
        )
    Application.objects.filter(id=found.id).update(uses=F("uses") + 1, last_used_at=now)
    record(DataUsed(**_about(found), form=form), actor=actor, now=now)
    return dataset


def page_of(application: Application) -> str:
    """The office's page of an application."""
    return place("opendata:application", application.id)


def _start(made: Application, dataset: Dataset, people: frozenset[UUID], by: By) -> None:
    made.number = take_number(series=SERIES, user_id=made.id, actor=by.actor, now=by.now)
    made.clock_id = start_clock(
        of_type=CLOCK, of_id=made.id, kind=CLOCK, title=dataset.title, unit_id=dataset.unit_id,
        limit=limit_from(lists.LIMITS, "apply", on=by.today), responsible=people,
        url=page_of(made), actor=by.actor, now=by.now,
    )  # fmt: skip
    made.due_on = last_day_of(made.clock_id)


def _require_agreement(version: int) -> None:
    if version != Agreement.objects.count():
        raise OldAgreement(
            _("The agreement has another version."), next_step=_("Read it and apply again.")
        )


def _locked(application_id: UUID, **more: Any) -> Application:
    found = Application.objects.select_for_update().filter(id=application_id, **more).first()
    if found is None:
        raise Missing(_("There is no such application."))
    return found


def _to_reply(application_id: UUID, actor: Actor) -> Application:
    found = _locked(application_id)
    require(actor, ANSWER, unit_id=found.unit_id)
    _require_state(found, ApplicationState.WAITING)
    if found.applicant_id == actor.id:
        raise OwnApplication(_("This is your own application."))
    return found


def _require_state(found: Application, state: ApplicationState) -> None:
    if found.state != state:
        raise AlreadyDecided(
            _("%(number)s is “%(state)s”: this is not possible now.")
            % {"number": found.number, "state": found.get_state_display()}
        )


def _reply(found: Application, state: ApplicationState, by: By, *fields: str) -> None:
    found.state, found.answered_at, found.answered_by = state.value, by.now, by.actor.id
    found.is_late = stop_clock(clock_id=found.clock_id, actor=by.actor, now=by.now)
    found.save(update_fields=["state", "answered_at", "answered_by", "is_late", *fields])


def _about(found: Application) -> dict[str, Any]:
    return {
        "thing_id": found.id,
        "concerned": (found.dataset_id, found.unit_id),
        "number": found.number,
        "dataset_id": found.dataset_id,
        "unit_id": found.unit_id,
        "state": found.state,
    }


def _tell_applicant(found: Application, by: By, body: str) -> None:
    title = _("Application %(number)s") % {"number": found.number}
    url = place("opendata:my-acts")
    tell([found.applicant_id], REPLIED, by, title, url=url, group=found.id, body=body)
