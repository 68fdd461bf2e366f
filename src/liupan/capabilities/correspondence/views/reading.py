"""What a request says: who asks, which id; and what was found wrong, in the words of a form."""

from uuid import UUID

from django import forms
from django.http import HttpRequest

from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, StaleVersion


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def place_errors(form: forms.BaseForm, wrong: InvalidInput) -> None:
    """Put what an operation found wrong at the fields it names, the rest above the form."""
    named = [name for name in wrong.fields if name in form.fields]
    for name in named:
        form.add_error(name, wrong.fields[name])
    if not named:
        form.add_error(None, f"{wrong.message} {wrong.next_step}".strip())


def shown(stale: StaleVersion, form: forms.BaseForm) -> StaleVersion:
    """The same refusal with what was sent in the words of the form."""
    names = [name for name in stale.theirs if name in form.fields and name != "version"]
    return StaleVersion(
        stale.message,
        theirs=stale.theirs,
        mine={name: str(form[name].value() or "") for name in names},
        labels={name: str(form.fields[name].label) for name in names},
        next_step=stale.next_step,
    )


def identifier(words: str) -> UUID | None:
    """The id that an address or a form names, if it names one."""
    try:
        return UUID(words)
    except ValueError:
        return None
