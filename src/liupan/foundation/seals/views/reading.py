"""Who asks, and refusals at the fields of a form."""

from django import forms
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Refusal


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def place_refusal(form: forms.Form, refusal: Refusal) -> None:
    """Put what an operation says at the fields it names, the rest above the form."""
    fields = refusal.fields if isinstance(refusal, InvalidInput) else {}
    named = [name for name in fields if name in form.fields]
    for name in named:
        form.add_error(name, fields[name])
    if not named:
        form.add_error(None, f"{refusal.message} {refusal.next_step}".strip())


def linked(words: str, url: str) -> str | SafeString:
    """The words, as a link where there is an address."""
    return format_html('<a class="lp-a" href="{}">{}</a>', url, words) if url else words


def dotted(*words: object) -> str:
    """Several words beside each other; those that are empty are left out."""
    return " · ".join(str(word) for word in words if word)
