"""Every act on an incoming document."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from liupan.capabilities.correspondence.forms import incoming as forms
from liupan.capabilities.correspondence.operations import receiving
from liupan.capabilities.correspondence.operations.receiving.accepting import Particulars
from liupan.capabilities.correspondence.policies import HANDLE, INSTRUCT, REGISTRY
from liupan.capabilities.correspondence.queries import incoming_page as page
from liupan.capabilities.correspondence.rules.receiving import Act, Purpose
from liupan.capabilities.correspondence.views.incoming.deed import Deed
from liupan.foundation.design.facade import city_day
from liupan.kernel.work import Text


class SignFor(Deed):
    """签收."""

    key, permissions = Act.SIGN_FOR, (REGISTRY,)
    acts = frozenset({"incoming.signed_for"})
    title = gettext_lazy("Sign for this document")
    verb = pgettext_lazy("document", "Sign for")
    done = gettext_lazy("Signed for: the unit has it from now on.")
    form_class = forms.SignForForm

    def initial(self) -> dict[str, Any]:
        return {"copies": self.document.copies}

    def consequence(self) -> Text:
        if self.document.sign_by is None:
            return ""
        return _("To be signed for by %(day)s. The time goes to the sender as a receipt.") % {
            "day": city_day(self.document.sign_by)
        }

    def perform(self, said: dict[str, Any], go: str) -> None:
        receiving.sign_for_document(
            incoming_id=self.document.id, copies=said["copies"], actor=self.actor,
            now=self.now,
        )  # fmt: skip


class Register(Deed):
    """登记."""

    key, permissions = Act.REGISTER, (REGISTRY,)
    acts = frozenset({"incoming.registered"})
    title = gettext_lazy("Register this document")
    verb = pgettext_lazy("document", "Register")
    done = gettext_lazy("Registered: it has its number.")

    @property
    def form_class(self) -> Any:  # type: ignore[override]
        return forms.ConfirmForm if self.document.is_dispatch else forms.RegisterForm

    def initial(self) -> dict[str, Any]:
        line = self.document.line
        return {
            "title": line.title, "from_name": line.from_name, "their_number": line.their_number,
            "their_date": self.document.their_date, "type": line.type, "urgency": line.urgency,
            "copies": self.document.copies,
        }  # fmt: skip

    def told(self) -> Text:
        if self.document.is_dispatch:
            return _("It gets the next number of your register.")
        if not (self.document.line.from_name or self.document.line.their_number):
            return _(
                "Nothing could be read from this file, which may be a scan without words: fill this"
                " in from the paper. The title is so far the name of the file."
            )
        return _("Compare what was read from the file with the paper, then register it.")

    def perform(self, said: dict[str, Any], go: str) -> None:
        particulars = Particulars(**said) if said else None
        receiving.register_document(
            incoming_id=self.document.id, particulars=particulars, actor=self.actor, now=self.now
        )


class Review(Deed):
    """初审."""

    key, permissions = Act.REVIEW, (REGISTRY,)
    acts = frozenset({"incoming.reviewed"})
    title = gettext_lazy("Preliminary review")
    verb = gettext_lazy("Accept it")
    done = gettext_lazy("Accepted and handed on.")
    form_class = forms.ReviewForm
    wants_units = True

    def initial(self) -> dict[str, Any]:
        purpose = Purpose.READING if self.document.is_copy else Purpose.ACTION
        return {"purpose": purpose.value, "lead_unit_id": self.document.unit_id}

    def arguments(self) -> dict[str, Any]:
        unit = self.document.unit_id
        return {
            "leaders": page.list_leaders(unit, self.today),
            "readers": page.list_readers(unit, self.today),
            "by_rule": page.day_by_rule(self.document, self.now),
        }

    def told(self) -> Text:
        return _(
            "Is it yours to handle, are type and form right, were others consulted? What does not"
            " conform is sent back with a reason instead."
        )

    def perform(self, said: dict[str, Any], go: str) -> None:
        receiving.review_document(
            incoming_id=self.document.id, purpose=Purpose(said["purpose"]),
            proposal=said["proposal"], lead_unit_id=said["lead_unit_id"],
            leader_id=said["leader_id"], handler_id=said["handler_id"], due_on=said["due_on"],
            readers=said["readers"], actor=self.actor, now=self.now,
        )  # fmt: skip


class Propose(Deed):
    """拟办."""

    key, permissions = Act.PROPOSE, (REGISTRY,)
    acts = frozenset({"incoming.proposed"})
    title = gettext_lazy("Propose how it is handled")
    verb = gettext_lazy("Hand the proposal on")
    done = gettext_lazy("The proposal was handed on.")
    form_class = forms.CourseForm
    wants_units = True
    said_in = "proposal"

    def initial(self) -> dict[str, Any]:
        return {
            "proposal": self.document.proposal, "lead_unit_id": self.document.lead_unit_id,
            "leader_id": self.document.leader_id, "handler_id": self.document.handler_id,
        }  # fmt: skip

    def arguments(self) -> dict[str, Any]:
        return {"leaders": page.list_leaders(self.document.unit_id, self.today)}

    def perform(self, said: dict[str, Any], go: str) -> None:
        receiving.propose_handling(
            incoming_id=self.document.id, actor=self.actor, now=self.now, **said,
        )  # fmt: skip


class Instruct(Deed):
    """批示."""

    key, permissions = Act.INSTRUCT, (INSTRUCT,)
    acts = frozenset({"incoming.instructed"})
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
        return {"lead_unit_id": self.document.lead_unit_id}

    def told(self) -> Text:
        if not self.document.proposal:
            return ""
        return _("Proposed: %(words)s") % {"words": self.document.proposal}

    def perform(self, said: dict[str, Any], go: str) -> None:
        receiving.instruct_document(
            incoming_id=self.document.id, words=said["opinion"], lead_unit_id=said["lead_unit_id"],
            actor=self.actor, now=self.now,
        )  # fmt: skip


class Finish(Deed):
    """办结."""

    key, permissions = Act.FINISH, (HANDLE,)
    acts = frozenset({"incoming.done"})
    title = gettext_lazy("Handle this document")
    verb = gettext_lazy("It is handled")
    done = gettext_lazy("Handled: whoever asked for it is told.")
    form_class = forms.FinishForm

    def arguments(self) -> dict[str, Any]:
        return {"replies": [(str(key), words) for key, words in self.document.replies]}

    def consequence(self) -> Text:
        if self.document.line.due_on is None:
            return ""
        return _("To be handled by %(day)s.") % {"day": city_day(self.document.line.due_on)}

    def perform(self, said: dict[str, Any], go: str) -> None:
        receiving.finish_handling(
            incoming_id=self.document.id, result=said["result"],
            reply_id=said.get("reply_id"), actor=self.actor, now=self.now,
        )  # fmt: skip


class Read(Deed):
    """阅知."""

    key, permissions = Act.READ, ()
    acts = frozenset({"incoming.read"})
    title = gettext_lazy("Put before you to read")
    verb = gettext_lazy("I have read it")
    done = gettext_lazy("Noted that you have read it.")
    form_class = forms.OpinionForm

    def perform(self, said: dict[str, Any], go: str) -> None:
        receiving.read_document(
            incoming_id=self.document.id, words=said["opinion"], actor=self.actor,
            now=self.now,
        )  # fmt: skip


class Circulate(Deed):
    """传阅."""

    key, permissions = Act.CIRCULATE, (REGISTRY,)
    acts = frozenset({"incoming.circulated"})
    title = gettext_lazy("Put it before more people")
    verb = pgettext_lazy("document", "Circulate")
    done = gettext_lazy("Put before them.")
    form_class = forms.CirculateForm

    def arguments(self) -> dict[str, Any]:
        return {"readers": page.list_readers(self.document.unit_id, self.today)}

    def perform(self, said: dict[str, Any], go: str) -> None:
        receiving.circulate_document(
            incoming_id=self.document.id, readers=said["readers"], actor=self.actor,
            now=self.now,
        )  # fmt: skip


class Urge(Deed):
    """催办."""

    key, permissions = Act.URGE, (REGISTRY,)
    acts = frozenset({"incoming.urged"})
    title = gettext_lazy("Urge whoever has it")
    verb = pgettext_lazy("document", "Urge")
    done = gettext_lazy("Those who have it were told.")
    form_class = forms.OpinionForm

    def perform(self, said: dict[str, Any], go: str) -> None:
        receiving.urge_handling(
            incoming_id=self.document.id, opinion=said["opinion"], actor=self.actor,
            now=self.now,
        )  # fmt: skip


class HandOver(Deed):
    """转办."""

    key, permissions = Act.HAND_OVER, (HANDLE,)
    acts = frozenset({"incoming.passed"})
    title = gettext_lazy("Have another person handle it")
    verb = pgettext_lazy("document", "Pass on")
    done = gettext_lazy("Passed on.")
    form_class = forms.HandOverForm

    def arguments(self) -> dict[str, Any]:
        unit = self.document.lead_unit_id or self.document.unit_id
        people = page.list_handlers(unit, self.today)
        return {"people": [one for one in people if one[0] != str(self.actor.id)]}

    def perform(self, said: dict[str, Any], go: str) -> None:
        receiving.hand_over_handling(
            incoming_id=self.document.id, actor=self.actor, now=self.now, **said
        )


class GiveBack(Deed):
    """退回重新拟办."""

    key, permissions = Act.GIVE_BACK, (HANDLE, INSTRUCT)
    acts = frozenset({"incoming.handed_back"})
    title = gettext_lazy("Give it back for another proposal")
    verb = pgettext_lazy("document", "Give back")
    done = gettext_lazy("Given back: somebody proposes anew.")
    form_class = forms.ReasonForm
    said_in = "reason"

    def perform(self, said: dict[str, Any], go: str) -> None:
        receiving.return_handling(
            incoming_id=self.document.id, reason=said["reason"], actor=self.actor,
            now=self.now,
        )  # fmt: skip


class SendBack(Deed):
    """退文."""

    key, permissions = Act.SEND_BACK, (REGISTRY,)
    acts = frozenset({"incoming.sent_back"})
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

    def perform(self, said: dict[str, Any], go: str) -> None:
        receiving.send_back_document(
            incoming_id=self.document.id, reason=said["reason"], actor=self.actor,
            now=self.now,
        )  # fmt: skip


DEEDS: tuple[type[Deed], ...] = (
    SignFor, Register, Review, Propose, Instruct, Finish, Read, Circulate, Urge, HandOver,
    GiveBack, SendBack,
)  # fmt: skip
"""What is due soonest first."""

DUE = DEEDS[:7]
"""Those that may stand open in the panel; the others are a click away."""
