"""What is asked before something is done to many items."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.capabilities.supervision.policies import SUPERVISE
from liupan.foundation.access.facade import list_holders
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.organisations.facade import list_units_on
from liupan.kernel import clock
from liupan.kernel.authority import ANYWHERE, Actor


class _Form(forms.Form):
    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor


class HandOverForm(_Form):
    """A word to the units, if there is one."""

    opinion = forms.CharField(
        label=gettext_lazy("What the units are told"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class UrgeForm(_Form):
    """What is urged."""

    opinion = forms.CharField(
        label=gettext_lazy("What is urged"), widget=forms.Textarea(attrs={"rows": 3})
    )


class ReassignForm(_Form):
    """To which unit, or to whom, and why."""

    lead_unit_id = forms.TypedChoiceField(
        label=gettext_lazy("New lead unit"), required=False, coerce=UUID, empty_value=None
    )
    supervisor_id = forms.TypedChoiceField(
        label=gettext_lazy("New supervisor"), required=False, coerce=UUID, empty_value=None
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stays = ("", _("as before"))
        self.fields["lead_unit_id"].choices = [stays, *_units(self.actor)]  # type: ignore[attr-defined]
        self.fields["supervisor_id"].choices = [stays, *_supervisors()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not self.errors and not said.get("lead_unit_id") and not said.get("supervisor_id"):
            self.add_error("lead_unit_id", _("Choose a unit, a person, or both."))
        return said


def _units(actor: Actor) -> list[tuple[str, str]]:
    """The units that the actor's supervision reaches."""
    tops = actor.rights.get(SUPERVISE.code, frozenset())
    reach = None if ANYWHERE in tops else [top for top in tops if isinstance(top, UUID)]
    return [(str(unit.id), unit.name) for unit in list_units_on(clock.today(), tops=reach)]


def _supervisors() -> list[tuple[str, str]]:
    """The people who supervise anything today."""
    found = list_accounts(list_holders(SUPERVISE, clock.today())).values()
    return sorted((str(a.id), a.name) for a in found if a.is_open)
