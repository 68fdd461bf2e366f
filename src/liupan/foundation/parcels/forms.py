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
    """Files go to another zone."""

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

    def __init__(
        self, *args: Any, targets: Sequence[Target], units: Choices, highest: Secrecy, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["peer_id"].offer([(str(t.id), str(t)) for t in targets])  # type: ignore[attr-defined]
        self.fields["unit_id"].offer(units)  # type: ignore[attr-defined]
        self.fields["level"].choices = levels_up_to(highest)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        level, period = said.get("level"), (said.get("period") or "").strip()
        if level is None:
            return said
        try:
            since = clock.today() if level in LONGEST_YEARS else None
            text = f"{WORDS[level]}{STAR}{period}" if period else WORDS[level]
            said["mark"] = Mark.parse(text, since=since)
        except ImpossibleMark:
            self.add_error("period", _now("This level cannot have this period."))
        return said


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
