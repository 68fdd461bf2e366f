"""Who asks, refusals at the fields of a form, one page for every form, files on their way out."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html

from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, NotAuthorised, Refusal
from liupan.kernel.work import Text, place

Crumbs = Sequence[tuple[Text, str]]


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def linked(url_name: str, thing_id: object, words: str) -> str:
    """The words as a link to a thing's page."""
    return format_html('<a class="lp-quiet" href="{}">{}</a>', place(url_name, thing_id), words)


def dotted(*words: object) -> str:
    """Several words beside each other; those that are empty are left out."""
    return " · ".join(str(word) for word in words if word)


def place_refusal(form: forms.Form, refusal: Refusal) -> None:
    """Put what an operation says at the fields it names, the rest above the form."""
    fields = refusal.fields if isinstance(refusal, InvalidInput) else {}
    named = [name for name in fields if name in form.fields]
    for name in named:
        form.add_error(name, fields[name])
    if not named:
        form.add_error(None, f"{refusal.message} {refusal.next_step}".strip())


def form_page(
    request: HttpRequest,
    form: forms.Form,
    run: Callable[[forms.Form], str],
    *,
    title: Text,
    verb: Text,
    crumbs: Crumbs,
    done: Text = "",
    lead: Text = "",
    says: Text = "",
) -> HttpResponse:
    """A form and what it does: `run` gives the address of the page that follows."""
    if form.is_bound and form.is_valid():
        try:
            url = run(form)
        except NotAuthorised:
            raise
        except Refusal as refusal:
            place_refusal(form, refusal)
        else:
            if done:
                messages.success(request, str(done))
            return redirect(url)
    context = {
        "form": form, "title": title, "verb": verb, "lead": lead, "says": says,
        "crumbs": [*crumbs, (title, "")], "back_url": crumbs[-1][1],
    }  # fmt: skip
    return render(request, "parcels/form.html", context, status=422 if form.is_bound else 200)


def sent(request: HttpRequest) -> dict[str, Any]:
    """What the form is made with."""
    return {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}


def as_file(name: str, content: Iterable[bytes] | bytes) -> StreamingHttpResponse | HttpResponse:
    """An attachment that no browser opens and no cache keeps."""
    kind = "application/octet-stream"
    answer: StreamingHttpResponse | HttpResponse
    if isinstance(content, bytes):
        answer = HttpResponse(content, content_type=kind)
    else:
        answer = StreamingHttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
