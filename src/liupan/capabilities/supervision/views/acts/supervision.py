"""What the supervision office does with an item, and leaders."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from liupan.capabilities.supervision.forms.acts import (
    BACK,
    PASS,
    DecideForm,
    LapseForm,
    NoteForm,
    OpinionForm,
    ReasonForm,
    ReassignForm,
    ReopenForm,
    ShareForm,
    SheetForm,
    UrgeForm,
    VerdictForm,
    VisitForm,
    WordsForm,
)
from liupan.capabilities.supervision.operations.closing import (
    archive_item,
    reopen_item,
    verify_and_close,
)
from liupan.capabilities.supervision.operations.handing import (
    hand_over_item,
    reassign_item,
    urge_item,
)
from liupan.capabilities.supervision.operations.leading import give_note
from liupan.capabilities.supervision.operations.registering import revise_item, withdraw_item
from liupan.capabilities.supervision.operations.reporting import return_item
from liupan.capabilities.supervision.operations.requests import decide_request
from liupan.capabilities.supervision.operations.sheets import issue_sheet, lapse_sheet
from liupan.capabilities.supervision.operations.visiting import record_visit
from liupan.capabilities.supervision.policies import (
    DECIDE_REQUESTS,
    ESCALATE,
    NOTE,
    SUPERVISE,
    may_escalate,
)
from liupan.capabilities.supervision.queries.offering import list_supervisors
from liupan.capabilities.supervision.queries.shapes import RequestView, SheetView
from liupan.capabilities.supervision.rules.sheets import ORDER, Colour
from liupan.capabilities.supervision.rules.states import Act, Finding, State
from liupan.capabilities.supervision.views.acts.deed import Deed
from liupan.foundation.design.facade import city_day
from liupan.kernel.work import Text


class HandOver(Deed):
    """交办."""

    key, act, permissions = "hand-over", Act.HAND_OVER, (SUPERVISE,)
    title = gettext_lazy("Hand it over")
    verb = pgettext_lazy("work", "Hand over")
    done = gettext_lazy("Handed over: the limit runs.")
    form_class = OpinionForm

    @property
    def is_possible(self) -> bool:
        return super().is_possible and bool(self.item.end_state)

    def consequence(self) -> Text:
        return _(
            "%(unit)s is told and has to sign for it. The limit runs from now on to %(day)s."
            " Title, end state and day cannot be changed after it."
        ) % {"unit": self.item.line.lead_unit, "day": self.due}

    def perform(self, data: dict[str, Any]) -> None:
        hand_over_item(item_id=self.item.id, actor=self.actor, now=self.now, **data)


class Verify(Deed):
    """核验销号."""

    key, act, permissions = "verify", Act.CLOSE, (SUPERVISE,)
    title = gettext_lazy("Verify the report")
    verb = gettext_lazy("Send the verdict")
    done = gettext_lazy("Your verdict was recorded.")
    kinds = frozenset({Act.CLOSE, Act.RETURN})
    form_class = VerdictForm
    says = (gettext_lazy("Verified; agreed to close."), gettext_lazy("Please add evidence."))

    @property
    def may_close(self) -> bool:
        return Act.CLOSE in self.item.may

    @property
    def is_possible(self) -> bool:
        returns = Act.RETURN in self.item.may and self.item.line.state is State.VERIFYING
        return self.may_close or returns

    def arguments(self) -> dict[str, Any]:
        item = self.item
        closing = _("%(code)s goes from %(before)s%% to %(after)s%%.") % {
            "code": item.root_code, "before": item.root_percent, "after": item.root_if_closed,
        }  # fmt: skip
        late = _(" It is closed late; that stays.") if item.line.is_late else ""
        back = _("The limit runs on, and its day moves by the time this took; %(who)s is told.") % {
            "who": item.reported_by
        }  # fmt: skip
        choices = [(BACK, _("Return to the unit"))]
        if self.may_close:
            choices.insert(0, (PASS, _("Verified: close %(code)s") % {"code": item.line.code}))
        return {"choices": choices, "says": {PASS: closing + late, BACK: back}}

    def consequence(self) -> Text:
        if self.may_close:
            return ""
        if self.actor.id in (self.item.reported_by_id, self.item.endorsed_by_id):
            return _("Nobody verifies what they reported or endorsed themselves.")
        return _("A mandatory part is not closed, so this can only be returned.")

    def perform(self, data: dict[str, Any]) -> None:
        common: dict[str, Any] = {"item_id": self.item.id, "actor": self.actor, "now": self.now}
        if data["verdict"] == PASS:
            verify_and_close(opinion=data["opinion"], **common)
        else:
            return_item(reason=data["opinion"], **common)


class Decide(Deed):
    """延期、暂停审批."""

    key, act, permissions = "decide", Act.REFUSE, (DECIDE_REQUESTS,)
    title = gettext_lazy("Decide on the request")
    verb = gettext_lazy("Send the decision")
    done = gettext_lazy("Your decision was recorded.")
    kinds = frozenset({Act.GRANT, Act.REFUSE})
    form_class = DecideForm

    @property
    def request(self) -> RequestView | None:
        """The oldest request that waits for this actor."""
        waiting = [
            r
            for r in self.item.requests
            if r.is_open and r.item_id == self.item.id and r.asked_by_id != self.actor.id
        ]
        return waiting[-1] if waiting else None

    def initial(self) -> dict[str, Any]:
        return {"request_id": self.request.id if self.request else ""}

    def arguments(self) -> dict[str, Any]:
        asked = self.request
        grants = _("The limit stands still from now on.")
        if asked and asked.until_on:
            grants = _("The due day becomes %(day)s; the old one stays on record.") % {
                "day": city_day(asked.until_on)
            }
        choices = [(BACK, _("Do not grant"))]
        if Act.GRANT in self.item.may:
            choices.insert(0, (PASS, pgettext("request", "Grant")))
        return {
            "choices": choices,
            "says": {PASS: grants, BACK: _("The day stays %(day)s.") % {"day": self.due}},
        }

    def consequence(self) -> Text:
        asked = self.request
        if asked is None:
            return ""
        return _("%(unit)s, %(who)s asks: %(what)s. %(reason)s") % {
            "unit": asked.unit,
            "who": asked.asked_by,
            "what": _("more time until %(day)s") % {"day": city_day(asked.until_on)}
            if asked.until_on
            else _("a pause: %(why)s") % {"why": asked.pause_reason},
            "reason": asked.reason,
        }

    def perform(self, data: dict[str, Any]) -> None:
        decide_request(
            request_id=data["request_id"], grant=data["verdict"] == PASS,
            opinion=data["opinion"], actor=self.actor, now=self.now,
        )  # fmt: skip


class Urge(Deed):
    """催办."""

    key, act, permissions = "urge", Act.URGE, (SUPERVISE,)
    title = gettext_lazy("Urge the unit")
    verb = pgettext_lazy("work", "Urge")
    done = gettext_lazy("The unit was urged.")
    form_class = UrgeForm

    def consequence(self) -> Text:
        return _(
            "Those who handle it in %(unit)s get an urgent notice; it counts in the scores."
        ) % {
            "unit": self.item.line.lead_unit
        }  # fmt: skip

    def perform(self, data: dict[str, Any]) -> None:
        urge_item(item_id=self.item.id, actor=self.actor, now=self.now, **data)


class Visit(Deed):
    """实地核查."""

    key, act, permissions = "visit", Act.VISIT, (SUPERVISE,)
    title = gettext_lazy("Record a check on the spot")
    verb = gettext_lazy("Keep the record")
    done = gettext_lazy("The check on the spot was recorded.")
    form_class = VisitForm

    def initial(self) -> dict[str, Any]:
        return {"visited_at": self.now}

    def consequence(self) -> Text:
        return _(
            "Those who handle it in %(unit)s are told. The item stays as it stands;"
            " what was found stays with it."
        ) % {
            "unit": self.item.line.lead_unit
        }  # fmt: skip

    def perform(self, data: dict[str, Any]) -> None:
        finding = Finding(data.pop("finding"))
        files = data.pop("evidence")
        record_visit(
            item_id=self.item.id, finding=finding, files=files, actor=self.actor, now=self.now,
            **data,
        )  # fmt: skip


class IssueSheet(Deed):
    """发督办单."""

    key, act, permissions = "issue-sheet", Act.SHEET, (SUPERVISE, ESCALATE)
    title = gettext_lazy("Issue a supervision sheet")
    verb = gettext_lazy("Issue it")
    done = gettext_lazy("The sheet was issued.")
    form_class = SheetForm

    def initial(self) -> dict[str, Any]:
        turn = self.item.next_sheet
        return {"colour": turn if turn in self.colours else ""}

    @property
    def colours(self) -> tuple[Colour, ...]:
        """Those the actor may issue."""
        high = may_escalate(self.actor, self.item.supervising_unit_id, self.item.line.secrecy)
        return ORDER if high else (Colour.BLUE,)

    def arguments(self) -> dict[str, Any]:
        turn = self.item.next_sheet
        says = {
            colour: _("Its turn") if colour is turn else _("Before its turn: directly")
            for colour in self.colours
            if turn and ORDER.index(colour) >= ORDER.index(turn)
        }
        return {"colours": self.colours, "says": says}

    def consequence(self) -> Text:
        return _(
            "The unit has to answer in writing; unanswered the sheet lapses and the next follows."
        )

    def perform(self, data: dict[str, Any]) -> None:
        said = data | {"colour": Colour(data["colour"])}
        issue_sheet(item_id=self.item.id, actor=self.actor, now=self.now, **said)


class Lapse(Deed):
    """督办单逾期未落实."""

    key, act, permissions = "lapse", Act.LAPSE, (SUPERVISE,)
    title = gettext_lazy("The sheet was not carried out")
    verb = gettext_lazy("Record it")
    done = gettext_lazy("Recorded: the sheet lapsed.")
    form_class = LapseForm

    @property
    def sheet(self) -> SheetView | None:
        """The latest sheet, where its day has passed."""
        own = [s for s in self.item.sheets if s.item_id == self.item.id][-1:]
        passed = [s for s in own if s.answer_by < self.today and s.state in ("open", "answered")]
        return passed[0] if passed else None

    @property
    def is_possible(self) -> bool:
        return super().is_possible and self.sheet is not None

    def initial(self) -> dict[str, Any]:
        return {"sheet_id": self.sheet.id if self.sheet else ""}

    def consequence(self) -> Text:
        return _("The sheet lapses, whether it was answered or not; the next colour may follow.")

    def perform(self, data: dict[str, Any]) -> None:
        lapse_sheet(actor=self.actor, now=self.now, **data)


class Reassign(Deed):
    """移交."""

    key, act, permissions = "reassign", Act.REASSIGN, (SUPERVISE,)
    title = gettext_lazy("Pass the item on")
    verb = gettext_lazy("Pass it on")
    done = gettext_lazy("Passed on.")
    form_class = ReassignForm
    wants_units = True

    def initial(self) -> dict[str, Any]:
        return {"version": self.item.line.version}

    def arguments(self) -> dict[str, Any]:
        return {"people": list_supervisors(self.item.supervising_unit_id, self.today)}

    def consequence(self) -> Text:
        return _("Another unit signs for it anew; the limit, %(day)s, runs on.") % {"day": self.due}

    def perform(self, data: dict[str, Any]) -> None:
        reassign_item(item_id=self.item.id, actor=self.actor, now=self.now, **data)


class Revise(Deed):
    """调整."""

    key, act, permissions = "revise", Act.REVISE, (SUPERVISE,)
    title = gettext_lazy("Change what it says")
    verb = gettext_lazy("Save")
    done = gettext_lazy("Saved.")
    form_class = WordsForm
    wants_units = True

    @property
    def _before(self) -> bool:
        return self.item.line.state is State.REGISTERED

    def form(self, data: Any = None, files: Any = None) -> Any:
        kind = WordsForm if self._before else ShareForm
        return kind(data, files, initial=self.initial(), auto_id=f"{self.key}-%s")

    def initial(self) -> dict[str, Any]:
        return {
            "version": self.item.line.version,
            "title": self.item.line.title,
            "end_state": self.item.end_state,
            "due_on": self.item.line.due_on,
            "urgency": self.item.line.urgency,
            "weight": self.item.weight,
            "is_mandatory": self.item.line.is_mandatory,
            "assisting": self.item.assisting_ids,
        }

    def consequence(self) -> Text:
        if self._before:
            return _("Until it is handed over everything can be changed.")
        return _("It was handed over: only weight and assisting units can change, with a reason.")

    def perform(self, data: dict[str, Any]) -> None:
        changes = {k: v for k, v in data.items() if k not in ("version", "reason")}
        revise_item(
            item_id=self.item.id, changes=changes, reason=data["reason"],
            version=data["version"], actor=self.actor, now=self.now,
        )  # fmt: skip


class Archive(Deed):
    """归档."""

    key, act, permissions = "archive", Act.ARCHIVE, (SUPERVISE,)
    title = gettext_lazy("Put it into the archive")
    verb = pgettext_lazy("work", "Archive")
    done = gettext_lazy("Archived.")
    form_class = OpinionForm

    def consequence(self) -> Text:
        return _("It leaves the lists of what is at work; it can be reopened with a reason.")

    def perform(self, data: dict[str, Any]) -> None:
        archive_item(item_id=self.item.id, actor=self.actor, now=self.now, **data)


class Reopen(Deed):
    """重新启动."""

    key, act, permissions = "reopen", Act.REOPEN, (SUPERVISE,)
    title = gettext_lazy("Take it up again")
    verb = pgettext_lazy("work", "Reopen")
    done = gettext_lazy("Reopened: a new limit runs.")
    form_class = ReopenForm

    def consequence(self) -> Text:
        return _("A new limit runs; what was late stays late. The unit is told.")

    def perform(self, data: dict[str, Any]) -> None:
        reopen_item(item_id=self.item.id, actor=self.actor, now=self.now, **data)


class Withdraw(Deed):
    """撤销."""

    key, act, permissions = "withdraw", Act.WITHDRAW, (SUPERVISE,)
    title = gettext_lazy("Withdraw the item")
    verb = pgettext_lazy("work", "Withdraw")
    done = gettext_lazy("Withdrawn.")
    form_class = ReasonForm

    def consequence(self) -> Text:
        return _("Its number stays used and its record stays; it cannot be taken up again.")

    def perform(self, data: dict[str, Any]) -> None:
        withdraw_item(item_id=self.item.id, actor=self.actor, now=self.now, **data)


class GiveNote(Deed):
    """批示."""

    key, act, permissions = "give-note", Act.NOTE, (NOTE,)
    title = gettext_lazy("Give a note on this item")
    verb = gettext_lazy("Give the note")
    done = gettext_lazy("The note was given.")
    form_class = NoteForm

    def consequence(self) -> Text:
        return _("%(who)s and those who handle it in %(unit)s are told at once.") % {
            "who": self.item.supervisor, "unit": self.item.line.lead_unit,
        }  # fmt: skip

    def perform(self, data: dict[str, Any]) -> None:
        give_note(item_id=self.item.id, actor=self.actor, now=self.now, **data)
