"""How a seal comes to be: applied for, approved by another person, made, taken into custody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.foundation.journal.facade import nothing_changed, operation, refused_when_taken
from liupan.foundation.numbering.facade import take_number
from liupan.foundation.organisations.facade import list_posts_by_id, list_units
from liupan.foundation.seals.drawing import PRINT, QUICK, Drawing, draw
from liupan.foundation.seals.events import (
    SealApplied,
    SealApproved,
    SealMade,
    SealRefused,
    SealTaken,
)
from liupan.foundation.seals.making import make_seal_data
from liupan.foundation.seals.models import Seal
from liupan.foundation.seals.operations.authority import (
    Signer,
    find_issuer,
    find_maker,
    issue_for_seal,
)
from liupan.foundation.seals.operations.keeping import (
    By,
    about_seal,
    locked_seal,
    move,
    require_another,
)
from liupan.foundation.seals.operations.telling import tell_keepers
from liupan.foundation.seals.policies import APPLY, APPROVE, KEEP, keeps
from liupan.foundation.seals.rules.pictures import Fault, Size, fault_of
from liupan.foundation.seals.rules.sizes import is_round, size_fault
from liupan.foundation.seals.rules.states import Act
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, NotAuthorised, Refusal
from liupan.kernel.ids import uuid7
from liupan.kernel.said import require_said
from liupan.kernel.statements import insert, update

SERIES = "seals.seal"

FAULTS = {
    Fault.NOT_PNG: gettext_lazy("The picture must be a PNG file."),
    Fault.DAMAGED: gettext_lazy("The file is damaged, or holds something else than one picture."),
    Fault.TOO_HEAVY: gettext_lazy("The picture may have 512 kB at most."),
    Fault.TOO_SMALL: gettext_lazy("The picture needs at least 100 pixels on each side."),
    Fault.TOO_LARGE: gettext_lazy("The picture may have 2,000 pixels on a side at most."),
    Fault.OTHER_SHAPE: gettext_lazy("The picture's proportions are not those of the seal."),
    Fault.TALKS: gettext_lazy(
        "The file carries words or days of whoever drew it. Save it without them."
    ),
    Fault.MOVES: gettext_lazy("A seal does not move: save a single picture."),
}


class AlreadyApplied(Refusal):
    """A form that was sent twice at once: the other one made the application."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSeal:
    """What a unit applies for. Sizes in millimetres; without a picture the program draws one."""

    unit_id: UUID
    kind: str
    name: str
    keeper_post_id: UUID
    width_mm: int
    height_mm: int
    line: str = ""
    picture: bytes | None = None


@operation
def apply_for_seal(
    *, seal: NewSeal, reason: str, actor: Actor, now: datetime, once: UUID | None = None
) -> UUID:
    """Apply for a seal of a unit (申请制发); its id. `once`: a form sent twice applies once.

    Raises `InvalidInput`, `NotAuthorised`.
    """
    require(actor, APPLY, unit_id=seal.unit_id)
    require_said(name=seal.name, reason=reason)
    if once and Seal.objects.filter(id=once).exists():
        nothing_changed()
        return once
    by = By(actor, now)
    _require_sound(seal, by.today)
    picture = seal.picture or draw([_drawing(seal)], ppi=PRINT)[0]
    row = _row(seal, picture, once or uuid7(), by)
    with refused_when_taken(AlreadyApplied(_("This was applied for already."))):
        insert(row)
    fact = SealApplied(
        **about_seal(row), kind=row.kind, width_mm=row.width_mm, height_mm=row.height_mm,
        keeper_post_id=row.keeper_post_id, reason=reason,
    )  # fmt: skip
    by.record(fact)
    return row.id


@operation
def approve_seal(*, seal_id: UUID, opinion: str, actor: Actor, now: datetime) -> UUID:
    """Let a seal be made (核准), by somebody who did not apply for it.

    Raises `NotNow`, `SecondPersonNeeded`.
    """
    seal, by = _decided(seal_id, Act.APPROVE, actor, now)
    by.record(SealApproved(**about_seal(seal), opinion=opinion))
    return seal.id


@operation
def refuse_seal(*, seal_id: UUID, opinion: str, actor: Actor, now: datetime) -> UUID:
    """Do not let it be made (不予核准), and say why. Raises `NotNow`, `SecondPersonNeeded`."""
    require_said(opinion=opinion)
    seal, by = _decided(seal_id, Act.REFUSE, actor, now)
    by.record(SealRefused(**about_seal(seal), opinion=opinion))
    return seal.id


@operation
def make_seal(*, seal_id: UUID, actor: Actor, now: datetime) -> UUID:
    """Make an approved seal (制作): its own key and certificate, signed whole by the maker.

    Raises `NotNow`, `NoAuthority`.
    """
    seal, by = locked_seal(seal_id, actor), By(actor, now)
    require(actor, APPROVE, unit_id=seal.unit_id)
    move(seal, Act.MAKE)
    _make(seal, find_issuer(), find_maker(), by)
    seal.save()
    tell_keepers(
        seal, by, _("The seal “%(name)s” was made: take it into custody.") % {"name": seal.name}
    )
    return seal.id


