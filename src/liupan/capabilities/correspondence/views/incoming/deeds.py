"""Every act on an incoming document."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from liupan.capabilities.correspondence.forms import incoming as forms
from liupan.capabilities.correspondence.operations import receiving
from liupan.capabilities.correspondence.policies import HANDLE, INSTRUCT, REGISTRY
from liupan.capabilities.correspondence.queries import incoming_page as page
from liupan.capabilities.correspondence.rules.receiving import Act, Purpose
from liupan.capabilities.correspondence.views.incoming.deed import Deed
from liupan.foundation.design.facade import city_day
from liupan.kernel.work import Text


class SignFor(Deed):
    """签收."""

    act, permissions, left = Act.SIGN_FOR, (REGISTRY,), "signed_for"
    title = gettext_lazy("Sign for this document")
    verb = pgettext_lazy("document", "Sign for")
    done = gettext_lazy("Signed for: the unit has it from now on.")
    form_class = forms.SignForForm

    def initial(self) -> dict[str, Any]:
        return {"copies": self.found.copies}

    def consequence(self) -> Text:
        if self.found.sign_by is None:
            return ""
        return _("To be signed for by %(day)s. The time goes to the sender as a receipt.") % {
            "day": city_day(self.found.sign_by)
        }

    def perform(self, form: Any) -> None:
        receiving.sign_for_document(
            incoming_id=self.found.id, copies=form.cleaned_data["copies"], actor=self.actor,
            now=self.now,
        )  # fmt: skip


class Register(Deed):
    """登记."""

    act, permissions, left = Act.REGISTER, (REGISTRY,), "registered"
    title = gettext_lazy("Register this document")
    verb = pgettext_lazy("document", "Register")
    done = gettext_lazy("Registered: it has its number.")

    @property
    def form_class(self) -> Any:  # type: ignore[override]
        return forms.ConfirmForm if self.found.is_dispatch else forms.RegisterForm

    def initial(self) -> dict[str, Any]:
        line = self.found.line
        return {
            "title": line.title, "from_name": line.from_name, "their_number": line.their_number,
            "their_date": self.found.their_date, "type": line.type, "urgency": line.urgency,
            "copies": self.found.copies,
        }  # fmt: skip

    def consequence(self) -> Text:
        if self.found.is_dispatch:
            return _("It gets the next number of your register.")
        return _("Compare what was read from the file with the paper, then register it.")

    def perform(self, form: Any) -> None:
        said = form.particulars() if isinstance(form, forms.RegisterForm) else None
        receiving.register_document(
            incoming_id=self.found.id, particulars=said, actor=self.actor, now=self.now
        )


class Review(Deed):
    """初审."""

    act, permissions, left = Act.REVIEW, (REGISTRY,), "reviewed"
    title = gettext_lazy("Preliminary review")
    verb = gettext_lazy("Accept it")
    done = gettext_lazy("Accepted and handed on.")
    form_class = forms.ReviewForm
    wants_units = True

    def initial(self) -> dict[str, Any]:
        purpose = Purpose.READING if self.found.is_copy else Purpose.ACTION
        return {"purpose": purpose.value, "lead_unit_id": self.found.unit_id}

    def arguments(self) -> dict[str, Any]:
        unit = self.found.unit_id
        return {
            "leaders": page.list_leaders(unit, self.today),
            "readers": page.list_readers(unit, self.today),
            "by_rule": page.day_by_rule(self.found, self.now),
        }

    def consequence(self) -> Text:
        return _(
            "Is it yours to handle, are type and form right, were others consulted? What does not"
            " conform is sent back with a reason instead."
        )

    def perform(self, form: Any) -> None:
        said = form.cleaned_data
        receiving.review_document(
            incoming_id=self.found.id, purpose=Purpose(said["purpose"]),
            proposal=said["proposal"], lead_unit_id=said["lead_unit_id"],
            leader_id=said["leader_id"], handler_id=None, due_on=said["due_on"],
            readers=said["readers"], actor=self.actor, now=self.now,
        )  # fmt: skip


class Propose(Deed):
    """拟办."""

    act, permissions, left = Act.PROPOSE, (REGISTRY,), "proposed"
    title = gettext_lazy("Propose how it is handled")
    verb = gettext_lazy("Hand the proposal on")
    done = gettext_lazy("The proposal was handed on.")
    form_class = forms.CourseForm
    wants_units = True
    said_in = "proposal"

    def initial(self) -> dict[str, Any]:
        return {
            "proposal": self.found.proposal, "lead_unit_id": self.found.lead_unit_id,
            "leader_id": self.found.leader_id,
        }  # fmt: skip

    def arguments(self) -> dict[str, Any]:
        return {"leaders": page.list_leaders(self.found.unit_id, self.today)}

    def perform(self, form: Any) -> None:
        receiving.propose_handling(
            incoming_id=self.found.id, handler_id=None, actor=self.actor, now=self.now,
            **form.cleaned_data,
        )  # fmt: skip


class Instruct(Deed):
    """批示."""

    act, permissions, left = Act.INSTRUCT, (INSTRUCT,), "instructed"
    title = gettext_lazy("Give your instruction")
    verb = gettext_lazy("Give the instruction")
    done = gettext_lazy("Your instruction was recorded and handed on.")
    form_class = forms.InstructForm
    wants_units = True
    says = (
        gettext_lazy("Agreed with the proposal."),
        gettext_lazy("Please handle it in time and report."),
    )

    def initial(self) -> dict[str, Any]:
        return {"lead_unit_id": self.found.lead_unit_id}

    def consequence(self) -> Text:
        if not self.found.proposal:
            return ""
        return _("Proposed: %(words)s") % {"words": self.found.proposal}

    def perform(self, form: Any) -> None:
        said = form.cleaned_data
        receiving.instruct_document(
            incoming_id=self.found.id, words=said["opinion"], lead_unit_id=said["lead_unit_id"],
            actor=self.actor, now=self.now,
        )  # fmt: skip


class Finish(Deed):
    """办结."""

    act, permissions, left = Act.FINISH, (HANDLE,), "done"
    title = gettext_lazy("Handle this document")
    verb = gettext_lazy("It is handled")
    done = gettext_lazy("Handled: whoever asked for it is told.")
    form_class = forms.FinishForm

    def arguments(self) -> dict[str, Any]:
        return {"replies": [(str(key), words) for key, words in self.found.replies]}

    def consequence(self) -> Text:
        if self.found.line.due_on is None:
            return ""
        return _("To be handled by %(day)s.") % {"day": city_day(self.found.line.due_on)}

    def perform(self, form: Any) -> None:
        receiving.finish_handling(
            incoming_id=self.found.id, result=form.cleaned_data["result"],
            reply_id=form.cleaned_data.get("reply_id"), actor=self.actor, now=self.now,
        )  # fmt: skip


class Read(Deed):
    """阅知."""

    act, permissions, left = Act.READ, (), "read"
    title = gettext_lazy("Put before you to read")
    verb = gettext_lazy("I have read it")
    done = gettext_lazy("Noted that you have read it.")
    form_class = forms.OpinionForm

    def perform(self, form: Any) -> None:
        receiving.read_document(
            incoming_id=self.found.id, words=form.cleaned_data["opinion"], actor=self.actor,
            now=self.now,
        )  # fmt: skip


class Circulate(Deed):
    """传阅."""

    act, permissions, left = Act.CIRCULATE, (REGISTRY,), "circulated"
    title = gettext_lazy("Put it before more people")
    verb = pgettext_lazy("document", "Circulate")
    done = gettext_lazy("Put before them.")
    form_class = forms.CirculateForm

    def arguments(self) -> dict[str, Any]:
        return {"readers": page.list_readers(self.found.unit_id, self.today)}

    def perform(self, form: Any) -> None:
        receiving.circulate_document(
            incoming_id=self.found.id, readers=form.cleaned_data["readers"], actor=self.actor,
            now=self.now,
        )  # fmt: skip


class Urge(Deed):
    """催办."""

    act, permissions, left = Act.URGE, (REGISTRY,), "urged"
    title = gettext_lazy("Urge whoever has it")
    verb = pgettext_lazy("document", "Urge")
    done = gettext_lazy("Those who have it were told.")
    form_class = forms.OpinionForm

    def perform(self, form: Any) -> None:
        receiving.urge_handling(
            incoming_id=self.found.id, opinion=form.cleaned_data["opinion"], actor=self.actor,
            now=self.now,
        )  # fmt: skip


class HandOver(Deed):
    """转办."""

    act, permissions, left = Act.HAND_OVER, (HANDLE,), "passed"
    title = gettext_lazy("Have another person handle it")
    verb = pgettext_lazy("document", "Pass on")
    done = gettext_lazy("Passed on.")
    form_class = forms.HandOverForm

    def arguments(self) -> dict[str, Any]:
        unit = self.found.lead_unit_id or self.found.unit_id
        people = page.list_handlers(unit, self.today)
        return {"people": [one for one in people if one[0] != str(self.actor.id)]}

    def perform(self, form: Any) -> None:
        receiving.hand_over_handling(
            incoming_id=self.found.id, actor=self.actor, now=self.now, **form.cleaned_data
        )


class GiveBack(Deed):
    """退回重新拟办."""

    act, permissions, left = Act.GIVE_BACK, (HANDLE, INSTRUCT), "handed_back"
    title = gettext_lazy("Give it back for another proposal")
    verb = pgettext_lazy("document", "Give back")
    done = gettext_lazy("Given back: somebody proposes anew.")
    form_class = forms.ReasonForm
    said_in = "reason"

    def perform(self, form: Any) -> None:
        receiving.return_handling(
            incoming_id=self.found.id, reason=form.cleaned_data["reason"], actor=self.actor,
            now=self.now,
        )  # fmt: skip


class SendBack(Deed):
    """退文."""

    act, permissions, left = Act.SEND_BACK, (REGISTRY,), "sent_back"
    title = gettext_lazy("Send this document back")
    verb = pgettext_lazy("document", "Send back")
    done = gettext_lazy("Sent back: the sender is told why.")
    form_class = forms.ReasonForm
    said_in = "reason"
    says = (
        gettext_lazy("Not a matter of this unit."),
        gettext_lazy("It was not agreed with the departments concerned."),
        gettext_lazy("Type or form of the document is not correct."),
    )

    def consequence(self) -> Text:
        return _("It cannot be taken back: the sender dispatches it again when it is mended.")

    def perform(self, form: Any) -> None:
        receiving.send_back_document(
            incoming_id=self.found.id, reason=form.cleaned_data["reason"], actor=self.actor,
            now=self.now,
        )  # fmt: skip


DEEDS: tuple[type[Deed], ...] = (
    SignFor, Register, Review, Propose, Instruct, Finish, Read, Circulate, Urge, HandOver,
    GiveBack, SendBack,
)  # fmt: skip
"""What is due soonest first."""

DUE = DEEDS[:7]
"""Those that may stand open in the panel; the others are a click away."""
