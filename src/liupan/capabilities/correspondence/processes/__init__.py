"""Who does the steps of sending (`sending.bpmn`).

A right over a unit names people; a joint sign and seals name one post for each unit, so that each
unit says one word however many could say it.
"""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from liupan.capabilities.correspondence.models import Party
from liupan.capabilities.correspondence.policies import LEGALITY, REGISTRY, REVIEW
from liupan.capabilities.correspondence.processes import receiving  # noqa: F401  declares itself
from liupan.capabilities.correspondence.queries.parties import (
    holders,
    keeper_posts,
    leading_posts,
    units_of,
)
from liupan.foundation.workflow.facade import Subject, candidate_rule

Named = Collection[UUID]
Data = Mapping[str, Any]


@candidate_rule("correspondence.reviewers", label=_("Who reviews drafts of the issuing unit"))
def reviewers(subject: Subject, _data: Data) -> Named:
    """Holders of the right over the issuing unit."""
    return holders(REVIEW, _issuer(subject))


@candidate_rule("correspondence.legality", label=_("Who reviews legality for the issuing unit"))
def legality(subject: Subject, _data: Data) -> Named:
    """Holders of the right over the issuing unit."""
    return holders(LEGALITY, _issuer(subject))


@candidate_rule("correspondence.registry", label=_("Registry of the issuing unit"))
def registry(subject: Subject, _data: Data) -> Named:
    """Holders of the right over the issuing unit."""
    return holders(REGISTRY, _issuer(subject))


@candidate_rule("correspondence.cosigners", label=_("Leaders of the units that sign jointly"))
def cosigners(subject: Subject, _data: Data) -> Named:
    """For each unit the post that signs for it."""
    return leading_posts(units_of(subject.of_id, Party.Part.COSIGNER))


@candidate_rule("correspondence.keepers", label=_("Keepers of the issuers' seals"))
def keepers(subject: Subject, _data: Data) -> Named:
    """For each issuer the post that keeps its seal."""
    return keeper_posts(units_of(subject.of_id, Party.Part.ISSUER))


def _issuer(subject: Subject) -> UUID:
    """The unit that issues it as it stands: its drafter may have changed it since the process
    began."""
    return units_of(subject.of_id, Party.Part.ISSUER)[0]
