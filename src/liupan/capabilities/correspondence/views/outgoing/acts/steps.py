"""Acts on the step that waits for somebody: decide, send back, pass on, have others sign."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from liupan.capabilities.correspondence.forms.outgoing import (
    AddSignerForm,
    CopyForm,
    DecisionForm,
    NoteForm,
    PassOnForm,
    PutOffForm,
    ReturnForm,
)
from liupan.capabilities.correspondence.operations.deciding import (
    StepAct,
    act_on_step,
    decide_step,
    return_document,
)
from liupan.capabilities.correspondence.views.outgoing.acts.deed import Deed
from liupan.capabilities.correspondence.views.reading import identifier
from liupan.foundation.calendar.facade import working_days
from liupan.foundation.design.facade import city_day
from liupan.foundation.workflow.facade import StepRef
from liupan.kernel import clock
from liupan.kernel.work import Text

DAY, LONG_BREAK = timedelta(days=1), timedelta(days=20)
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


ADDED = Wording(
    pgettext_lazy("step", "You are asked to sign too"),
    pgettext_lazy("act", "Agree"),
    WORDINGS["cosign"].says,
    gettext_lazy("Your word stands beside the others. The step stays with whoever asked you."),
    can_refuse=True,
)


class OfStep(Deed):
    """An act on the step that waits for the actor, where the document is still being decided."""

    @property
    def is_possible(self) -> bool:
        """A signer who was added signs and does nothing else with the step."""
        return (
            self.step is not None
            and self.step.element in WORDINGS
            and not self.document.is_added_signer
        )


class Decide(OfStep):
    """核稿, 会签, 合法性审查, 签发, 复核."""

    key = "decide"
    title = pgettext_lazy("step", "Decide")
    verb = pgettext_lazy("act", "Agree")
    done = gettext_lazy("Your opinion is recorded.")
    form_class = DecisionForm
    acts = frozenset({"complete", "sign", "return"})

    @property
    def is_possible(self) -> bool:
        if self.step is None or self.step.is_delegated:
            return False
        return self.step.element in WORDINGS

    @property
    def wording(self) -> Wording:
        """How this step asks."""
        if self.document.is_added_signer:
            return ADDED
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
        back = () if self.document.is_added_signer else ((BACK, pgettext_lazy("act", "Return")),)
        return (*refuse, *back)

    def initial(self) -> dict[str, Any]:
        opinion = {"opinion": str(self.says[0])} if self.says else {}
        return {**opinion, "draft": self.document.draft_number}

    def seen_now(self) -> dict[str, str]:
        return {"draft": str(self.document.draft_number)}

    def consequence(self) -> Text:
        signers = self.step.signers if self.step and not self.document.is_added_signer else ()
        first = [
            one.name for one in signers
            if one.place == "before" and not one.vote and not one.is_removed
        ]  # fmt: skip
        if not first:
            return self.wording.note
        return _("First %(who)s, whom you asked, has to sign.") % {"who": "、".join(first)}

    def was_done(self, sent: QueryDict) -> bool:
        handed_on = self.document.handed_on
        item_id = identifier(sent.get("item_id", ""))
        return super().was_done(sent) or (handed_on is not None and handed_on.id == item_id)

    def instead(self, sent: QueryDict) -> "tuple[Return, forms.Form] | None":
        """A return, with what was typed as an opinion; a phrase of consent is none."""
        if sent.get("go") != BACK:
            return None
        back = Return(self.document, self.actor, self.now)
        form, opinion = back.form(), sent.get("opinion", "").strip()
        if opinion not in [str(one) for one in self.says]:
            form.initial["reason"] = opinion
        return back, form

    def perform(self, said: dict[str, Any], go: str) -> None:
        decide_step(
            document_id=self.document.id, item_id=said["item_id"] or self.item_id,
            agrees=go != REFUSE, opinion=said["opinion"], ink=said["ink"], draft=said["draft"],
            actor=self.actor,
            now=self.now,
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

    def perform(self, said: dict[str, Any], go: str) -> None:
        return_document(
            document_id=self.document.id, item_id=said["item_id"] or self.item_id, to=said["to"],
            reason=said["reason"], actor=self.actor, now=self.now,
        )  # fmt: skip


class _Act(OfStep):
    """An act of workflow on the step."""

    act: StepAct

    def perform(self, said: dict[str, Any], go: str) -> None:
        act_on_step(
            document_id=self.document.id, item_id=said["item_id"] or self.item_id,
            act=self.act_of(said), actor=self.actor, now=self.now, **self.further(said),
        )  # fmt: skip

    def act_of(self, said: dict[str, Any]) -> StepAct:
        """Which one."""
        return self.act

    def further(self, said: dict[str, Any]) -> dict[str, Any]:
        """What else the act needs."""
        return {"account_ids": [said["person"]], "text": said["reason"]}


class AddSigner(_Act):
    """加签."""

    key = "add-signer"
    act = StepAct.ADD_BEFORE
    title = pgettext_lazy("act", "Have somebody sign too")
    verb = pgettext_lazy("act", "Add signer")
    done = gettext_lazy("They were asked to sign.")
    form_class = AddSignerForm

    def further(self, said: dict[str, Any]) -> dict[str, Any]:
        return {"account_ids": [said["person"]]}

    def act_of(self, said: dict[str, Any]) -> StepAct:
        return StepAct.ADD_AFTER if said["place"] == "after" else StepAct.ADD_BEFORE


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
        return super().is_possible and self.step is not None and self.step.is_delegated

    def further(self, said: dict[str, Any]) -> dict[str, Any]:
        return {"text": said["note"]}


class PutOff(_Act):
    """暂缓."""

    key = "put-off"
    act = StepAct.PUT_OFF
    title = pgettext_lazy("act", "Put it off")
    verb = pgettext_lazy("act", "Put off")
    done = gettext_lazy("It is put off; it comes back to your list by itself.")
    form_class = PutOffForm
    acts = frozenset({"put_off"})

    def initial(self) -> dict[str, Any]:
        today = clock.on(self.now)
        return {"until": working_days(today + DAY, today + LONG_BREAK)[0]}

    def consequence(self) -> Text:
        words = _(
            "It leaves your list and comes back by itself on the morning of that working day; you"
            " can act on it before. Its time limit keeps running."
        )
        due = self.document.line.due_on
        return words + (_(" It is due on %(day)s.") % {"day": city_day(due)} if due else "")

    def further(self, said: dict[str, Any]) -> dict[str, Any]:
        return {"text": said["reason"], "until": said["until"]}


class _Beside(_Act):
    """An act of whoever takes part, whether or not the step waits for them."""

    @property
    def about(self) -> StepRef | None:
        """The step that is open."""
        steps = self.document.instance.open_steps if self.document.instance else ()
        return next((one for one in steps if one.kind == "task"), None)

    @property
    def is_possible(self) -> bool:
        return self.document.takes_part and self.about is not None


class Urge(_Beside):
    """催办."""

    key = "urge"
    act = StepAct.URGE
    title = pgettext_lazy("act", "Urge whom it waits for")
    verb = pgettext_lazy("document", "Urge")
    done = gettext_lazy("They were asked to hurry.")
    form_class = NoteForm
    acts = frozenset({"outgoing.step_urged"})

    @property
    def is_possible(self) -> bool:
        return super().is_possible and self.about not in self.document.mine

    def consequence(self) -> Text:
        step = self.about
        return _("It waits at “%(step)s” for: %(who)s") % {
            "step": step.name if step else "",
            "who": "、".join(step.holders) if step else "",
        }

    def further(self, said: dict[str, Any]) -> dict[str, Any]:
        return {"text": said["note"]}


class CopyTo(_Beside):
    """抄送."""

    key = "copy"
    act = StepAct.COPY
    title = pgettext_lazy("act", "Have somebody read it")
    verb = pgettext_lazy("act", "Copy to")
    done = gettext_lazy("It stands in their list to read.")
    form_class = CopyForm

    @property
    def is_possible(self) -> bool:
        return super().is_possible and self.document.acts

    def further(self, said: dict[str, Any]) -> dict[str, Any]:
        return {"account_ids": [said["person"]]}


class NoteRead(_Beside):
    """阅知, of a copy."""

    key = "read"
    act = StepAct.READ
    title = pgettext_lazy("act", "Put before you to read")
    verb = pgettext_lazy("act", "I have read it")
    done = gettext_lazy("Noted that you have read it.")

    @property
    def is_possible(self) -> bool:
        copies = self.document.instance.copies if self.document.instance else ()
        unread = any(one.account_id == self.actor.id and not one.read_at for one in copies)
        return unread and super().is_possible

    def further(self, said: dict[str, Any]) -> dict[str, Any]:
        return {}


class TakeBack(_Act):
    """撤回 what one has just handed on, as long as nobody acted on it."""

    key = "take-back"
    act = StepAct.WITHDRAW
    title = pgettext_lazy("act", "Take it back")
    verb = pgettext_lazy("act", "Take back")
    done = gettext_lazy("It is with you again.")

    @property
    def about(self) -> StepRef | None:
        """What the actor completed last, if it is what was completed last at all."""
        return self.document.handed_on

    @property
    def is_possible(self) -> bool:
        return self.about is not None and self.step is None

    def consequence(self) -> Text:
        return _("Possible until the next person has acted on it.")

    def further(self, said: dict[str, Any]) -> dict[str, Any]:
        return {}


STEP_ACTS: tuple[type[Deed], ...] = (
    Decide, Return, AddSigner, HandOver, Delegate, GiveBack, PutOff, NoteRead, TakeBack, Urge,
    CopyTo,
)  # fmt: skip
