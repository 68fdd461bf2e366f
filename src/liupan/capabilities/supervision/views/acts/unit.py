"""What the unit does that works on an item, and its leader."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from liupan.capabilities.supervision.forms.acts import (
    BACK,
    DONE,
    PASS,
    PROGRESS,
    AnswerForm,
    EndorseForm,
    ExtensionForm,
    OpinionForm,
    PauseForm,
    ReasonForm,
    ReportForm,
)
from liupan.capabilities.supervision.operations.handing import sign_for_item
from liupan.capabilities.supervision.operations.reporting import (
    endorse_report,
    report_done,
    report_progress,
    return_item,
)
from liupan.capabilities.supervision.operations.requests import (
    request_extension,
    request_pause,
    resume_item,
)
from liupan.capabilities.supervision.operations.sheets import answer_sheet
from liupan.capabilities.supervision.policies import ENDORSE, HANDLE, SUPERVISE
from liupan.capabilities.supervision.queries.offering import reasons_to_ask
from liupan.capabilities.supervision.queries.shapes import SheetView
from liupan.capabilities.supervision.rules.states import Act
from liupan.capabilities.supervision.views.acts.deed import Deed
from liupan.foundation.design.facade import city_day
from liupan.kernel.work import Text


class SignFor(Deed):
    """签收."""

    key, act, permissions = "sign-for", Act.SIGN_FOR, (HANDLE,)
    title = gettext_lazy("Sign for this item")
    verb = pgettext_lazy("work", "Sign for")
    done = gettext_lazy("Signed for: you answer for it from now on.")
    form_class = OpinionForm

    def consequence(self) -> Text:
        return _(
            "From now on you answer for it. The limit has run since hand-over and ends on %(day)s."
        ) % {"day": self.due}

    def perform(self, data: dict[str, Any]) -> None:
        sign_for_item(item_id=self.item.id, opinion=data["opinion"], actor=self.actor, now=self.now)


class Report(Deed):
    """报送进展，报结."""

    key, act, permissions = "report", Act.REPORT, (HANDLE,)
    title = gettext_lazy("Report on this item")
    verb = gettext_lazy("Send the report")
    done = gettext_lazy("The report was sent.")
    kinds = frozenset({Act.PROGRESS, Act.REPORT})
    form_class = ReportForm

    @property
    def _last(self) -> int:
        """What was reported last of the item itself."""
        own = (e for e in self.item.entries if e.item_id == self.item.id)
        return next((e.percent or 0 for e in own if e.kind is Act.PROGRESS), 0)

    def initial(self) -> dict[str, Any]:
        return {"what": PROGRESS}

    def arguments(self) -> dict[str, Any]:
        return {
            "may": (PROGRESS, DONE),
            "says": {
                PROGRESS: _("Last reported: %(n)s%%. The limit runs on.") % {"n": self._last},
                DONE: _("Goes to the unit's leader, then to %(who)s for verification.")
                % {"who": self.item.supervisor},
            },
        }

    def perform(self, data: dict[str, Any]) -> None:
        said = {
            "opinion": data["opinion"], "files": data["evidence"], "actor": self.actor,
            "now": self.now,
        }  # fmt: skip
        if data["what"] == DONE:
            report_done(item_id=self.item.id, **said)
        else:
            report_progress(
                item_id=self.item.id, percent=data["percent"], once=data["once"], **said
            )


class Endorse(Deed):
    """审签."""

    key, act, permissions = "endorse", Act.ENDORSE, (ENDORSE,)
    title = gettext_lazy("Endorse the unit's report")
    verb = gettext_lazy("Send the verdict")
    done = gettext_lazy("Your verdict was recorded.")
    kinds = frozenset({Act.ENDORSE, Act.RETURN})
    form_class = EndorseForm
    says = (gettext_lazy("Agreed."), gettext_lazy("Please add evidence."))

    def arguments(self) -> dict[str, Any]:
        own = self.item.reported_by_id == self.actor.id
        passing = _(
            "Goes to %(who)s for verification; the limit stands still from now on."
        ) % {"who": self.item.supervisor}  # fmt: skip
        return {
            "choices": [(PASS, _("Endorse")), (BACK, _("Return to the handler"))],
            "says": {
                PASS: passing
                + (_(" It is recorded that you reported it yourself.") if own else ""),
                BACK: _("The limit runs on; %(who)s is told.") % {"who": self.item.reported_by},
            },
        }

    def perform(self, data: dict[str, Any]) -> None:
        common: dict[str, Any] = {"item_id": self.item.id, "actor": self.actor, "now": self.now}
        if data["verdict"] == PASS:
            endorse_report(opinion=data["opinion"], **common)
        else:
            return_item(reason=data["opinion"], **common)


class Answer(Deed):
    """回应督办单."""

    key, act, permissions = "answer", Act.ANSWER, (HANDLE,)
    title = gettext_lazy("Answer the sheet")
    verb = gettext_lazy("Send the answer")
    done = gettext_lazy("The sheet was answered.")
    form_class = AnswerForm

    @property
    def sheet(self) -> SheetView | None:
        """The sheet that waits."""
        return next((s for s in self.item.sheets if s.is_open and s.item_id == self.item.id), None)

    def initial(self) -> dict[str, Any]:
        return {"sheet_id": self.sheet.id if self.sheet else ""}

    def consequence(self) -> Text:
        if self.sheet is None:
            return ""
        return _(
            "%(sheet)s %(number)s asks: %(reason)s Answer by %(day)s; after it the sheet lapses."
        ) % {
            "sheet": self.sheet.colour_label,
            "number": self.sheet.number,
            "reason": self.sheet.reason,
            "day": city_day(self.sheet.answer_by),
        }  # fmt: skip

    def perform(self, data: dict[str, Any]) -> None:
        answer_sheet(
            sheet_id=data["sheet_id"], answer=data["answer"], files=data["evidence"],
            actor=self.actor, now=self.now,
        )  # fmt: skip


class AskExtension(Deed):
    """申请延期."""

    key, act, permissions = "ask-extension", Act.ASK, (HANDLE,)
    title = gettext_lazy("Ask for more time")
    verb = gettext_lazy("Ask for it")
    done = gettext_lazy("The request was made.")
    form_class = ExtensionForm

    @property
    def is_possible(self) -> bool:
        return super().is_possible and not _is_late(self) and not _asked(self, "extension")

    def consequence(self) -> Text:
        return _(
            "The limit, %(day)s, runs on until somebody of the supervision office has decided;"
            " the old day stays on record."
        ) % {"day": self.due}

    def perform(self, data: dict[str, Any]) -> None:
        request_extension(item_id=self.item.id, actor=self.actor, now=self.now, **data)


class AskPause(Deed):
    """申请暂停."""

    key, act, permissions = "ask-pause", Act.PROGRESS, (HANDLE,)
    title = gettext_lazy("Ask for a pause")
    verb = gettext_lazy("Ask for it")
    done = gettext_lazy("The request was made.")
    kinds = frozenset({Act.ASK})
    form_class = PauseForm

    @property
    def is_possible(self) -> bool:
        return super().is_possible and not _is_late(self) and not _asked(self, "pause")

    def arguments(self) -> dict[str, Any]:
        return {"reasons": reasons_to_ask(self.today)}

    def consequence(self) -> Text:
        return _("The limit runs on until the pause is granted; then it stands still.")

    def perform(self, data: dict[str, Any]) -> None:
        request_pause(item_id=self.item.id, actor=self.actor, now=self.now, **data)


class Resume(Deed):
    """恢复计时."""

    key, act, permissions = "resume", Act.RESUME, (HANDLE, SUPERVISE)
    title = gettext_lazy("Let the time run again")
    verb = gettext_lazy("Let it run")
    done = gettext_lazy("The time runs again.")
    form_class = ReasonForm

    def consequence(self) -> Text:
        return _("The due day moves by the days of the pause; both are told.")

    def perform(self, data: dict[str, Any]) -> None:
        resume_item(item_id=self.item.id, actor=self.actor, now=self.now, **data)


def _is_late(deed: Deed) -> bool:
    return bool(deed.item.clock and deed.item.clock.is_late)


def _asked(deed: Deed, kind: str) -> bool:
    return any(
        r.is_open and r.kind == kind and r.item_id == deed.item.id for r in deed.item.requests
    )
