"""What every operation needs: who and when, rows that are locked, refusals, facts in one shape."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from liupan.foundation.journal.facade import record
from liupan.foundation.organisations import facade as organisations
from liupan.foundation.seals.models import Certificate, Seal, Use
from liupan.foundation.seals.policies import sees, sees_use
from liupan.foundation.seals.rules.states import (
    Act,
    UseAct,
    after,
    after_use,
    may_act,
    may_act_on_use,
)
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing, Refusal
from liupan.kernel.facts import Fact
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.statements import asked, lock


class NotNow(Refusal):
    """The act is not possible as the seal, the request or the certificate stands."""


class SecondPersonNeeded(Refusal):
    """Nobody approves what they asked for themselves."""


class By(organisations.By):
    """Who acts, and when by the city's clock."""

    def record(self, fact: Fact) -> None:
        """Leave a fact."""
        record(fact, actor=self.actor, now=self.now)


def locked_seal(seal_id: UUID, actor: Actor) -> Seal:
    """The seal, locked, if the actor may see it. Raises `Missing`."""
    seal = lock(Seal, seal_id)
    if seal is None or not sees(actor, seal):
        raise Missing(_("There is no such seal."))
    return seal


def locked_use(use_id: UUID, actor: Actor) -> Use:
    """The request, locked before its seal, if the actor may see it. Raises `Missing`."""
    use = _locked_use.first(use_id, actor.clearance)
    if use is None or not sees_use(actor, use):
        raise Missing(_("There is no such request."))
    return use


@asked
def _locked_use(use_id: UUID, clearance: int) -> QuerySet[Use]:
    rows = Use.objects.select_for_update(of=("self",)).select_related("seal")
    return rows.filter(id=use_id, secrecy__lte=clearance)


def locked_certificate(certificate_id: UUID) -> Certificate:
    """The certificate, locked. Raises `Missing`."""
    found = lock(Certificate, certificate_id)
    if found is None:
        raise Missing(_("There is no such certificate."))
    return found


def move(seal: Seal, act: Act) -> None:
    """Put the seal, unsaved, into the state that comes of the act. Raises `NotNow`."""
    if not may_act(act, seal.standing):
        raise NotNow(
            _("The seal “%(name)s” is “%(state)s”: this is not possible now.")
            % {"name": seal.name, "state": seal.get_state_display()}
        )
    seal.state = after(act)
    seal.version += 1


def move_use(use: Use, act: UseAct) -> None:
    """Put the request, unsaved, into the state that comes of the act. Raises `NotNow`."""
    if not may_act_on_use(act, use.standing):
        raise NotNow(
            _("%(number)s is “%(state)s”: this is not possible now.")
            % {"number": use.number, "state": use.get_state_display()}
        )
    use.state = after_use(act)


def require_another(first_id: UUID, actor: Actor) -> None:
    """Raises `SecondPersonNeeded` when both are one person."""
    if first_id == actor.id:
        raise SecondPersonNeeded(
            _("Nobody approves what they asked for themselves."),
            next_step=_("Somebody else with the right to approve decides it."),
        )


def about_seal(seal: Seal) -> dict[str, Any]:
    """What every fact says of its seal."""
    return {
        "thing_id": seal.id,
        "concerned": (seal.unit_id, seal.keeper_post_id),
        "name": seal.name,
        "es_id": seal.es_id,
        "unit_id": seal.unit_id,
        "state": seal.state,
    }


def about_use(use: Use) -> dict[str, Any]:
    """What every fact says of its request."""
    seal = use.seal
    concerned = (seal.id, seal.unit_id, use.requested_by, *((use.of_id,) if use.of_id else ()))
    return {
        "thing_id": use.id,
        "concerned": concerned,
        "secrecy": Secrecy(use.secrecy),
        "number": use.number,
        "seal_id": seal.id,
        "seal": seal.name,
        "unit_id": seal.unit_id,
        "document": use.document,
        "sm3": use.sm3,
        "copies": use.copies,
        "state": use.state,
    }


def about_certificate(row: Certificate) -> dict[str, Any]:
    """What every fact says of its certificate."""
    return {
        "thing_id": row.id,
        "subject": row.subject,
        "serial": row.serial,
        "issuer": row.issuer,
    }