@operation
def take_seal(*, seal_id: UUID, actor: Actor, now: datetime) -> UUID:
    """Take a seal into one's custody (领用), by the holder of the post that keeps it.

    Raises `NotNow`, `NotAuthorised`.
    """
    seal, by = locked_seal(seal_id, actor), By(actor, now)
    require_keeper(actor, seal)
    move(seal, Act.TAKE)
    update(seal, "state", "version")
    by.record(SealTaken(**about_seal(seal), keeper_post_id=seal.keeper_post_id))
    return seal.id


@operation
def enter_seals(*, seals: Sequence[NewSeal], actor: Actor, now: datetime) -> tuple[UUID, ...]:
    """Make the seals of many units at once, as they stand on paper already (批量制发), in use from
    now on: for the founding of a city. Ids in order. Raises `InvalidInput`, `NoAuthority`.
    """
    for unit_id in {seal.unit_id for seal in seals}:
        require(actor, APPROVE, unit_id=unit_id)
    by, issuer, maker = By(actor, now), find_issuer(), find_maker()
    pictures = draw([_drawing(seal) for seal in seals], ppi=QUICK)
    made = [
        _row(seal, seal.picture or picture, uuid7(), by)
        for seal, picture in zip(seals, pictures, strict=True)
    ]
    for row in made:
        move(row, Act.APPROVE)
        move(row, Act.MAKE)
        move(row, Act.TAKE)
        _make(row, issuer, maker, by)
    Seal.objects.bulk_create(made)
    return tuple(row.id for row in made)


def require_keeper(actor: Actor, seal: Seal) -> None:
    """Raises `NotAuthorised` unless the seal is in the actor's keeping."""
    require(actor, KEEP, unit_id=seal.unit_id)
    if not keeps(actor, seal):
        raise NotAuthorised(
            _("Another post keeps this seal."),
            next_step=_("Whoever holds that post does it; the administrator can pass it on."),
        )


def require_keeping_post(unit_id: UUID, post_id: UUID, day: date) -> None:
    """Raises `InvalidInput` unless the post is one of the unit's, and open on the day."""
    post = list_posts_by_id([post_id]).get(post_id)
    if post is None or post.unit_id != unit_id or (post.valid_to and post.valid_to <= day):
        raise InvalidInput(
            _("A post of the unit keeps its seal."),
            fields={"keeper_post_id": [_("Choose a post of this unit.")]},
        )


def _decided(seal_id: UUID, act: Act, actor: Actor, now: datetime) -> tuple[Seal, By]:
    seal = locked_seal(seal_id, actor)
    require(actor, APPROVE, unit_id=seal.unit_id)
    require_another(seal.applied_by, actor)
    move(seal, act)
    seal.decided_at, seal.decided_by = now, actor.id
    update(seal, "state", "version", "decided_at", "decided_by")
    return seal, By(actor, now)


def _make(seal: Seal, issuer: Signer, maker: Signer, by: By) -> None:
    unit = list_units([seal.unit_id])[seal.unit_id].name
    signer = issue_for_seal(issuer, name=_called(seal), unit=unit, by=by)
    seal.certificate = signer.row
    seal.made_at = seal.valid_from = by.now
    seal.valid_to = signer.row.valid_to
    data, digest = make_seal_data(seal, signer.read, maker, by.now)
    seal.data = data
    fact = SealMade(
        **about_seal(seal), certificate_id=signer.row.id, keeper_post_id=seal.keeper_post_id,
        valid_from=seal.valid_from, valid_to=seal.valid_to, sm3=digest,
    )  # fmt: skip
    by.record(fact)


def _called(seal: Seal) -> str:
    return f"{seal.name}{seal.line}"


def _row(seal: NewSeal, picture: bytes, seal_id: UUID, by: By) -> Seal:
    return Seal(
        id=seal_id,
        es_id=take_number(series=SERIES, actor=by.actor, now=by.now, user_id=seal_id),
        name=seal.name.strip(),
        line=seal.line.strip(),
        kind=Seal.Kind(seal.kind),
        unit_id=seal.unit_id,
        width_mm=seal.width_mm,
        height_mm=seal.height_mm,
        picture=picture,
        keeper_post_id=seal.keeper_post_id,
        state=Seal.State.APPLIED,
        applied_at=by.now,
        applied_by=by.actor.id,
    )


def _drawing(seal: NewSeal) -> Drawing:
    return Drawing(
        seal.name.strip(), seal.line.strip(), is_round(seal.kind), seal.width_mm, seal.height_mm
    )


def _require_sound(seal: NewSeal, day: date) -> None:
    unit = list_units([seal.unit_id]).get(seal.unit_id)
    if unit is None or not unit.is_open:
        raise InvalidInput(fields={"unit_id": [_("Choose a unit that exists.")]})
    require_keeping_post(seal.unit_id, seal.keeper_post_id, day)
    if wrong := size_fault(seal.kind, seal.width_mm, seal.height_mm):
        raise InvalidInput(fields={wrong: [_("No seal of this kind has such a size.")]})
    if seal.picture is not None:
        fault = fault_of(seal.picture, Size(seal.width_mm, seal.height_mm))
        if fault:
            raise InvalidInput(fields={"picture": [str(FAULTS[fault])]})
