"""People are appointed to posts, act for others, and leave."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.organisations.events import (
    AppointmentEnded,
    PersonAppointed,
    PrimaryPostSet,
)
from liupan.foundation.organisations.guards import ask_guards
from liupan.foundation.organisations.models import Appointment, Post
from liupan.foundation.organisations.operations.checks import locked_post, open_on
from liupan.foundation.organisations.policies import require_over_posts
from liupan.kernel import clock, guarding
from liupan.kernel.authority import Actor, ActorKind
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal
from liupan.kernel.guarding import GuardedAct
from liupan.kernel.statements import asked, insert, update

APPOINTING = guarding.declare(
    "organisations.appointment.make", gettext_lazy("appoint somebody to an administrator's post")
)
ENDING = guarding.declare("organisations.appointment.end", gettext_lazy("end an appointment"))


class AlreadyAppointed(Refusal):
    """The person holds this post within that time already."""


class NotAppointable(Refusal):
    """Only staff with an open account hold posts."""


@operation
def appoint(
    *,
    post_id: UUID,
    account_id: UUID,
    valid_from: date,
    actor: Actor,
    now: datetime,
    valid_to: date | None = None,
    is_primary: bool | None = None,
    is_acting: bool = False,
) -> UUID:
    """Appoint a person to a post from a day on, perhaps until a day, perhaps acting (代理).

    `is_primary` None makes it the main post when the person has no other then; True puts it in
    the place of the present main post. Nobody appoints themselves.
    Raises `AlreadyAppointed`, `NotAppointable`, `NotOpen`, and what a guard refuses.
    """
    post = locked_post(post_id)
    require_over_posts(actor, post.unit_id)
    if actor.id == account_id:
        raise NotAuthorised(
            _("Nobody appoints themselves."), next_step=_("Ask another administrator.")
        )
    _can_hold_posts(account_id)
    open_on(post, valid_from, post.title)
    if valid_to and valid_to <= valid_from:
        message = _("The last day lies before the first.")
        raise InvalidInput(message, fields={"valid_to": [message]})
    ask_guards(actor, account_id, post.id, post.unit_id, valid_from, valid_to)
    terms = {"valid_from": str(valid_from), "valid_to": str(valid_to or "")}
    guarding.ask(
        GuardedAct(APPOINTING, actor, now, account_id=account_id, post_id=post.id, terms=terms)
    )
    appointment = make(post, account_id, valid_from, valid_to, is_primary, is_acting, actor, now)
    return appointment.id


@operation
def end_appointment(
    *, appointment_id: UUID, effective_on: date, actor: Actor, now: datetime, reason: str = ""
) -> None:
    """End an appointment: the first day on which the person no longer holds the post (免职).

    The day may lie ahead. Raises `Missing`, `InvalidInput`.
    """
    appointment = _locked(appointment_id)
    require_over_posts(actor, appointment.post.unit_id)
    if appointment.valid_to and appointment.valid_to <= effective_on:
        return nothing_changed()
    if effective_on <= appointment.valid_from:
        message = _("The appointment begins on that day or later.")
        raise InvalidInput(message, fields={"effective_on": [message]})
    guarding.ask(
        GuardedAct(
            ENDING,
            actor,
            now,
            account_id=appointment.account_id,
            post_id=appointment.post_id,
            ends_on=effective_on,
            terms={"effective_on": str(effective_on)},
        )
    )
    end(appointment, appointment.post, effective_on, reason, actor, now)
    return None


@operation
def set_primary_post(*, appointment_id: UUID, actor: Actor, now: datetime) -> None:
    """Make one of a person's posts the main one (主要岗位)."""
    appointment = _locked(appointment_id)
    require_over_posts(actor, appointment.post.unit_id)
    if appointment.is_primary:
        return nothing_changed()
    _others(appointment.account_id, appointment.valid_from, appointment.valid_to).update(
        is_primary=False
    )
    appointment.is_primary = True
    appointment.version += 1
    update(appointment, "is_primary", "version")
    fact = PrimaryPostSet(
        thing_id=appointment.id,
        concerned=(appointment.post_id, appointment.account_id),
        post_id=appointment.post_id,
        account_id=appointment.account_id,
    )
    record(fact, actor=actor, now=now)
    return None


