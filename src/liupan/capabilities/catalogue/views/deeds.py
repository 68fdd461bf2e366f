"""What can be done with an edition: who, by which verdicts, what it causes, which operation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.capabilities.catalogue.operations.reviewing import (
    ask_publication,
    hand_in_entry,
    pass_registration,
    publish_entry,
    recall_entry,
    reject_publication,
    reject_registration,
    return_entry,
    withdraw_entry,
)
from liupan.capabilities.catalogue.policies import EDIT, PUBLISH, REVIEW
from liupan.capabilities.catalogue.queries.shapes import EntryView
from liupan.capabilities.catalogue.rules.states import Act
from liupan.kernel.authority import Permission
from liupan.kernel.work import Text

Run = Callable[..., UUID]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One outcome: its act, its words, what carries it out, the name of its argument for words."""

    act: Act
    label: Text
    run: Run
    words: str = "opinion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing to do, with one outcome or several to choose from."""

    key: str
    permissions: tuple[Permission, ...]
    title: Text
    verb: Text
    consequence: Text
    done: Text
    verdicts: tuple[Verdict, ...]
    needs_words: bool = False

    def possible(self, entry: EntryView) -> Sequence[Verdict]:
        """The outcomes that this person can choose now."""
        return [one for one in self.verdicts if one.act in entry.may]

    def is_barred(self, entry: EntryView) -> bool:
        """Whether they could, had they not taken the step before."""
        return any(one.act in entry.barred for one in self.verdicts)

    def perform(self, act: str, *, words: str, edition_id: UUID, **common: Any) -> None:
        """Carry the chosen outcome out."""
        chosen = next(one for one in self.verdicts if one.act.value == act)
        chosen.run(edition_id=edition_id, **{chosen.words: words}, **common)


DEEDS = (
    Deed(
        key="registration",
        permissions=(REVIEW,),
        title=_("Registration review"),
        verb=_("Give the verdict"),
        consequence=_("Passed, its unit asks for publication. Returned, its unit corrects it."),
        done=_("Your verdict was recorded."),
        verdicts=(
            Verdict(Act.PASS, pgettext_lazy("verdict", "Pass"), pass_registration),
            Verdict(Act.RETURN, pgettext_lazy("verdict", "Return for changes"), return_entry),
            Verdict(Act.REJECT, pgettext_lazy("verdict", "Reject"), reject_registration),
        ),
    ),
    Deed(
        key="publication",
        permissions=(PUBLISH,),
        title=_("Publication review"),
        verb=_("Give the verdict"),
        consequence=_(
            "Passed, it is in the catalogue at once and takes the place of the edition before it."
        ),
        done=_("Your verdict was recorded."),
        verdicts=(
            Verdict(Act.PUBLISH, pgettext_lazy("verdict", "Publish"), publish_entry),
            Verdict(Act.REFUSE, pgettext_lazy("verdict", "Do not publish"), reject_publication),
        ),
    ),
    Deed(
        key="hand-in",
        permissions=(EDIT,),
        title=_("Hand in for registration"),
        verb=_("Hand in"),
        consequence=_("The registration reviewers of the unit are told; nothing can be changed"
                      " until they have decided."),
        done=_("Handed in for registration."),
        verdicts=(Verdict(Act.HAND_IN, _("Hand in"), hand_in_entry),),
    ),
    Deed(
        key="ask",
        permissions=(EDIT,),
        title=_("Ask for publication"),
        verb=_("Ask for publication"),
        consequence=_("The data authority of the city is told and reviews it."),
        done=_("Publication was asked for."),
        verdicts=(Verdict(Act.ASK, _("Ask for publication"), ask_publication),),
    ),
    Deed(
        key="recall",
        permissions=(EDIT,),
        title=_("Recall the entry"),
        verb=pgettext_lazy("act", "Recall"),
        consequence=_("It leaves the review and can be changed again."),
        done=_("Recalled."),
        verdicts=(Verdict(Act.RECALL, pgettext_lazy("act", "Recall"), recall_entry),),
    ),
    Deed(
        key="withdraw",
        permissions=(EDIT, PUBLISH),
        title=_("Withdraw the edition"),
        verb=pgettext_lazy("entry", "Withdraw"),
        consequence=_("It ends for good. The code goes to nothing else; what was done stays."),
        done=_("Withdrawn."),
        verdicts=(
            Verdict(Act.WITHDRAW, pgettext_lazy("entry", "Withdraw"), withdraw_entry, "reason"),
        ),
        needs_words=True,
    ),
)  # fmt: skip
"""What is due soonest first."""
DUE = 4
"""So many of them may stand open in the panel; the others are a click away."""
