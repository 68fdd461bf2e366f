"""A provider's database as a form, and the columns that are read from it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.exchange.models import PullSource
from liupan.capabilities.exchange.rules.pulling import Database, Rhythm, Tls
from liupan.foundation.design.facade import VersionField


class SourceForm(forms.Form):
    """Where it stands, what is read, when."""

    host = forms.CharField(
        label=_("Host of the database"), max_length=253,
        help_text=_("PostgreSQL. Hosts of inner networks must be allowed by the operator."),
    )  # fmt: skip
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65_535, initial=5432)
    database = forms.CharField(label=_("Name of the database"), max_length=63)
    username = forms.CharField(
        label=_("User"), max_length=63,
        help_text=_("Give it SELECT on what is read, and nothing else."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Password"), max_length=500, required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Sealed when it is kept, and never shown again. Empty: it stays as it is."),
    )  # fmt: skip
    tls = forms.ChoiceField(label=_("Encryption on the way"), choices=PullSource.Tls.choices)
    schema = forms.CharField(label=_("Schema"), max_length=63, initial="public")
    relation = forms.CharField(
        label=_("Table or view"), max_length=63,
        help_text=_("All its rows are read; to share fewer, make a view that holds them."),
    )  # fmt: skip
    rhythm = forms.ChoiceField(label=_("How often"), choices=PullSource.Rhythm.choices)
    at = forms.TimeField(
        label=_("At"), input_formats=["%H:%M"], initial="02:00",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=_("Of every hour the minutes alone count."),
    )  # fmt: skip
    version = VersionField()

    def database_said(self) -> Database:
        """What was said, by value."""
        told = self.cleaned_data
        names = ("host", "port", "database", "username", "password", "schema", "relation")
        return Database(tls=Tls(told["tls"]), **{name: told[name] for name in names})

    def rhythm_said(self) -> tuple[Rhythm, int]:
        """How often, and the minute of the day or of the hour."""
        rhythm, at = Rhythm(self.cleaned_data["rhythm"]), self.cleaned_data["at"]
        return rhythm, at.minute if rhythm is Rhythm.HOURLY else at.hour * 60 + at.minute


class SourceColumnsForm(forms.Form):
    """A column of the database for each of the table's."""

    version = VersionField()

    def __init__(
        self, *args: Any, ours: Sequence[str], there: Mapping[str, str],
        proposed: Mapping[str, str], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self._ours = {f"column-{n}": name for n, name in enumerate(ours)}
        choices = [("", _("stays empty")), *((n, f"{n}（{kind}）") for n, kind in there.items())]
        for key, name in self._ours.items():
            self.fields[key] = forms.ChoiceField(
                label=name, choices=choices, required=False, initial=proposed.get(name, "")
            )

    def columns_said(self) -> dict[str, str]:
        """What was said, by the table's column."""
        return {name: self.cleaned_data[key] for key, name in self._ours.items()}
