"""Requests on every stage, and grants."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from liupan.capabilities.catalogue.models import Edition, Grant, Request
from liupan.capabilities.catalogue.operations.answering import (
    answer_request,
    pass_conformity,
)
from liupan.capabilities.catalogue.operations.asking import begin_request, hand_in_request
from liupan.capabilities.catalogue.operations.gate import review_request
from liupan.capabilities.catalogue.operations.granting import (
    narrow_grant,
    resume_grant,
    revoke_grant,
    suspend_grant,
)
from liupan.capabilities.catalogue.operations.reviewing import withdraw_entry
from liupan.capabilities.catalogue.queries.request_rules import checklist
from liupan.capabilities.catalogue.rules.permits import (
    PLAIN,
    Asked,
    MaskPolicy,
    Mode,
    Outcome,
    Permit,
    PurposeKind,
    read_modes,
)
from liupan.capabilities.catalogue.rules.requesting import Gate, Verdict
from liupan.capabilities.catalogue.rules.scopes import Rows
from liupan.capabilities.catalogue.tests.factories import NOW, Town, published, registered
from liupan.kernel import clock
from liupan.kernel.authority import Actor

LATER = NOW + timedelta(days=1)


def resource(place: Town, **changes: Any) -> UUID:
    """A published resource of the bureau; the id of the resource."""
    edition = registered(place, **changes)
    return Edition.objects.get(id=published(place, edition)).resource_id


def items(resource_id: UUID) -> dict[str, UUID]:
    """The items of the published edition by name."""
    edition = Edition.objects.get(resource_id=resource_id, state=29)
    return {one.name: one.id for one in edition.items.all()}


def asked(resource_id: UUID, *names: str, **changes: Any) -> Asked:
    """A whole request for these items, or for all."""
    known = items(resource_id)
    said = Asked(
        purpose_kind=PurposeKind.CHECKING,
        business="户口登记",
        purpose="办理户口登记时核对婚姻状况。",
        legal_basis="《中华人民共和国户口登记条例》第九条",
        item_ids=tuple(known[name] for name in names or known),
        valid_from=date(2017, 6, 1),
        valid_until=date(2018, 5, 31),
        modes=frozenset({Mode.QUERY}),
        quota=200,
    )
    return replace(said, **changes)


def begun(place: Town, resource_id: UUID | None = None, now: datetime = NOW, **more: Any) -> UUID:
    """A draft of the police."""
    of = resource_id or resource(place)
    return begin_request(
        resource_id=of, consumer_id=place.units["police"], asked=asked(of, **more),
        actor=place.asker, now=now,
    )  # fmt: skip


def handed_in(place: Town, request: UUID | None = None, now: datetime = NOW) -> UUID:
    """A request that waits for the conformity check."""
    of = request or begun(place, now=now)
    hand_in_request(request_id=of, actor=place.asker, now=now)
    return of


def checked(place: Town, request: UUID | None = None, now: datetime = NOW) -> UUID:
    """A request that waits for the provider."""
    of = handed_in(place, request, now)
    pass_conformity(request_id=of, actor=place.checker, now=now)
    return of


def decided(place: Town, request: UUID | None = None, now: datetime = NOW) -> UUID:
    """A request that waits for both reviews."""
    of = checked(place, request, now)
    answer_request(request_id=of, outcome=Outcome.ALL, actor=place.decider, now=now)
    return of


def reviewed(
    place: Town, of: UUID, gate: Gate, verdict: Verdict = Verdict.PASSED, now: datetime = NOW,
    actor: Actor | None = None,
) -> None:  # fmt: skip
    """One review by its reviewer."""
    points = [key for key, _text in checklist(gate, clock.on(now))]
    who = actor or (place.security if gate is Gate.SECURITY else place.secrecy)
    review_request(
        request_id=of, gate=gate, verdict=verdict, opinion="审查意见。", checked=points, actor=who,
        now=now,
    )  # fmt: skip


def granted(place: Town, request: UUID | None = None, now: datetime = NOW) -> UUID:
    """The id of a grant."""
    of = decided(place, request, now)
    for gate in Gate:
        reviewed(place, of, gate, now=now)
    return grant_of(of)


def grant_of(request: UUID) -> UUID:
    return Request.objects.get(id=request).grant.id


def part(request: UUID, *names: str, **changes: Any) -> Permit:
    """A part of what was asked for: these items."""
    row = Request.objects.get(id=request)
    known = items(row.resource_id)
    permit = Permit(
        items={known[name]: PLAIN for name in names}, rows=row.scope, valid_from=row.valid_from,
        valid_until=row.valid_until, quota=row.quota, modes=read_modes(row.modes),
    )  # fmt: skip
    return replace(permit, **changes)


def answered(place: Town, request: UUID | None = None, now: datetime = NOW) -> UUID:
    """A request that the provider refused."""
    of = checked(place, request, now)
    answer_request(
        request_id=of, outcome=Outcome.REFUSE, reason="示例理由：另有渠道。",
        actor=place.decider, now=now,
    )  # fmt: skip
    return of


def rights_of_all(place: Town) -> dict[str, frozenset[UUID]]:
    """Every right of everybody in one hand."""
    found: dict[str, frozenset[UUID]] = {}
    for person in place.people.values():
        for code, units in person.rights.items():
            found[code] = found.get(code, frozenset()) | units
    return found


def suspended(place: Town, grant: UUID, now: datetime = NOW) -> None:
    """The grant stands still."""
    suspend_grant(grant_id=grant, reason="示例。", actor=place.checker, now=now)


def resumed(place: Town, grant: UUID, now: datetime = NOW) -> None:
    """The grant goes on."""
    resume_grant(grant_id=grant, reason="示例。", actor=place.checker, now=now)


def revoked(place: Town, grant: UUID, now: datetime = NOW) -> None:
    """The grant is taken back."""
    revoke_grant(grant_id=grant, reason="示例。", actor=place.checker, now=now)


def narrowed(
    place: Town, grant: UUID, masks: Mapping[str, MaskPolicy], rows: Rows = (), now: datetime = NOW
) -> None:
    """The grant gives these items alone, masked, of these rows."""
    row = Grant.objects.get(id=grant)
    permit = row.versions.all()[0].permit
    known = items(row.resource_id)
    less = replace(permit, items={known[name]: mask for name, mask in masks.items()})
    narrow_grant(
        grant_id=grant, permit=replace(less, rows=(*permit.rows, *rows)), reason="示例。",
        actor=place.decider, now=now,
    )  # fmt: skip


def without(place: Town, grant: UUID, *gone: Mode, now: datetime = NOW) -> None:
    """The grant is for these ways no longer."""
    permit = Grant.objects.get(id=grant).versions.all()[0].permit
    narrow_grant(
        grant_id=grant, permit=replace(permit, modes=permit.modes - set(gone)), reason="示例。",
        actor=place.decider, now=now,
    )  # fmt: skip


def withdrawn(place: Town, resource_id: UUID, now: datetime = NOW) -> None:
    """The resource is not published any more."""
    edition = Edition.objects.get(resource_id=resource_id, state=29)
    withdraw_entry(edition_id=edition.id, reason="示例。", actor=place.authority, now=now)
