"""Who asks, the way here, and what an operation refused."""

from collections.abc import Sequence

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput
from liupan.kernel.work import Text

Crumb = tuple[Text, str]


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def crumbs(*further: Crumb) -> Sequence[Crumb]:
    """The way to a page of the archive."""
    return [(_("Archive"), reverse("correspondence:records")), *further]


def place_errors(form: forms.BaseForm, wrong: InvalidInput) -> None:
    """Put what an operation found wrong at the fields it names, the rest above the form."""
    named = [name for name in wrong.fields if name in form.fields]
    for name in named:
        form.add_error(name, wrong.fields[name])
    if not named:
        form.add_error(None, f"{wrong.message} {wrong.next_step}".strip())
