"""A small unit with people in posts, and a process deployed for them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from liupan.foundation.organisations.facade import appoint
from liupan.foundation.organisations.tests import factories as city
from liupan.foundation.workflow.facade import (
    About,
    complete_step,
    deploy_process,
    keep_process,
    sign_step,
    start_process,
)
from liupan.foundation.workflow.models import Candidate, Instance, Item
from liupan.kernel.authority import Actor, ActorKind
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy

__all__ = ["Candidate"]  # rows, for tests of rooms above
NOW = city.NOW
PROCESSES = Path(__file__).parent / "processes"
APPROVAL = PROCESSES / "approval.bpmn"


@dataclass(frozen=True, slots=True)
class Town:
    """A unit and its people by what they do in the process."""

    unit_id: UUID
    review_post: UUID
    clerk: Actor
    reviewer: Actor
    colleague: Actor
    chief: Actor
    signers: tuple[Actor, ...]

    def data(self, **more: Any) -> dict[str, Any]:
        """What the process starts with."""
        signers = [str(one.id) for one in self.signers]
        return {"审核岗": str(self.review_post), "会签人": signers, **more}


def town(signers: int = 3) -> Town:
    """A founded unit with a clerk, two reviewers in one post, a chief, and signers."""
    city.found()
    unit_id = city.unit("固原市人民政府", category="government")
    review = city.post(unit_id, "审核")
    return Town(
        unit_id,
        review,
        clerk=_in_post(city.post(unit_id, "科员")),
        reviewer=_in_post(review),
        colleague=_in_post(review),
        chief=_in_post(city.post(unit_id, "局长", "chief")),
        signers=tuple(actor(city.person()) for _n in range(signers)),
    )


def _in_post(post_id: UUID) -> Actor:
    who = city.person()
    appoint(
        post_id=post_id, account_id=who, valid_from=city.BEGINNING, actor=city.almighty(), now=NOW
    )
    return actor(who)


def actor(account_id: UUID, **rights: frozenset[UUID]) -> Actor:
    """Somebody with these rights only."""
    return Actor(
        id=account_id, kind=ActorKind.STAFF, clearance=Secrecy.INTERNAL, rights=dict(rights)
    )


def deployed(source: bytes | None = None) -> UUID:
    """The approval process, or this file, deployed; the version's id."""
    kept = keep_process(source=source or APPROVAL.read_bytes(), actor=city.almighty(), now=NOW)
    deploy_process(definition_id=kept, actor=city.almighty(), now=NOW)
    return kept


def started(place: Town, code: str = "approval", **data: Any) -> UUID:
    """A process that runs for some thing; the instance's id."""
    thing = About(
        of_type="correspondence.document", of_id=uuid7(), title="关于做好供暖工作的通知",
        url="/documents/1/", unit_id=place.unit_id,
    )  # fmt: skip
    with transaction.atomic():
        return start_process(
            code=code, about_thing=thing, data=place.data(**data), actor=place.clerk, now=NOW
        )


def open_items(instance_id: UUID) -> dict[str, UUID]:
    """Open steps by element."""
    rows = Item.objects.filter(instance_id=instance_id, state=Item.State.OPEN)
    return dict(rows.order_by("order").values_list("element", "id"))


def item(instance_id: UUID, element: str) -> UUID:
    """The open step of an element."""
    return open_items(instance_id)[element]


def state(instance_id: UUID) -> str:
    return Instance.objects.values_list("state", flat=True).get(id=instance_id)


def do(instance_id: UUID, element: str, who: Actor, **more: Any) -> None:
    """Complete the open step of an element."""
    complete_step(item_id=item(instance_id, element), actor=who, now=NOW, **more)


def sign_all(instance_id: UUID, place: Town, vote: str = "agree") -> None:
    """Everybody signs the joint step."""
    joint = item(instance_id, "joint")
    for one in place.signers:
        sign_step(item_id=joint, vote=vote, opinion="同意", actor=one, now=NOW)


def to_sign(place: Town) -> UUID:
    """An instance that waits for the chief."""
    made = started(place)
    do(made, "draft", place.clerk)
    do(made, "review", place.reviewer)
    do(made, "check", place.colleague)
    sign_all(made, place)
    return made
