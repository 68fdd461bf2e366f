"""Acts on the step that waits for somebody: decide, send back, pass on, have others sign."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from liupan.capabilities.correspondence.forms.outgoing import (
    AddSignerForm,
    CopyForm,
    NoteForm,
    OpinionForm,
    PassOnForm,
    ReturnForm,
)
from liupan.capabilities.correspondence.operations.deciding import (
    StepAct,
    act_on_step,
    decide_step,
    return_document,
)
from liupan.capabilities.correspondence.views.outgoing.acts.deed import Deed
from liupan.foundation.workflow.facade import StepRef
from liupan.kernel.work import Text

AGREE, REFUSE, BACK = "agree", "refuse", "back"


@dataclass(frozen=True)
class Wording:
    """How one step asks for a decision."""

    title: Text
    verb: Text
    says: Sequence[Text]
    note: Text
    can_refuse: bool = False


WORDINGS: dict[str, Wording] = {
    "review": Wording(
        pgettext_lazy("step", "Review the draft"),
        pgettext_lazy("act", "Pass the draft"),
        (pgettext_lazy("says", "The draft is ready."), pgettext_lazy("says", "Please sign.")),
        gettext_lazy("Then it goes to whoever signs it jointly, or to be signed off."),
    ),
    "cosign": Wording(
        pgettext_lazy("step", "Sign jointly"),
        pgettext_lazy("act", "Agree"),
        (pgettext_lazy("says", "Agreed."), pgettext_lazy("says", "No other opinion.")),
        gettext_lazy("You speak for your unit. One unit that does not agree sends it back."),
        can_refuse=True,
    ),
    "legality": Wording(
        pgettext_lazy("step", "Review the legality"),
        pgettext_lazy("act", "Lawful"),
        (pgettext_lazy("says", "Nothing in it conflicts with the law."),),
        gettext_lazy("Without this a normative document cannot be signed off."),
        can_refuse=True,
    ),
    "signoff": Wording(
        pgettext_lazy("step", "My opinion"),
        pgettext_lazy("act", "Sign off"),
        (
            pgettext_lazy("says", "Agreed, to be issued."),
            pgettext_lazy("says", "Ask for opinions once more."),
        ),
        gettext_lazy(
            "What you sign off is this draft. Then the text is locked; a change has to be signed"
            " off again."
        ),
    ),
    "recheck": Wording(
        pgettext_lazy("step", "Re-check"),
        pgettext_lazy("act", "Nothing to correct"),
        (pgettext_lazy("says", "Re-checked, nothing to correct."),),
        gettext_lazy("Then it gets its number. What is wrong goes back and is signed off again."),
    ),
}


class OfStep(Deed):
    """An act on the step that waits for the actor, where the document is still being decided."""

    @property
    def is_possible(self) -> bool:
        return self.step is not None and self.step.element in WORDINGS


class Decide(OfStep):
    """核稿, 会签, 合法性审查, 签发, 复核."""

    key = "decide"
    title = pgettext_lazy("step", "Decide")
    verb = pgettext_lazy("act", "Agree")
    done = gettext_lazy("Your opinion is recorded.")
    form_class = OpinionForm
    acts = frozenset({"complete", "sign", "return"})

    @property
    def wording(self) -> Wording:
        """How this step asks."""
        return WORDINGS[self.step.element if self.step else "review"]

    @property
    def heading(self) -> Text:
        return self.wording.title

    @property
    def button(self) -> Text:
        return self.wording.verb

    @property
    def says(self) -> Sequence[Text]:
        return self.wording.says

    @property
    def others(self) -> Sequence[tuple[str, Text]]:
        refuse = (
            ((REFUSE, pgettext_lazy("act", "Do not agree")),) if self.wording.can_refuse else ()
        )
        return (*refuse, (BACK, pgettext_lazy("act", "Return")))

    def initial(self) -> dict[str, Any]:
        return {"opinion": str(self.says[0])} if self.says else {}

    def consequence(self) -> Text:
        return self.wording.note

    def was_done(self, item_id: UUID | None) -> bool:
        handed_on = self.document.handed_on
        return super().was_done(item_id) or (handed_on is not None and handed_on.id == item_id)

    def perform(self, data: dict[str, Any], go: str) -> None:
        decide_step(
            document_id=self.document.id, item_id=data["item_id"] or self.item_id,
            agrees=go != REFUSE, opinion=data["opinion"], actor=self.actor, now=self.now,
        )  # fmt: skip


class Return(OfStep):
    """退回: to whoever drafted it, the step before, or any step it came through."""

    key = "return"
    title = pgettext_lazy("step", "Return it")
    verb = pgettext_lazy("act", "Return")
    done = gettext_lazy("It was returned.")
    form_class = ReturnForm
    acts = frozenset({"return"})

    def arguments(self) -> dict[str, Any]:
        return {"targets": self.targets()}

    def targets(self) -> list[tuple[str, str]]:
        """Where it can go back to: drafter, step before, every step it came through."""
        fixed = [("STARTER", _("the drafter: %(who)s") % {"who": self.document.drafter})]
        steps: dict[str, StepRef] = {}
        for one in self.document.instance.steps if self.document.instance else ():
            if one.kind == "task" and one.state == "done" and one.element != "draft":
                steps[one.element] = one
        visited = [
            (one.element, f"{one.name} {one.done_by or ''}".strip()) for one in steps.values()
        ]
        if visited:
            fixed.append(("PREVIOUS", _("the step before")))
        return [*fixed, *visited]

    def consequence(self) -> Text:
        return _("Opinions stay. Whoever gets it works on it and hands it on again.")

    def perform(self, data: dict[str, Any], go: str) -> None:
        return_document(
            document_id=self.document.id, item_id=data["item_id"] or self.item_id, to=data["to"],
            reason=data["reason"], actor=self.actor, now=self.now,
        )  # fmt: skip


class _Act(OfStep):
    """An act of workflow on the step."""

    act: StepAct

    def perform(self, data: dict[str, Any], go: str) -> None:
        act_on_step(
            document_id=self.document.id, item_id=data["item_id"] or self.item_id,
            act=self.act_of(data), actor=self.actor, now=self.now, **self.further(data),
        )  # fmt: skip

    def act_of(self, data: dict[str, Any]) -> StepAct:
        """Which one."""
        return self.act

    def further(self, data: dict[str, Any]) -> dict[str, Any]:
        """What else the act needs."""
        return {"account_ids": [data["person"]], "text": data["reason"]}


class AddSigner(_Act):
    """加签."""

    key = "add-signer"
    act = StepAct.ADD_BEFORE
    title = pgettext_lazy("act", "Have somebody sign too")
    verb = pgettext_lazy("act", "Add signer")
    done = gettext_lazy("They were asked to sign.")
    form_class = AddSignerForm

    def further(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"account_ids": [data["person"]]}

    def act_of(self, data: dict[str, Any]) -> StepAct:
        return StepAct.ADD_AFTER if data["place"] == "after" else StepAct.ADD_BEFORE


class HandOver(_Act):
    """转交."""

    key = "hand-over"
    act = StepAct.HAND_OVER
    title = pgettext_lazy("act", "Pass it to somebody for good")
    verb = pgettext_lazy("act", "Pass on")
    done = gettext_lazy("It was passed on.")
    form_class = PassOnForm
    acts = frozenset({"hand_over"})

    @property
    def is_possible(self) -> bool:
        return super().is_possible and self.step is not None and not self.step.signing


class Delegate(HandOver):
    """委托: it comes back when the other has said something."""

    key = "delegate"
    act = StepAct.DELEGATE
    title = pgettext_lazy("act", "Have somebody prepare it; it comes back to you")
    verb = pgettext_lazy("act", "Delegate")
    done = gettext_lazy("It was delegated; it comes back to you.")
    acts = frozenset({"delegate"})


class GiveBack(_Act):
    """What was delegated goes back with a word."""

    key = "give-back"
    act = StepAct.GIVE_BACK
    title = pgettext_lazy("act", "Give it back to whoever delegated it")
    verb = pgettext_lazy("act", "Give back")
    done = gettext_lazy("It went back with your word.")
    form_class = NoteForm
    acts = frozenset({"give_back"})

    @property
    def is_possible(self) -> bool:
        if self.step is None:
            return False
        said = [one.act for one in self.step.opinions if one.act in ("delegate", "give_back")]
        return super().is_possible and said[-1:] == ["delegate"]

    def further(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"text": data["note"]}


class _Beside(_Act):
    """An act of whoever takes part, whether or not the step waits for them."""

    @property
    def target(self) -> StepRef | None:
        """The step that is open."""
        steps = self.document.instance.open_steps if self.document.instance else ()
        return next((one for one in steps if one.kind == "task"), None)

    @property
    def is_possible(self) -> bool:
        return self.document.takes_part and self.target is not None

    def _begun(self) -> dict[str, Any]:
        target = self.target
        return {"item_id": target.id if target else None, "seen_at": self.now.isoformat()}


class Urge(_Beside):
    """催办."""

    key = "urge"
    act = StepAct.URGE
    title = pgettext_lazy("act", "Urge whom it waits for")
    verb = pgettext_lazy("document", "Urge")
    done = gettext_lazy("They were asked to hurry.")
    form_class = NoteForm

    @property
    def is_possible(self) -> bool:
        return super().is_possible and self.target not in self.document.mine

    def consequence(self) -> Text:
        step = self.target
        return _("It waits at “%(step)s” for: %(who)s") % {
            "step": step.name if step else "",
            "who": "、".join(step.holders) if step else "",
        }

    def further(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"text": data["note"]}


class CopyTo(_Beside):
    """抄送."""

    key = "copy"
    act = StepAct.COPY
    title = pgettext_lazy("act", "Have somebody read it")
    verb = pgettext_lazy("act", "Copy to")
    done = gettext_lazy("It stands in their list to read.")
    form_class = CopyForm

    def further(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"account_ids": [data["person"]]}


class TakeBack(_Act):
    """撤回 what one has just handed on, as long as nobody acted on it."""

    key = "take-back"
    act = StepAct.WITHDRAW
    title = pgettext_lazy("act", "Take it back")
    verb = pgettext_lazy("act", "Take back")
    done = gettext_lazy("It is with you again.")

    @property
    def target(self) -> StepRef | None:
        """What the actor completed last, if it is what was completed last at all."""
        return self.document.handed_on

    @property
    def is_possible(self) -> bool:
        return self.target is not None and self.step is None

    def _begun(self) -> dict[str, Any]:
        target = self.target
        return {"item_id": target.id if target else None, "seen_at": self.now.isoformat()}

    def consequence(self) -> Text:
        return _("Possible until the next person has acted on it.")

    def further(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}


STEP_ACTS: tuple[type[Deed], ...] = (
    Decide, Return, AddSigner, HandOver, Delegate, GiveBack, TakeBack, Urge, CopyTo,
)  # fmt: skip
