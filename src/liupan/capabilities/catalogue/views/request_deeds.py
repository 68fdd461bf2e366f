"""What can be done with a request: who, by which outcomes, what it causes, which operation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.capabilities.catalogue.operations.answering import (
    answer_request,
    pass_conformity,
    reject_request,
    return_request,
    rule_on_request,
    state_position,
)
from liupan.capabilities.catalogue.operations.asking import (
    accept_answer,
    dispute_answer,
    hand_in_request,
    withdraw_request,
)
from liupan.capabilities.catalogue.operations.gate import review_request
from liupan.capabilities.catalogue.policies import (
    ASK,
    CHECK,
    DECIDE,
    REVIEW_SECRECY,
    REVIEW_SECURITY,
)
from liupan.capabilities.catalogue.queries.request_shapes import RequestView
from liupan.capabilities.catalogue.rules.permits import Outcome
from liupan.capabilities.catalogue.rules.requesting import Act, Gate, Verdict
from liupan.kernel.authority import Permission
from liupan.kernel.work import Text

Run = Callable[..., UUID]


@dataclass(frozen=True, slots=True)
class RequestVerdict:
    """One outcome: its act, its words, what carries it out, the name of its argument for words."""

    act: Act
    label: Text
    run: Run
    words: str = "opinion"
    is_part: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestDeed:
    """One thing to do, with one outcome or several to choose from."""

    key: str
    permissions: tuple[Permission, ...]
    title: Text
    verb: Text
    consequence: Text
    done: Text
    verdicts: tuple[RequestVerdict, ...]
    gate: Gate | None = None
    needs_words: bool = False

    def possible(self, view: RequestView) -> Sequence[RequestVerdict]:
        """The outcomes that this person can choose now."""
        return [one for one in self.verdicts if one.act in view.may]

    def is_barred(self, view: RequestView) -> bool:
        """Whether they could, had they not taken part before."""
        return any(one.act in view.barred for one in self.verdicts)

    @property
    def gives_part(self) -> bool:
        """Whether items, rows and term are decided with it."""
        return any(one.is_part for one in self.verdicts)

    def verdict(self, act: str) -> RequestVerdict:
        """The outcome of this act."""
        return next(one for one in self.verdicts if one.act.value == act)

    def perform(self, act: str, *, words: str, more: dict[str, Any], **common: Any) -> None:
        """Carry the chosen outcome out."""
        chosen = self.verdict(act)
        chosen.run(**{chosen.words: words}, **more, **common)


def _answer(act: Act, label: Text, outcome: Outcome) -> RequestVerdict:
    run = partial(answer_request, outcome=outcome)
    return RequestVerdict(act, label, run, "reason", outcome is Outcome.PART)


def _ruling(act: Act, label: Text, outcome: Outcome) -> RequestVerdict:
    run = partial(rule_on_request, outcome=outcome)
    return RequestVerdict(act, label, run, "reason", outcome is Outcome.PART)


def _review(act: Act, label: Text, gate: Gate, verdict: Verdict) -> RequestVerdict:
    return RequestVerdict(act, label, partial(review_request, gate=gate, verdict=verdict))


def _gate(gate: Gate, title: Text, permission: Permission, acts: Sequence[Act]) -> RequestDeed:
    passes, returns, rejects = acts
    return RequestDeed(
        key=gate.value,
        permissions=(permission,),
        title=title,
        verb=_("Give the verdict"),
        consequence=_("When both reviews have passed, the grant is issued at once."),
        done=_("Your verdict was recorded."),
        gate=gate,
        needs_words=True,
        verdicts=(
            _review(passes, pgettext_lazy("verdict", "Pass"), gate, Verdict.PASSED),
            _review(returns, _("Return for supplement"), gate, Verdict.RETURNED),
            _review(rejects, pgettext_lazy("verdict", "Reject"), gate, Verdict.REJECTED),
        ),
    )


REQUEST_DEEDS = (
    RequestDeed(
        key="hand-in",
        permissions=(ASK,),
        title=_("Hand in the request"),
        verb=_("Hand in"),
        consequence=_("The data authority checks its conformity; nothing can be changed until"
                      " it is returned."),
        done=_("Handed in."),
        verdicts=(RequestVerdict(Act.HAND_IN, _("Hand in"), hand_in_request, "words"),),
    ),
    RequestDeed(
        key="check",
        permissions=(CHECK,),
        title=_("Conformity check"),
        verb=_("Give the verdict"),
        consequence=_("Passed, the provider's limit to answer begins. Returned, the limit stands"
                      " still until it is handed in again."),
        done=_("Your verdict was recorded."),
        verdicts=(
            RequestVerdict(Act.PASS_CHECK, pgettext_lazy("verdict", "Pass"), pass_conformity),
            RequestVerdict(Act.RETURN_CHECK, _("Return for supplement"), return_request),
            RequestVerdict(Act.REJECT_CHECK, pgettext_lazy("verdict", "Reject"), reject_request),
        ),
    ),
    RequestDeed(
        key="reply",
        permissions=(ASK,),
        title=_("The provider has answered"),
        verb=pgettext_lazy("request", "Send"),
        consequence=_("Accepted, a part goes to the reviews and a refusal ends the request."
                      " Disputed, both sides are heard and the data authority rules."),
        done=_("Your reply was recorded."),
        verdicts=(
            RequestVerdict(Act.ACCEPT, _("Accept the answer"), accept_answer, "words"),
            RequestVerdict(Act.OBJECT, _("Dispute the answer"), dispute_answer, "reason"),
        ),
    ),
    RequestDeed(
        key="rule",
        permissions=(CHECK,),
        title=_("Rule on the dispute"),
        verb=pgettext_lazy("act", "Rule"),
        consequence=_("What is ruled to be shared goes to the reviews. Both sides are told."),
        done=_("Ruled."),
        needs_words=True,
        verdicts=(
            _ruling(Act.RULE_FOR, _("Share all that was asked for"), Outcome.ALL),
            _ruling(Act.RULE_IN_PART, _("Share a part"), Outcome.PART),
            _ruling(Act.RULE_AGAINST, _("Do not share"), Outcome.REFUSE),
        ),
    ),
    RequestDeed(
        key="answer",
        permissions=(DECIDE,),
        title=_("Answer the request"),
        verb=_("Give the answer"),
        consequence=_("Agreed to in full, it goes to the reviews; else the requester accepts or"
                      " disputes. A part or a refusal gives its reason."),
        done=_("Answered."),
        verdicts=(
            _answer(Act.AGREE, _("Agree to all of it"), Outcome.ALL),
            _answer(Act.AGREE_IN_PART, _("Agree to a part"), Outcome.PART),
            _answer(Act.REFUSE, _("Refuse"), Outcome.REFUSE),
        ),
    ),
    _gate(Gate.SECURITY, _("Security review"), REVIEW_SECURITY,
          (Act.PASS_SECURITY, Act.RETURN_SECURITY, Act.REJECT_SECURITY)),
    _gate(Gate.SECRECY, _("Secrecy review"), REVIEW_SECRECY,
          (Act.PASS_SECRECY, Act.RETURN_SECRECY, Act.REJECT_SECRECY)),
    RequestDeed(
        key="say",
        permissions=(ASK, DECIDE),
        title=_("Say your position"),
        verb=pgettext_lazy("request", "Send"),
        consequence=_("The other side and the data authority read it."),
        done=_("Your position was recorded."),
        needs_words=True,
        verdicts=(RequestVerdict(Act.SAY, _("Say your position"), state_position, "position"),),
    ),
    RequestDeed(
        key="withdraw",
        permissions=(ASK,),
        title=_("Withdraw the request"),
        verb=pgettext_lazy("request", "Withdraw"),
        consequence=_("It ends for good; what was done stays."),
        done=_("Withdrawn."),
        needs_words=True,
        verdicts=(
            RequestVerdict(
                Act.WITHDRAW, pgettext_lazy("request", "Withdraw"), withdraw_request, "reason"
            ),
        ),
    ),
)  # fmt: skip
"""What is due soonest first."""
