"""The entrance of acts that are a form and one operation: sent, they are carried out once."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from liupan.foundation.design.components.blocks import Crumb
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal
from liupan.kernel.work import Text


def do(
    request: HttpRequest,
    *,
    template: str,
    title: Text,
    verb: Text,
    done: Text,
    form: forms.Form,
    run: Callable[[dict[str, Any]], object],
    back_url: str,
    crumbs: Sequence[Crumb],
    lead: Text = "",
    consequence: Text = "",
    next_url: Callable[[Any], str] | None = None,
    **more: Any,
) -> HttpResponse:
    """The page of one act: GET shows its form, POST carries it out and leads back.

    `run` gets what the form says; what it refuses stands at its field. `next_url` makes of its
    result the page that follows; `more` goes to the template.
    """
    context = {
        "title": title, "verb": verb, "form": form, "back_url": back_url, "crumbs": crumbs,
        "lead": lead, "consequence": consequence, **more,
    }  # fmt: skip
    if not form.is_bound or not form.is_valid():
        return render(request, template, context, status=422 if form.is_bound else 200)
    try:
        result = run(form.cleaned_data)
    except (NotAuthorised, Missing):
        raise
    except InvalidInput as wrong:
        for field, told in wrong.fields.items():
            form.add_error(field if field in form.fields else None, told)
        if not wrong.fields:  # else the page would come back without a word
            form.add_error(None, wrong.message)
        return render(request, template, context, status=wrong.status)
    except Refusal as refusal:
        form.add_error(None, f"{refusal.message} {refusal.next_step}".strip())
        return render(request, template, context, status=refusal.status)
    messages.success(request, str(done))
    return redirect(next_url(result) if next_url else back_url)


def sent(request: HttpRequest) -> Any:
    """What was sent, else nothing."""
    return request.POST if request.method == "POST" else None
