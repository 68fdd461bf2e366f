"""The requester's acts: a request is drawn up, handed in, its answer accepted or disputed, and it
is taken back (数据使用申请)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.events import (
    AnswerAccepted,
    AnswerDisputed,
    RequestBegun,
    RequestHandedIn,
    RequestRevised,
    RequestWithdrawn,
)
from liupan.capabilities.catalogue.models import Edition, Item, Request, RequestedItem
from liupan.capabilities.catalogue.operations.demands import require_fitting
from liupan.capabilities.catalogue.operations.request_keeping import (
    CHECK_CLOCK,
    about,
    announce,
    begin_limit,
    cancel_limits,
    keep,
    locked_request,
    move,
    require_act,
    require_request_version,
    tell_holders,
)
from liupan.capabilities.catalogue.operations.stages import to_negotiation, to_reviews
from liupan.capabilities.catalogue.policies import ASK, CHECK, DECIDE, sees
from liupan.capabilities.catalogue.queries.wording import wrong_rows
from liupan.capabilities.catalogue.rules.elements import NOT_SHARED
from liupan.capabilities.catalogue.rules.permits import Asked, Outcome, write_modes
from liupan.capabilities.catalogue.rules.requesting import Act, Side, State
from liupan.capabilities.catalogue.rules.scopes import check_rows, write_rows
from liupan.capabilities.catalogue.rules.states import State as EntryState
from liupan.foundation.journal.facade import nothing_changed, operation, refused_when_taken
from liupan.foundation.numbering.facade import take_number
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Missing, Refusal
from liupan.kernel.ids import uuid7
from liupan.kernel.said import require_said
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.statements import asked as made_once
from liupan.kernel.statements import insert

SERIES = "catalogue.request"
SAID = (
    "purpose_kind", "business", "purpose", "legal_basis", "rows", "valid_from", "valid_until",
    "modes", "quota",
)  # fmt: skip


class AlreadyAsked(Refusal):
    """A form that was sent twice at once: the other one made the request."""


class OwnData(Refusal):
    """A unit needs no grant for what it holds itself."""


@dataclass(frozen=True, slots=True)
class _Basis:
    """The published edition that a request stands on, with its items."""

    edition: Edition
    items: Sequence[Item]


@operation
def begin_request(
    *,
    resource_id: UUID,
    consumer_id: UUID,
    asked: Asked,
    actor: Actor,
    now: datetime,
    demand_id: UUID | None = None,
    once: UUID | None = None,
) -> UUID:
    """Begin a request of a unit for items of a published resource; returns its id.

    A draft may leave words out. `once`: a key of the form, so that a form sent twice makes one.
    Raises `NotAuthorised`, `Missing`, `InvalidInput`, `OwnData`.
    """
    require(actor, ASK, unit_id=consumer_id)
    if once and Request.objects.filter(id=once, consumer_id=consumer_id).exists():
        nothing_changed()
        return once
    by = By(actor, now)
    basis = _basis(resource_id, actor)
    edition = basis.edition
    require(actor, ASK, unit_id=consumer_id, secrecy=Secrecy(edition.secrecy))
    if edition.unit_id == consumer_id:
        raise OwnData(_("The unit holds this resource itself and needs no grant."))
    if demand_id:
        require_fitting(
            demand_id=demand_id, unit_id=consumer_id, resource_id=resource_id, actor=actor
        )
    _require_possible(asked, basis, by)
    request = Request(
        id=once or uuid7(), resource_id=resource_id, edition=edition, consumer_id=consumer_id,
        provider_id=edition.unit_id, title=edition.title, share_type=edition.share_type,
        secrecy=edition.secrecy, zone=edition.zone, demand_id=demand_id, begun_at=now,
        begun_by=actor.id, stage_at=now,
    )  # fmt: skip
    _say(request, asked)
    request.number = take_number(series=SERIES, user_id=request.id, actor=actor, now=now)
    with refused_when_taken(AlreadyAsked(_("This request was begun already."))):
        insert(request)
    _write_items(request, asked)
    keep(request, Act.BEGIN, by)
    announce(RequestBegun(**about(request, by), items=len(asked.item_ids)), by)
    return request.id


@operation
def revise_request(
    *, request_id: UUID, asked: Asked, version: int, actor: Actor, now: datetime
) -> UUID:
    """Change what a draft or a returned request asks for.

    It stands on the edition that is published now. Raises `StaleVersion`, `NotNow`,
    `InvalidInput`.
    """
    by = By(actor, now)
    held = locked_request(request_id, actor)
    request = held.request
    require_act(held, Act.REVISE, actor)
    require_request_version(request, version)
    basis = _basis(request.resource_id, actor)
    _require_possible(asked, basis, by)
    _say(request, asked)
    request.edition, request.share_type = basis.edition, basis.edition.share_type
    request.title, request.secrecy = basis.edition.title, basis.edition.secrecy
    request.zone = basis.edition.zone
    request.items.all().delete()
    _write_items(request, asked)
    move(request, request.standing, by, *SAID, "edition", "share_type", "title", "secrecy", "zone")
    keep(request, Act.REVISE, by)
    announce(RequestRevised(**about(request, by), items=len(asked.item_ids)), by)
    return request.id


@operation
def hand_in_request(
    *, request_id: UUID, actor: Actor, now: datetime, version: int | None = None, words: str = ""
) -> UUID:
    """Hand a request in: the data authority checks its conformity (提交). Raises `InvalidInput`
    naming what is missing, `NotNow`."""
    by = By(actor, now)
    held = locked_request(request_id, actor)
    request = held.request
    require_act(held, Act.HAND_IN, actor)
    require_request_version(request, version)
    require_said(
        business=request.business, purpose=request.purpose, legal_basis=request.legal_basis
    )
    _require_still_published(request, actor)
    _require_term(request.valid_until, by)
    request.round += 1
    request.handed_in_at, request.handed_in_by, request.decision = now, actor.id, None
    begin_limit(request, CHECK_CLOCK, CHECK, by)
    move(request, State.CHECKING, by, "round", "handed_in_at", "handed_in_by", "decision")
    keep(request, Act.HAND_IN, by, words, due_on=request.due_on)
    assert request.due_on
    announce(RequestHandedIn(**about(request, by), due_on=request.due_on), by)
    tell_holders(CHECK, request, by, _("To check: a request for access"))
    return request.id


@operation
def accept_answer(
    *, request_id: UUID, actor: Actor, now: datetime, version: int | None = None, words: str = ""
) -> UUID:
    """Accept what the provider answered: a part goes to the reviews, a refusal ends the request.

    Raises `NotNow`.
    """
    by = By(actor, now)
    held = locked_request(request_id, actor)
    request = held.request
    require_act(held, Act.ACCEPT, actor)
    require_request_version(request, version)
    assert request.decision
    outcome = Outcome(request.decision.outcome)
    if outcome is Outcome.REFUSE:
        move(request, State.REFUSED, by)
    else:
        to_reviews(request, by)
    keep(request, Act.ACCEPT, by, words)
    announce(AnswerAccepted(**about(request, by), outcome=outcome.value), by)
    return request.id


@operation
def dispute_answer(
    *, request_id: UUID, reason: str, actor: Actor, now: datetime, version: int | None = None
) -> UUID:
    """Object to a refusal or to a part (提出异议): both sides negotiate, then the data authority
    rules. Raises `NotNow`."""
    by = By(actor, now)
    held = locked_request(request_id, actor)
    request = held.request
    require_act(held, Act.OBJECT, actor)
    require_request_version(request, version)
    require_said(reason=reason)
    assert request.decision
    outcome = request.decision.outcome
    to_negotiation(request, by)
    keep(request, Act.OBJECT, by, reason, side=Side.CONSUMER, due_on=request.due_on)
    announce(AnswerDisputed(**about(request, by), outcome=outcome, reason=reason), by)
    tell_holders(DECIDE, request, by, _("Disputed: say your position"))
    tell_holders(CHECK, request, by, _("Disputed: to rule after both sides are heard"))
    return request.id


@operation
def withdraw_request(
    *, request_id: UUID, reason: str, actor: Actor, now: datetime, version: int | None = None
) -> UUID:
    """Take a request back before a grant is issued (撤回). Raises `NotNow`."""
    by = By(actor, now)
    held = locked_request(request_id, actor)
    request = held.request
    require_act(held, Act.WITHDRAW, actor)
    require_request_version(request, version)
    require_said(reason=reason)
    before = request.state
    cancel_limits(request, reason, by)
    move(request, State.WITHDRAWN, by)
    keep(request, Act.WITHDRAW, by, reason)
    announce(RequestWithdrawn(**about(request, by), state_before=before, reason=reason), by)
    return request.id


def _basis(resource_id: UUID, actor: Actor) -> _Basis:
    edition = _published(resource_id, actor)
    return _Basis(edition, _items(edition.id))


def _published(resource_id: UUID, actor: Actor) -> Edition:
    """The published edition of the resource. One query. Raises `Missing`."""
    edition = _edition.first(resource_id)
    if edition is None or not sees(actor, edition):
        raise Missing(_("There is no such entry."))
    return edition


@made_once
def _edition(resource_id: UUID) -> QuerySet[Edition]:
    return Edition.objects.filter(resource_id=resource_id, state=EntryState.PUBLISHED.value)


@made_once
def _items(edition_id: UUID) -> QuerySet[Item]:
    return Item.objects.filter(edition_id=edition_id).order_by("order")


def _require_possible(asked: Asked, basis: _Basis, by: By) -> None:
    """Raises `InvalidInput` naming every field that cannot stand."""
    fields: dict[str, list[str]] = {}
    if not asked.modes:
        fields["modes"] = [_("Choose at least one way of use.")]
    if told := _wrong_items(asked, basis):
        fields["item_ids"] = [told]
    types = {item.name: item.data_type for item in basis.items}
    if wrong := check_rows(asked.rows, types):
        fields["rows"] = [wrong_rows(one) for one in wrong]
    if asked.valid_until < asked.valid_from:
        fields["valid_until"] = [_("The last day is not before the first.")]
    elif asked.valid_until < by.today:
        fields["valid_until"] = [_("The last day has passed.")]
    if asked.quota < 1:
        fields["quota"] = [_("Say how many a day.")]
    if fields:
        raise InvalidInput(_("The request cannot be kept like this."), fields=fields)


def _wrong_items(asked: Asked, basis: _Basis) -> str:
    known = {item.id: item for item in basis.items}
    if not asked.item_ids:
        return _("Choose at least one item.")
    if set(asked.item_ids) - known.keys():
        return _("The entry was published anew; choose the items again.")
    barred = [known[one].name for one in asked.item_ids if not known[one].is_shared]
    if barred and basis.edition.share_type != NOT_SHARED:
        return _("Not shared: %(names)s.") % {"names": "、".join(barred)}
    return ""


def _require_still_published(request: Request, actor: Actor) -> None:
    if _published(request.resource_id, actor).id != request.edition_id:
        raise InvalidInput(
            _("The entry was published anew; choose the items again."),
            fields={"item_ids": [_("The entry was published anew; choose the items again.")]},
        )


def _require_term(until: Any, by: By) -> None:
    if until < by.today:
        raise InvalidInput(fields={"valid_until": [_("The last day has passed.")]})


def _say(request: Request, asked: Asked) -> None:
    request.purpose_kind, request.modes = asked.purpose_kind.value, write_modes(asked.modes)
    request.business, request.purpose = asked.business.strip(), asked.purpose.strip()
    request.legal_basis, request.rows = asked.legal_basis.strip(), write_rows(asked.rows)
    request.valid_from, request.valid_until = asked.valid_from, asked.valid_until
    request.quota = asked.quota


def _write_items(request: Request, asked: Asked) -> None:
    RequestedItem.objects.bulk_create(
        RequestedItem(request=request, item_id=item, order=n)
        for n, item in enumerate(dict.fromkeys(asked.item_ids), start=1)
    )
