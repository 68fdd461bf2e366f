"""What is said with an act on an incoming document, and how one is entered."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from liupan.capabilities.correspondence.forms.naming import PersonField, UnitField
from liupan.capabilities.correspondence.rules.letterhead import TYPES
from liupan.capabilities.correspondence.rules.receiving import Purpose
from liupan.foundation.design.facade import DateField, city_day
from liupan.foundation.documents.facade import FilesField
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import CEILING, LONGEST_YEARS, WORDS, ImpossibleMark, Mark, Secrecy

Choices = Sequence[tuple[str, str]]
URGENCIES = (("", gettext_lazy("ordinary")), ("加急", "加急"), ("特急", "特急"))


def text(rows: int = 3, **kwargs: Any) -> forms.CharField:
    """A field for a few sentences."""
    return forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class SignForForm(forms.Form):
    """How many copies came."""

    copies = forms.IntegerField(
        label=gettext_lazy("Copies received"),
        min_value=1,
        max_value=9999,
        widget=forms.NumberInput(attrs={"class": "lp-w-date", "inputmode": "numeric"}),
    )


class ReasonForm(forms.Form):
    """A reason that must be given."""

    reason = text(label=pgettext_lazy("document", "Reason"))


class OpinionForm(forms.Form):
    """A word that may be left out."""

    opinion = text(2, label=pgettext_lazy("document", "Opinion"), required=False)


class ConfirmForm(forms.Form):
    """Nothing to say."""


class RegisterForm(forms.Form):
    """What the register says of a document from outside, compared with the paper."""

    title = forms.CharField(
        label=pgettext_lazy("document", "Title"), max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    from_name = forms.CharField(label=gettext_lazy("Sent by"), max_length=200)
    their_number = forms.CharField(label=gettext_lazy("Its number"), max_length=100, required=False)
    their_date = DateField(label=gettext_lazy("Its day"), required=False)
    type = forms.ChoiceField(
        label=pgettext_lazy("document", "Type"), required=False,
        choices=[("", gettext_lazy("none of the fifteen")), *((t, t) for t in TYPES)],
    )  # fmt: skip
    urgency = forms.ChoiceField(label=gettext_lazy("Urgency"), choices=URGENCIES, required=False)
    copies = forms.IntegerField(
        label=gettext_lazy("Copies received"), min_value=1, max_value=9999, initial=1,
        widget=forms.NumberInput(attrs={"class": "lp-w-date", "inputmode": "numeric"}),
    )  # fmt: skip


class CourseForm(forms.Form):
    """Who is asked, which unit and who of it handles it."""

    proposal = text(
        label=gettext_lazy("Proposed opinion"),
        help_text=gettext_lazy(
            "Goes to the leader, or straight to the lead unit if none is asked."
        ),
    )
    lead_unit_id = UnitField(label=pgettext_lazy("document", "Lead unit"))
    leader_id = forms.TypedChoiceField(
        label=gettext_lazy("Instruction asked of"), coerce=UUID, empty_value=None, required=False
    )
    handler_id = PersonField(
        label=gettext_lazy("Handled by"), required=False,
        help_text=gettext_lazy("Name or username. Empty: whoever handles documents of the unit."),
    )  # fmt: skip
    field_order: Sequence[str] = ("proposal", "leader_id", "lead_unit_id", "handler_id")

    def __init__(self, *args: Any, leaders: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader_id"].choices = [  # type: ignore[attr-defined]
            ("", _("nobody: straight to the lead unit")),
            *leaders,
        ]


class ReviewForm(CourseForm):
    """Preliminary review: for action or for reading, by whom, until when."""

    purpose = forms.ChoiceField(
        label=pgettext_lazy("document", "Purpose"), widget=forms.RadioSelect,
        choices=(
            (Purpose.ACTION.value, gettext_lazy("For action: proposed, instructed, handled")),
            (Purpose.READING.value, gettext_lazy("For reading: circulated until all have read")),
        ),
    )  # fmt: skip
    due_on = DateField(label=gettext_lazy("To be handled by"), required=False)
    readers = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Put before"), coerce=UUID, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("For reading: at least one. For action: who should know of it."),
    )  # fmt: skip
    field_order = (
        "purpose",
        "proposal",
        "leader_id",
        "lead_unit_id",
        "handler_id",
        "due_on",
        "readers",
    )

    def __init__(self, *args: Any, readers: Choices, by_rule: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposal"].required = self.fields["lead_unit_id"].required = False
        self.fields["readers"].choices = readers  # type: ignore[attr-defined]
        self.fields["due_on"].help_text = _("Empty: %(day)s, by the rule set.") % {
            "day": city_day(by_rule)
        }

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        nobody = not said.get("lead_unit_id") and "lead_unit_id" not in self.errors
        if said.get("purpose") == Purpose.ACTION and nobody:
            self.add_error("lead_unit_id", _("Who is to handle it?"))
        if said.get("purpose") == Purpose.READING and not said.get("readers"):
            self.add_error("readers", _("Name at least one reader."))
        return said


class InstructForm(forms.Form):
    """A leader's instruction, and another lead unit where one is meant."""

    opinion = text(
        label=gettext_lazy("Instruction"), initial=gettext_lazy("Agreed with the proposal.")
    )
    lead_unit_id = UnitField(label=pgettext_lazy("document", "Lead unit"))


