"""What screening looks for, and a text to try it on."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liupan.foundation.design.facade import requires
from liupan.foundation.rulesets.facade import (
    CHANGE_RULES,
    LOAD_RULES,
    change_rule,
    may_change_in,
    rule_history,
)
from liupan.foundation.screening.facade import (
    ACCEPT_FINDINGS,
    EXCEPTION,
    KINDS,
    NUMBERS,
    SEVERITIES,
    WORDS,
    Purpose,
    Screening,
    Weight,
    Word,
    screen,
    shown,
    weights_on,
    words_on,
    write_entry,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may
from liupan.kernel.errors import Refusal
from liupan.surfaces.console import refusals
from liupan.surfaces.console.acts import Text
from liupan.surfaces.console.rulesets import own_place, places
from liupan.surfaces.console.screening_forms import TrialForm, WordForm

LISTED = 200
"""So many words are listed at once; a part of a word finds the others."""


@dataclass(frozen=True, slots=True)
class Line:
    """A word or a kind of number as a row of the list."""

    name: Text
    kind: Text
    document: Text
    publication: Text
    replacement: str = ""
    source: str = ""
    set_code: str = ""
    key: str = ""
    is_understood: bool = True


@requires(CHANGE_RULES, LOAD_RULES, ACCEPT_FINDINGS)
@require_http_methods(["GET", "POST"])
def words(request: HttpRequest) -> HttpResponse:
    """The words in force today, and what they find in a text that is tried. Nothing is kept."""
    actor, today = _actor(request), clock.today()
    form = TrialForm(request.POST or None)
    tried = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        tried = screen(said["text"], for_=Purpose(said["purpose"]), day=today)
    asked = request.GET.get("q", "").strip()
    found = [_line(word) for word in words_on(today) if asked in word.text]
    context = {
        "form": form,
        "tried": tried,
        "found": shown(tried) if tried else (),
        "verdict": _verdict(tried) if tried else "",
        "numbers": [_number(KINDS[kind], weight) for kind, weight in weights_on(today).items()],
        "lines": found[:LISTED],
        "count": len(found),
        "asked": asked,
        "sets": (NUMBERS, WORDS),
        "may_read_rules": may(actor, CHANGE_RULES) or may(actor, LOAD_RULES),
        "may_change": may(actor, CHANGE_RULES),
    }
    status = 422 if form.is_bound and tried is None else 200
    return render(request, "console/screening.html", context, status=status)


@requires(CHANGE_RULES)
@require_http_methods(["GET", "POST"])
def new_word(request: HttpRequest) -> HttpResponse:
    """Enter a word that is to be looked for from a day on."""
    actor, today = _actor(request), clock.today()
    reach = [(scope, name) for scope, name in places(today) if may_change_in(actor, scope)]
    form = WordForm(
        request.POST or None, places=reach, initial={"scope": own_place(), "from_on": today}
    )
    if request.method == "POST" and form.is_valid() and _entered(form, actor):
        messages.success(request, _("The word is looked for from that day on."))
        return redirect("console:screening")
    crumbs = [(_("Content screening"), reverse("console:screening")), (_("New word"), "")]
    return render(
        request,
        "console/screening_word.html",
        {"form": form, "crumbs": crumbs},
        status=422 if form.is_bound else 200,
    )


def _entered(form: WordForm, actor: Actor) -> bool:
    said = form.cleaned_data
    if rule_history(WORDS, said["word"]):
        form.add_error("word", _("This word is in the list. Change it there."))
        return False
    try:
        change_rule(
            set_code=WORDS, key=said["word"], scope=said["scope"], from_on=said["from_on"],
            text=write_entry(
                said["kind"], said["document"], said["publication"], said["replacement"]
            ),
            unit="label", source=said["source"], reason=said["reason"], version=0, actor=actor,
            now=clock.now(),
        )  # fmt: skip
    except Refusal as refusal:
        refusals.show(form, refusal)
        return False
    return True


def _verdict(tried: Screening) -> str:
    if not tried.findings:
        return _("Nothing was found.")
    blocked = sum(one.severity.name == "BLOCK" for one in tried.findings)
    if blocked:
        return _("%(n)d found, of which %(blocked)d would block it.") % {
            "n": len(tried.findings),
            "blocked": blocked,
        }
    return _("%(n)d found; none would block it.") % {"n": len(tried.findings)}


def _line(word: Word) -> Line:
    entry, rule = word.entry, word.rule
    line = _number(KINDS[entry.kind] if entry.kind else EXCEPTION, entry.weight)
    return Line(
        name=word.text,
        kind=line.name,
        document=line.document if entry.kind else "",
        publication=line.publication if entry.kind else "",
        replacement=entry.replacement,
        source=rule.citation,
        set_code=rule.set_code,
        key=rule.key,
        is_understood=entry.is_understood,
    )


def _number(name: Text, weight: Weight) -> Line:
    document, publication = (SEVERITIES[one] for one in (weight.document, weight.publication))
    return Line(name=name, kind="", document=document, publication=publication)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
