"""A small city whose office sends documents: people by name, a code, seals."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from liupan.capabilities.correspondence.installing import install as install_series
from liupan.capabilities.correspondence.models import Code, Outgoing
from liupan.capabilities.correspondence.operations.deciding import decide_step
from liupan.capabilities.correspondence.operations.drafting import begin_document, hand_on_draft
from liupan.capabilities.correspondence.operations.issuing import (
    number_document,
    render_document,
    seal_document,
)
from liupan.capabilities.correspondence.operations.particulars import Particulars, To
from liupan.capabilities.correspondence.policies import TEND
from liupan.foundation.access.facade import (
    actor_for,
    apply_built_in_roles,
    grant_role,
    installer,
)
from liupan.foundation.calendar.installing import install as install_days
from liupan.foundation.documents.facade import DocumentType, OfficialDocument
from liupan.foundation.documents.tests import official
from liupan.foundation.identity.facade import open_account
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.organisations.facade import (
    appoint,
    create_post,
    enter_division,
    establish_unit,
)
from liupan.foundation.rulesets.facade import install_rules
from liupan.foundation.seals.tests import factories as seals
from liupan.foundation.workflow.facade import open_steps
from liupan.foundation.workflow.installing import install as install_processes
from liupan.kernel import clock
from liupan.kernel.authority import Actor, ActorKind

FOUNDED = date(2015, 11, 4)
NOW = seals.NOW
DAY = clock.on(NOW)
TITLE = "固原市人民政府办公室关于开展电子政务检查的通知"
COMMIT, ANSWER = "before the commit", "before the answer"
"""Moments at which a process is killed (`dying`)."""

ROLES: dict[str, tuple[str, str, tuple[str, ...], str]] = {
    "drafter": ("office", "clerk", ("document-drafter",), "office"),
    "reviewer": ("office", "chief", ("document-reviewer",), "office"),
    "signer": ("office", "leader", ("document-signer",), "office"),
    "deputy": ("office", "chief", ("document-signer",), "office"),
    "registrar": ("office", "clerk", ("document-registrar",), "office"),
    "counsel": ("office", "clerk", ("legality-reviewer",), "office"),
    "keeper": ("office", "clerk", ("seal-keeper", "document-registrar"), "office"),
    "new_keeper": ("office", "clerk", ("seal-keeper",), "office"),
    "bureau_leader": ("bureau", "leader", ("document-signer",), "bureau"),
    "bureau_keeper": ("bureau", "clerk", ("seal-keeper", "document-registrar"), "bureau"),
    "police_leader": ("police", "leader", ("document-signer",), "police"),
    "police_registrar": ("police", "clerk", ("document-registrar",), "police"),
    "stranger": ("police", "clerk", (), ""),
    "administrator": ("root", "clerk", ("seal-administrator",), "root"),
    "second": ("root", "clerk", ("seal-administrator", "seal-approver"), "root"),
}
"""Person to the unit and kind of the post, the roles, and over which unit."""


@dataclass(frozen=True)
class Town:
    """Units and posts by code, people by name as actors."""

    units: dict[str, UUID]
    people: dict[str, Actor]
    posts: dict[str, UUID]
    code: UUID
    seals: dict[str, UUID]

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None


def town() -> Town:
    """Build it by calling operations."""
    actor = installer()
    common: dict[str, Any] = {"actor": actor, "now": NOW}
    install_rules(actor, NOW)
    install_days(actor, NOW)
    install_series(actor, NOW)
    install_processes(actor, NOW)
    apply_built_in_roles(now=NOW)
    city = enter_division(
        code="640400", name="固原市", level=2, parent_id=None, valid_from=FOUNDED, **common
    )

    def unit(code: str, name: str, category: str, parent: UUID | None) -> UUID:
        return establish_unit(
            code=code, name=name, category=category, division_id=city, parent_id=parent,
            valid_from=FOUNDED, **common,
        )  # fmt: skip

    root = unit("root", "固原市人民政府", "government", None)
    units = {
        "root": root,
        "office": unit("office", "固原市人民政府办公室", "office", root),
        "bureau": unit("bureau", "固原市信息化建设办公室", "department", root),
        "police": unit("police", "固原市公安局", "department", root),
    }
    people, posts = {}, {}
    for name in ROLES:
        people[name], posts[name] = _person(name, units, common)
    code = Code.objects.create(unit_id=units["office"], text="固政办发")
    place = Town(units, people, posts, code.id, {})
    seals.founded()
    place.seals["office"] = _seal(place, "office", "固原市人民政府办公室", "keeper")
    place.seals["bureau"] = _seal(place, "bureau", "固原市信息化建设办公室", "bureau_keeper")
    return place


def _seal(place: Town, unit: str, name: str, keeper: str) -> UUID:
    """A seal in its keeper's custody."""
    people = {"keeper": place.people[keeper].id, "administrator": place.administrator.id}
    made = seals.Town(place.units[unit], {"keeper": place.posts[keeper]}, people)
    return seals.in_use(made, name=name)


