"""The entrance of every act on a document: a page with its form; sent, it is carried out once, and
nothing that was typed is lost."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from liupan.capabilities.correspondence.views.deeds import Deed
from liupan.capabilities.correspondence.views.reading import place_errors
from liupan.foundation.design.facade import requires, signed_in
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal

View = Callable[..., HttpResponse]
AnyDeed = Deed[Any]


class NotPossible(Refusal):
    """The act is not possible as the document stands."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """How acts on one kind of document are reached: `find` gives one as it stands now, `show` is
    the page with its form."""

    find: Callable[[type[AnyDeed], HttpRequest, UUID], AnyDeed]
    show: Callable[[HttpRequest, AnyDeed, forms.Form, int], HttpResponse]

    def acting(self, kind: type[AnyDeed]) -> View:
        """The page of one act: GET shows the form and what will follow, POST carries it out."""

        @require_http_methods(["GET", "HEAD", "POST"])
        def view(request: HttpRequest, **named: UUID) -> HttpResponse:
            [document_id] = named.values()
            deed = self.find(kind, request, document_id)
            if request.method == "POST":
                return self._sent(request, deed)
            if not deed.is_possible:
                raise NotPossible(deed.refusal())
            return self.show(request, deed, deed.form(), 200)

        view.__name__ = kind.__name__
        return requires(*kind.permissions)(view) if kind.permissions else signed_in(view)

    def _sent(self, request: HttpRequest, deed: AnyDeed) -> HttpResponse:
        if "say" in request.POST:
            return self.show(request, deed, _said(deed, request.POST), 200)
        if other := deed.instead(request.POST):
            return self.show(request, *other, 200)
        form = deed.form(request.POST)
        if not deed.is_possible:
            return self._refused(request, deed, form, deed.refusal())
        if not form.is_valid():
            return self.show(request, deed, form, 422)
        try:
            deed.perform(form.cleaned_data, request.POST.get("go", ""))
        except (NotAuthorised, Missing):
            raise
        except InvalidInput as wrong:
            place_errors(form, wrong)
            return self.show(request, deed, form, wrong.status)
        except Refusal as refusal:
            fresh = self.find(type(deed), request, deed.document.id)
            why = f"{refusal.message} {refusal.next_step}".strip()
            return self._refused(request, fresh, form, why)
        return _done(request, deed)

    def _refused(
        self, request: HttpRequest, deed: AnyDeed, form: forms.Form, why: str
    ) -> HttpResponse:
        """What was typed stays, beside what happened meanwhile; a form sent twice is told of its
        success."""
        if deed.was_done(request.POST):
            return _done(request, deed)
        form.errors.clear()
        form.add_error(None, why)
        form.data = request.POST.copy()
        for name, value in deed.seen_now().items():
            form.data[name] = value
        return self.show(request, deed, form, 409)


def _done(request: HttpRequest, deed: AnyDeed) -> HttpResponse:
    messages.success(request, str(deed.done))
    return redirect(deed.back_url)


def _said(deed: AnyDeed, sent: QueryDict) -> forms.Form:
    """The form with a usual phrase put in; what stood there only as a phrase gives way."""
    phrases = [str(one) for one in deed.says]
    number = sent.get("say", "")
    chosen = dict(zip(map(str, range(len(phrases))), phrases, strict=True)).get(number, "")
    before = sent.get(deed.said_in, "").strip()
    words = chosen if before in phrases else f"{before}{chosen}"
    form = deed.form()
    form.initial = {**form.initial, **sent.dict(), deed.said_in: words}
    return form
