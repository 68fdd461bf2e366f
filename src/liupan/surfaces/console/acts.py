"""A page with a form that calls one operation; every changing page of the console is one."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.views import View

from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal, StaleVersion
from liupan.kernel.guarding import SecondPersonNeeded
from liupan.surfaces.console.second_person import propose

Text = str | Promise
Crumb = tuple[Text, str]


class Act(View):
    """GET shows the form and says what will follow; POST calls the operation.

    What the operation refuses stands at the form, with everything that was typed; a stale version
    becomes a comparison, by the middleware.
    """

    http_method_names = ["get", "head", "post"]
    template_name = "console/act.html"
    title: ClassVar[Text]
    verb: ClassVar[Text]
    form_class: ClassVar[type[forms.Form]]
    consequence: ClassVar[Text] = ""
    done: ClassVar[Text] = ""

    @property
    def actor(self) -> Actor:
        """Who acts."""
        found: Actor = self.request.actor  # type: ignore[attr-defined]
        return found

    # --- What a subclass gives -----------------------------------------------------------------
    def act(self, data: dict[str, Any]) -> str:
        """Call the operation; returns the address of the next page."""
        raise NotImplementedError

    def initial(self) -> dict[str, Any]:
        """What the form shows at first."""
        return {}

    def arguments(self) -> dict[str, Any]:
        """Further arguments of the form's class."""
        return {}

    def crumbs(self) -> Sequence[Crumb]:
        """The way here."""
        return ()

    def line(self) -> Sequence[Text]:
        """What it is about: short items under the title."""
        return ()

    def what_follows(self) -> Text:
        """What the act will cause, before it happens."""
        return self.consequence

    def more(self) -> dict[str, Any]:
        """What the page of this act shows besides."""
        return {}

    def back(self) -> str:
        """Where "do not" leads."""
        return next((url for _label, url in reversed(self.crumbs()) if url), "/console/")

    def entitled(self) -> None:
        """Ask what the operation will ask, so that nobody fills in what can only be refused.

        Raises `NotAuthorised`.
        """

    # --- Entrances -----------------------------------------------------------------------------
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.entitled()
        return self._page(self.form_class(initial=self.initial(), **self.arguments()), 200)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form_class(
            request.POST, request.FILES, initial=self.initial(), **self.arguments()
        )
        if not form.is_valid():
            return self._page(form, 422)
        try:
            following = self.act(form.cleaned_data)
        except SecondPersonNeeded as needed:
            return propose(request, needed)
        except (NotAuthorised, StaleVersion, Missing):
            raise
        except InvalidInput as wrong:
            place_errors(form, wrong)
            return self._page(form, wrong.status)
        except Refusal as refusal:
            form.add_error(None, f"{refusal.message} {refusal.next_step}".strip())
            return self._page(form, refusal.status)
        if self.done:
            messages.success(request, str(self.done))
        return HttpResponseRedirect(following)

    def _page(self, form: forms.Form, status: int) -> HttpResponse:
        context = {
            "title": self.title,
            "verb": self.verb,
            "form": form,
            "line": self.line(),
            "crumbs": [*self.crumbs(), (self.title, "")],
            "consequence": self.what_follows(),
            "back_url": self.back(),
            **self.more(),
        }
        return render(self.request, self.template_name, context, status=status)


def place_errors(form: forms.Form, wrong: InvalidInput) -> None:
    """Put what an operation found wrong at the fields it names, the rest above the form."""
    placed = False
    for field, words in wrong.fields.items():
        for name in (field, field.removesuffix("_id")):
            if name in form.fields:
                form.add_error(name, words)
                placed = True
                break
    if not placed:
        form.add_error(None, f"{wrong.message} {wrong.next_step}".strip())