class FinishForm(forms.Form):
    """What came of it, and the document that answers it."""

    result = text(label=gettext_lazy("What came of it"))
    reply_id = forms.TypedChoiceField(
        label=gettext_lazy("Answered by"), coerce=UUID, empty_value=None, required=False
    )

    def __init__(self, *args: Any, replies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reply_id"].choices = [  # type: ignore[attr-defined]
            ("", _("no document: the result says it")),
            *replies,
        ]
        if not replies:
            del self.fields["reply_id"]


class HandOverForm(OpinionForm):
    """Who handles it now."""

    handler_id = forms.TypedChoiceField(label=gettext_lazy("Handled by"), coerce=UUID)
    field_order = ("handler_id", "opinion")

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handler_id"].choices = people  # type: ignore[attr-defined]


class CirculateForm(forms.Form):
    """Whom it is put before."""

    readers = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Put before"), coerce=UUID, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, readers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readers"].choices = readers  # type: ignore[attr-defined]


class EnterForm(forms.Form):
    """A document from outside: its file, for which unit, on which level."""

    once = forms.UUIDField(required=False, initial=uuid7, widget=forms.HiddenInput)
    unit_id = forms.TypedChoiceField(label=gettext_lazy("Received by"), coerce=UUID)
    attached = FilesField(
        label=gettext_lazy("Scan or file"),
        required=True,
        help_text=gettext_lazy(
            "PDF, OFD or pictures; the document itself first, attachments after it. "
            "Drop them here, or choose."
        ),
    )
    secrecy = forms.TypedChoiceField(
        label=gettext_lazy("Secrecy"), coerce=lambda value: Secrecy(int(value))
    )
    period = forms.CharField(
        label=pgettext_lazy("secrecy", "Period"), max_length=60, required=False,
        help_text=gettext_lazy("Of state secrets: 1年, 2020年1月1日 or a condition."),
    )  # fmt: skip

    def __init__(self, *args: Any, units: Choices, clearance: Secrecy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        highest = min(clearance, CEILING[settings.LIUPAN_ZONE])
        levels = [one for one in Secrecy if one <= highest]
        self.fields["unit_id"].choices = units  # type: ignore[attr-defined]
        self.fields["secrecy"].choices = [  # type: ignore[attr-defined]
            (str(one.value), WORDS[one]) for one in levels
        ]
        self.fields["secrecy"].initial = str(min(Secrecy.INTERNAL, highest).value)
        if not any(one in LONGEST_YEARS for one in levels):
            del self.fields["period"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("attached") and "attached" not in self.errors:
            self.add_error("attached", _("Choose the scan or the file."))
        said["mark"] = self._mark(said.get("secrecy"), said.get("period", "").strip())
        return said

    def _mark(self, level: Secrecy | None, period: str) -> str:
        if level not in LONGEST_YEARS:
            return ""
        words = f"{WORDS[level]}★{period}" if period else WORDS[level]
        try:
            Mark.parse(words, since=date(2000, 1, 1))
        except ImpossibleMark:
            self.add_error("period", _("Write years, a day or a condition."))
        return words
