"""Input shapes of stations, parcels and statements."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.foundation.documents.facade import FilesField
from liupan.foundation.parcels.queries.stations import PeerView, Target
from liupan.foundation.parcels.wording import CHECKS
from liupan.kernel import clock
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import LONGEST_YEARS, STAR, WORDS, ImpossibleMark, Mark, Secrecy

Choices = Sequence[tuple[str, str]]


def words(**kwargs: Any) -> forms.CharField:
    """A field for a few sentences."""
    return forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


def levels_up_to(highest: Secrecy) -> Choices:
    """Levels to choose from, the lowest first."""
    return [(str(int(level)), WORDS[level]) for level in Secrecy if level <= highest]


class OneOf(forms.TypedChoiceField):
    """One of some things, by id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=UUID, **kwargs)

    def offer(self, choices: Choices) -> None:
        """What there is to choose from; asked only when there is more than one."""
        self.choices = choices if len(choices) == 1 else [("", "—"), *choices]


class LevelField(forms.TypedChoiceField):
    """A secrecy level."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=lambda value: Secrecy(int(value)), **kwargs)


class SendForm(forms.Form):
    """Files go to another zone; those of two marks may go together."""

    field_order = (
        "once", "peer_id", "unit_id", "attachments", "level", "period", "attachments_2", "level_2",
        "period_2", "purpose",
    )  # fmt: skip
    once = forms.UUIDField(required=False, initial=uuid7, widget=forms.HiddenInput)
    peer_id = OneOf(label=pgettext_lazy("parcel", "To"))
    unit_id = OneOf(label=_("From the unit"))
    attachments = FilesField(label=_("Files"), required=True)
    level = LevelField(label=pgettext_lazy("secrecy", "Level"))
    period = forms.CharField(
        label=pgettext_lazy("secrecy", "Period"),
        required=False,
        max_length=100,
        help_text=_(
            "For state secrets: years (1年), a day (2020年1月1日) or a condition; "
            "without one the longest of the level."
        ),
    )
    purpose = words(
        label=_("What for"),
        help_text=_("Who reviews it and who receives it read this."),
    )

    attachments_2 = FilesField(
        label=_("More files, with another mark"),
        help_text=_("Each file keeps its own mark; the parcel is as secret as the highest."),
    )
    level_2 = LevelField(label=_("Level of these files"), required=False)
    period_2 = forms.CharField(label=_("Period of these files"), required=False, max_length=100)

    def __init__(
        self, *args: Any, targets: Sequence[Target], units: Choices, highest: Secrecy, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level_2"].choices = [("", "—"), *levels_up_to(highest)]  # type: ignore[attr-defined]
        self.fields["peer_id"].offer([(str(t.id), str(t)) for t in targets])  # type: ignore[attr-defined]
        self.fields["unit_id"].offer(units)  # type: ignore[attr-defined]
        self.fields["level"].choices = levels_up_to(highest)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("attachments_2") and said.get("level_2") in (None, ""):
            self.add_error("level_2", _now("Say the level of these files."))
        said["mark"] = self._mark(said, "level", "period")
        said["mark_2"] = self._mark(said, "level_2", "period_2")
        return said

    def marked(self) -> list[tuple[Any, Mark]]:
        """Every file with its own mark, in the order they were chosen."""
        said = self.cleaned_data
        groups = (("attachments", "mark"), ("attachments_2", "mark_2"))
        return [(one, said[mark]) for files, mark in groups for one in said[files]]

    def _mark(self, said: dict[str, Any], level_name: str, period_name: str) -> Mark | None:
        level, period = said.get(level_name), (said.get(period_name) or "").strip()
        if level in (None, ""):
            return None
        try:
            since = clock.today() if level in LONGEST_YEARS else None
            text = f"{WORDS[level]}{STAR}{period}" if period else WORDS[level]
            return Mark.parse(text, since=since)
        except ImpossibleMark:
            self.add_error(period_name, _now("This level cannot have this period."))
            return None


class ReleaseForm(forms.Form):
    """A parcel is reviewed for secrecy and goes."""

    checks = forms.MultipleChoiceField(
        label=pgettext_lazy("parcel", "Looked at"),
        choices=CHECKS,
        widget=forms.CheckboxSelectMultiple,
    )
    opinion = words(label=_("Opinion"))


class AnswerForm(forms.Form):
    """A refusal, which says why."""

    opinion = words(label=_("Opinion"))


class ReasonForm(forms.Form):
    """An act with its reason."""

    reason = words(label=pgettext_lazy("parcel", "Reason"))


class CardForm(forms.Form):
    """The card of another station."""

    file = forms.FileField(
        label=_("Card"),
        widget=forms.FileInput(attrs={"accept": ".card"}),
        help_text=_("The file that the other station gave out."),
    )


class TrustForm(forms.Form):
    """A station's fingerprint was compared: what may travel."""

    fingerprint = forms.CharField(
        label=_("Fingerprint, as it was read out"),
        max_length=80,
        help_text=_(
            "Ring up the other station by a number you know, let them read out the fingerprint of "
            "their card, and type what you hear. Do not copy it from this page."
        ),
    )
    ceiling = LevelField(label=_("Highest level"))
    max_mb = forms.IntegerField(label=_("Largest parcel (MB)"), min_value=1, max_value=10_000)
    kinds = forms.MultipleChoiceField(
        label=_("What may travel"), widget=forms.CheckboxSelectMultiple
    )
    unit_id = OneOf(label=_("Received by the unit"))

    def __init__(
        self, *args: Any, peer: PeerView, kinds: Choices, units: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ceiling"].choices = levels_up_to(peer.highest)  # type: ignore[attr-defined]
        self.fields["kinds"].choices = kinds  # type: ignore[attr-defined]
        self.fields["unit_id"].offer(units)  # type: ignore[attr-defined]


class ImportForm(forms.Form):
    """A parcel came over the medium."""

    file = forms.FileField(label=_("Parcel"), widget=forms.FileInput(attrs={"accept": ".parcel"}))


class StatementForm(forms.Form):
    """A statement came over the medium."""

    file = forms.FileField(
        label=_("Statement"), widget=forms.FileInput(attrs={"accept": ".statement"})
    )
