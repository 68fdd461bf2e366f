"""What can be done with a doubt: who, with which words, what it causes, which operation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.capabilities.catalogue.operations.doubts.answering import (
    ask_back,
    dismiss_doubt,
    fix_record,
    reject_doubt,
    uphold_doubt,
)
from liupan.capabilities.catalogue.operations.doubts.flagging import (
    confirm_answer,
    dispute_answer,
    supplement_doubt,
    withdraw_doubt,
)
from liupan.capabilities.catalogue.policies import SIDE_RIGHTS
from liupan.capabilities.catalogue.queries.doubts.shapes import DoubtView
from liupan.capabilities.catalogue.rules.doubts import SIDES, Act
from liupan.kernel.authority import Permission
from liupan.kernel.work import Text

Run = Callable[..., UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtDeed:
    """One thing to do with a doubt."""

    act: Act
    title: Text
    verb: Text
    consequence: Text
    done: Text
    run: Run
    takes_files: bool = False
    needs_words: bool = True

    @property
    def key(self) -> str:
        """The last part of its address."""
        return self.act.value.replace("_", "-")

    @property
    def permissions(self) -> Sequence[Permission]:
        """What it needs."""
        return (SIDE_RIGHTS[SIDES[self.act]],)

    @property
    def is_fix(self) -> bool:
        """Whether values are asked for."""
        return self.act is Act.FIX


DEEDS = (
    DoubtDeed(
        act=Act.FIX,
        title=_("Correct the record"),
        verb=pgettext_lazy("doubt", "Corrected"),
        consequence=_("Every unit whose grants cover these items hears of the correction."),
        done=_("The correction was recorded; the units that use the record were told."),
        run=fix_record,
        takes_files=True,
    ),
    DoubtDeed(
        act=Act.REJECT,
        title=_("Do not correct"),
        verb=pgettext_lazy("doubt", "Do not correct"),
        consequence=_("The unit that raised the doubt accepts this or asks for a ruling."),
        done=_("Your answer was recorded."),
        run=reject_doubt,
        takes_files=True,
    ),
    DoubtDeed(
        act=Act.ASK_BACK,
        title=_("Ask back"),
        verb=_("Ask back"),
        consequence=_("The limit rests until the unit that raised the doubt has answered."),
        done=_("Your question was sent; the limit rests."),
        run=ask_back,
    ),
    DoubtDeed(
        act=Act.SUPPLEMENT,
        title=_("Supplement the doubt"),
        verb=pgettext_lazy("doubt", "Send"),
        consequence=_("The provider's limit runs on."),
        done=_("The provider was told."),
        run=supplement_doubt,
        takes_files=True,
    ),
    DoubtDeed(
        act=Act.CONFIRM,
        title=_("Accept the answer"),
        verb=pgettext_lazy("doubt", "Accept"),
        consequence=_("The doubt is closed."),
        done=_("The doubt is closed."),
        run=confirm_answer,
        needs_words=False,
    ),
    DoubtDeed(
        act=Act.DISPUTE,
        title=_("Ask for a ruling"),
        verb=_("Ask for a ruling"),
        consequence=_("The data authority sees the doubt with its record and rules."),
        done=_("The data authority was told."),
        run=dispute_answer,
        takes_files=True,
    ),
    DoubtDeed(
        act=Act.UPHOLD,
        title=_("Rule: to be corrected"),
        verb=pgettext_lazy("doubt", "To be corrected"),
        consequence=_("The provider corrects the record; a limit runs anew."),
        done=_("Your ruling was recorded."),
        run=uphold_doubt,
    ),
    DoubtDeed(
        act=Act.DISMISS,
        title=_("Rule: the answer stands"),
        verb=pgettext_lazy("doubt", "The answer stands"),
        consequence=_("The doubt is closed with the provider's answer."),
        done=_("Your ruling was recorded."),
        run=dismiss_doubt,
    ),
    DoubtDeed(
        act=Act.WITHDRAW,
        title=_("Withdraw the doubt"),
        verb=pgettext_lazy("entry", "Withdraw"),
        consequence=_("It ends without an answer; what was done stays."),
        done=_("Withdrawn."),
        run=withdraw_doubt,
    ),
)


def possible(doubt: DoubtView) -> list[DoubtDeed]:
    """What this person can do now, the first the likeliest."""
    return [deed for deed in DEEDS if deed.act in doubt.may]