@asked
def _held(account_id: UUID, day: date) -> QuerySet[Appointment, tuple[UUID, bool, date]]:
    """Posts held on the day or later, and since when."""
    rows = Appointment.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), account_id=account_id)
    return rows.order_by("is_primary").values_list("post_id", "is_primary", "valid_from")


def make(
    post: Post,
    account_id: UUID,
    valid_from: date,
    valid_to: date | None,
    is_primary: bool | None,
    is_acting: bool,
    actor: Actor,
    now: datetime,
) -> Appointment:
    """Write one appointment and its fact. Raises `AlreadyAppointed`."""
    held = [one for one in _held(account_id, valid_from) if not valid_to or one[2] < valid_to]
    posts = {post_id: primary for post_id, primary, _since in held}
    if post.id in posts:
        raise AlreadyAppointed(_("The person holds this post within that time already."))
    if is_primary:
        _others(account_id, valid_from, valid_to).update(is_primary=False)
    appointment = insert(
        Appointment(
            post=post,
            account_id=account_id,
            valid_from=valid_from,
            valid_to=valid_to,
            is_primary=not any(posts.values()) if is_primary is None else is_primary,
            is_acting=is_acting,
        )
    )
    fact = PersonAppointed(
        thing_id=appointment.id,
        concerned=(post.id, post.unit_id, account_id),
        post_id=post.id,
        unit_id=post.unit_id,
        account_id=account_id,
        valid_from=valid_from,
        valid_to=valid_to,
        is_primary=appointment.is_primary,
        is_acting=is_acting,
    )
    record(fact, actor=actor, now=now)
    return appointment


def end(
    appointment: Appointment, post: Post, day: date, reason: str, actor: Actor, now: datetime
) -> None:
    """Write the end of an appointment and its fact; one that never began is taken back."""
    appointment_id = appointment.id
    if day <= appointment.valid_from:
        appointment.delete()
    else:
        appointment.valid_to = day
        appointment.version += 1
        update(appointment, "valid_to", "version")
    fact = AppointmentEnded(
        thing_id=appointment_id,
        concerned=(post.id, post.unit_id, appointment.account_id),
        post_id=post.id,
        unit_id=post.unit_id,
        account_id=appointment.account_id,
        effective_on=day,
        reason=reason or None,
    )
    record(fact, actor=actor, now=now)


def end_all_of(account_id: UUID, _erases: bool, actor: Actor, now: datetime) -> None:
    """End every appointment of somebody whose account is closed, from today on."""
    today = clock.on(now)
    held = Appointment.objects.select_for_update(of=("self",)).select_related("post")
    for appointment in held.filter(account_id=account_id).exclude(valid_to__lte=today):
        end(appointment, appointment.post, today, "", actor, now)


def _locked(appointment_id: UUID) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("post")
    found = rows.filter(id=appointment_id).first()
    if found is None:
        raise Missing(_("There is no such appointment."))
    return found


def _can_hold_posts(account_id: UUID) -> None:
    account = list_accounts([account_id]).get(account_id)
    if account is None or not account.is_open or account.kind is not ActorKind.STAFF:
        raise NotAppointable(
            _("Only staff with an open account hold posts."),
            next_step=_("Open an account first."),
        )


def _overlaps(valid_from: date, valid_to: date | None) -> Q:
    begins = Q(valid_from__lt=valid_to) if valid_to else Q()
    return begins & (Q(valid_to__isnull=True) | Q(valid_to__gt=valid_from))


def _others(account_id: UUID, valid_from: date, valid_to: date | None) -> QuerySet[Appointment]:
    return Appointment.objects.filter(
        _overlaps(valid_from, valid_to), account_id=account_id, is_primary=True
    )