def _person(name: str, units: dict[str, UUID], common: dict[str, Any]) -> tuple[Actor, UUID]:
    where, kind, roles, over = ROLES[name]
    account = open_account(kind=ActorKind.STAFF, username=name, name=name, password=None, **common)
    post = create_post(unit_id=units[where], title=name, kind=kind, valid_from=FOUNDED, **common)
    appoint(post_id=post, account_id=account, valid_from=FOUNDED, **common)
    for role in roles:
        grant_role(
            role_code=role, unit_id=units[over], account_id=account, valid_from=FOUNDED, **common
        )
    with clock.frozen(NOW):
        return actor_for(account), post


@cache
def text(words: str = "") -> OfficialDocument:
    """A notice; with other words another text."""
    body = official.body(0) if not words else (official.Paragraph((official.Run(words),)),)
    return replace(
        official.document(), type=DocumentType.NOTICE, title=TITLE, body=body, note="",
    )  # fmt: skip


def particulars(place: Town, **changes: Any) -> Particulars:
    """A notice of the office to the bureau, the police for information."""
    values: dict[str, Any] = {
        "type": "通知",
        "title": TITLE,
        "issuing_unit_id": place.units["office"],
        "drafting_unit_id": place.units["office"],
        "signer_id": place.signer.id,
        "code_id": place.code,
        "addressees": (
            To(kind="main", text="固原市信息化建设办公室", unit_id=place.units["bureau"]),
            To(kind="main", text="各有关单位"),
            To(kind="copy", text="固原市公安局", unit_id=place.units["police"]),
        ),
        **changes,
    }
    return Particulars(**values)


def begun(place: Town, **changes: Any) -> UUID:
    """A document with its drafter."""
    said = particulars(place, **changes)
    return begin_document(particulars=said, actor=place.drafter, now=NOW)


def step(document_id: UUID) -> tuple[str, UUID]:
    """The element and id of the step that is open."""
    instance = Outgoing.objects.get(id=document_id).instance_id
    assert instance
    (one,) = open_steps(instance)
    return one.element, one.id


def handed(place: Town, source: OfficialDocument | None = None, **changes: Any) -> UUID:
    """A draft at its reviewer."""
    document = begun(place, **changes)
    hand_on_draft(
        document_id=document, source=source or text(), note="", actor=place.drafter, now=NOW
    )
    return document


def decide(document_id: UUID, actor: Actor, *, agrees: bool = True, opinion: str = "意见") -> str:
    """Decide the open step; the state that came of it."""
    decide_step(
        document_id=document_id, item_id=step(document_id)[1], agrees=agrees, opinion=opinion,
        actor=actor, now=NOW,
    )  # fmt: skip
    return Outgoing.objects.get(id=document_id).state


def signed(place: Town, **changes: Any) -> UUID:
    """A document that was signed off."""
    document = handed(place, **changes)
    decide(document, place.reviewer)
    assert decide(document, place.signer) == "rechecking"
    return document


def numbered(place: Town, document: UUID | None = None, **changes: Any) -> UUID:
    """A document with its number."""
    if document is None:
        document = signed(place, **changes)
        decide(document, place.registrar)
    number_document(
        document_id=document, item_id=step(document)[1], code_id=place.code,
        actor=place.registrar, now=NOW,
    )  # fmt: skip
    return document


def rendered(place: Town, **changes: Any) -> UUID:
    """A document with its finished files."""
    document = numbered(place, **changes)
    made = [
        render_document(document_id=document, actor=worker_actor(TEND), now=NOW)
        for _again in range(2)
    ]
    assert made == [True, False]
    return document


def seal(place: Town, document_id: UUID, item_id: UUID, unit: str = "office") -> None:
    """The seal of one of its issuers."""
    keeper = {"office": "keeper", "bureau": "bureau_keeper"}[unit]
    seal_document(
        document_id=document_id, item_id=item_id, unit_id=place.units[unit],
        seal_id=place.seals[unit], actor=place.people[keeper], now=NOW,
    )  # fmt: skip
