"""A source as a form."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.catalogue.operations.harvesting import Said
from liupan.capabilities.catalogue.queries.offering import as_id, source_kinds, units_to_harvest
from liupan.foundation.design.facade import VersionField
from liupan.kernel.authority import Actor


class SourceForm(forms.Form):
    """A catalogue elsewhere: where, how it is read, who looks after it."""

    name = forms.CharField(label=_("Name of the source"), max_length=200)
    kind = forms.ChoiceField(label=_("How it is read"))
    url = forms.URLField(
        label=_("Address of the catalogue"), max_length=1000, assume_scheme="https",
        help_text=_("Of the first page of a DCAT catalogue, or of a CKAN site."),
    )  # fmt: skip
    unit_id = forms.TypedChoiceField(label=_("Unit that looks after it"), coerce=as_id)
    is_public = forms.BooleanField(
        label=_("Everybody sees its entries"), required=False, initial=True
    )
    is_nightly = forms.BooleanField(label=_("Read it every night"), required=False)
    shrink_limit = forms.IntegerField(
        label=_("Largest share that may go unasked, in percent"), min_value=0, max_value=100,
        initial=10, help_text=_("When more is gone from the source, somebody has to confirm it."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = source_kinds()  # type: ignore[attr-defined]
        self.fields["unit_id"].choices = units_to_harvest(actor, day)  # type: ignore[attr-defined]

    def said(self) -> Said:
        """What was said, by value."""
        told = {name: self.cleaned_data[name] for name in SourceForm.base_fields}
        return Said(**told)


class ChangedSourceForm(SourceForm):
    """The same for a source that is there; its kind stays."""

    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].disabled = True
