"""Acts that cannot be undone name their consequence before they happen.

    if page := unconfirmed(request, question=_("Close this item?"), consequence=..., verb=...):
        return page
    operations.close_item(...)

Without a script the page asks; with one, `data-lp-confirm` on the form asks at once.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from liupan.foundation.design.components.marks import Text


def unconfirmed(
    request: HttpRequest, *, question: Text, consequence: Text, verb: Text, back_url: str
) -> HttpResponse | None:
    """The page that asks, with everything that was sent; None once the person has confirmed."""
    if request.POST.get("confirmed") == "yes":
        return None
    context = {
        "question": question,
        "consequence": consequence,
        "verb": verb,
        "back_url": back_url,
        "carried": carried(request),
    }
    return render(request, "design/confirm.html", context)


def carried(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything that was sent, for a page that asks before it sends the same again."""
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "confirmed")
        for value in values
    ]
