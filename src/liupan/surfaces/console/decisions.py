"""Decision tables for the system administrator: versions, edited, tried with values, deployed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID
from xml.sax.saxutils import quoteattr

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from liupan.foundation.design.facade import Designer, allows_style_attributes, requires
from liupan.foundation.workflow.facade import (
    DEPLOY,
    MEND,
    TABLE,
    TableNotFit,
    TableRef,
    TrialField,
    ask_table,
    deploy_table,
    describe_table,
    find_sketch,
    find_table,
    keep_table,
    list_tables,
    redraw_table,
    table_source_of,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal
from liupan.surfaces.console import refusals
from liupan.surfaces.console.acts import Act, Crumb
from liupan.surfaces.console.designing import keep_sent, sent_source, sent_version, sketch_file
from liupan.surfaces.console.trial_forms import ValuesForm, shown

BLANK = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="tables" name={name} \
namespace="urn:liupan:tables">
  <decision id="decision" name={name}>
    <decisionTable id="table" hitPolicy="UNIQUE">
      <input id="given" label={given}><inputExpression id="tested" typeRef="string">\
<text></text></inputExpression></input>
      <output id="result" name={result} typeRef="string"/>
    </decisionTable>
  </decision>
</definitions>
"""
"""A table with one column to test and one to say, and no rule yet."""


class FileForm(forms.Form):
    """A DMN file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("DMN 1.2 to 1.5, at most 2 MB. It is kept byte for byte."),
        widget=forms.FileInput(attrs={"accept": ".dmn,.xml"}),
    )


class NameForm(forms.Form):
    """What a new table decides."""

    name = forms.RegexField(
        r"^[^\W\d]\w*$",
        label=gettext_lazy("What it decides"),
        max_length=60,
        help_text=gettext_lazy("Processes ask the table by this name."),
    )


@requires(DEPLOY, MEND)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All decision tables with their versions."""
    context = {
        "tables": list_tables(),
        "may_deploy": may(_actor(request), DEPLOY),
        "crumbs": [(_("Processes"), reverse("console:processes")), (_("Decision tables"), "")],
    }
    return render(request, "console/decision_list.html", context)


@requires(DEPLOY)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a table with nothing in it."""
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        if list_tables(code=name):
            form.add_error("name", _("There is a table of this name already."))
        else:
            words = {"name": name, "given": _("Given"), "result": name}
            blank = BLANK.format(**{key: quoteattr(word) for key, word in words.items()})
            kept = keep_table(source=blank.encode(), actor=_actor(request), now=clock.now())
            return redirect("console:decision_draw", kept)
    return _form(request, form, _("New decision table"))


@requires(DEPLOY)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Keep a DMN file as the next version of its table."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            source = form.cleaned_data["file"].read()
            kept = keep_table(source=source, actor=_actor(request), now=clock.now())
        except InvalidInput as refusal:
            refusals.show(form, refusal)
        else:
            messages.success(request, _("The file is kept. Look below whether it can be deployed."))
            return redirect("console:decision", kept)
    return _form(request, form, _("Bring a decision table"))


@requires(DEPLOY, MEND)
@require_safe
def version(request: HttpRequest, table_id: UUID) -> HttpResponse:
    """A version: its rules, what stands against asking it, what it forgets, who asks it."""
    page = describe_table(table_id)
    context = {
        "page": page,
        "found": page.found,
        "others": [t for t in list_tables(code=page.found.code) if t.id != table_id],
        "may_deploy": may(_actor(request), DEPLOY),
        "crumbs": _crumbs(page.found.code),
    }
    return render(request, "console/decision.html", context)


@requires(DEPLOY, MEND)
@require_safe
def file(request: HttpRequest, table_id: UUID) -> HttpResponse:
    """The file of a version, byte for byte."""
    found = find_table(table_id)
    answer = HttpResponse(table_source_of(table_id), content_type="application/xml")
    name = f"{found.code}-{found.number}.dmn"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


@allows_style_attributes(reason="dmn.io's editor writes style attributes into its cells")
@requires(DEPLOY)
@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: HttpRequest, table_id: UUID) -> HttpResponse:
    """Edit a version; saved, it becomes the next one."""
    if request.method == "POST":
        return _save(request, table_id)
    found = find_table(table_id)
    here = reverse("console:decision", args=[found.id])
    context = {
        "found": found,
        "designer": _designer(found, _actor(request)),
        "crumbs": [*_crumbs(found.code, here), (pgettext("table", "Edit"), "")],
    }
    return render(request, "console/decision_draw.html", context)


def _save(request: HttpRequest, table_id: UUID) -> HttpResponse:
    kept = redraw_table(
        table_id=table_id,
        version=sent_version(request),
        source=sent_source(request),
        actor=_actor(request),
        now=clock.now(),
    )
    if kept == table_id:
        messages.info(request, _("Nothing was changed; no new version was made."))
    else:
        messages.success(request, _("Saved as a new version. It is not deployed yet."))
    return redirect("console:decision_draw", kept)


@requires(DEPLOY)
@require_http_methods(["GET", "HEAD", "POST"])
def sketch(request: HttpRequest, table_id: UUID) -> HttpResponse:
    """What one edits and has not saved: given back, kept, thrown away."""
    if request.method == "POST":
        return keep_sent(request, TABLE, table_id, "console:decision_draw")
    return sketch_file(request, TABLE, find_table(table_id).code)


@requires(DEPLOY)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, table_id: UUID) -> HttpResponse:
    """Try a version with values: what it decides, by which rules. Nothing is written."""
    page = describe_table(table_id)
    fields = [TrialField(name=name, type=kind) for name, kind in page.names.items()]
    form = ValuesForm(request.POST if request.method == "POST" else None, fields)
    said = None
    if request.method == "POST" and form.is_valid():
        try:
            said = ask_table(table_id=table_id, values=form.values(), actor=_actor(request))
        except (NotAuthorised, Missing):
            raise
        except Refusal as refusal:
            form.add_error(None, refusal.message)
    here = reverse("console:decision", args=[table_id])
    context = {
        "page": page,
        "form": form,
        "said": said,
        "result": shown(said.result) if said else "",
        "crumbs": [*_crumbs(page.found.code, here), (_("Try with values"), "")],
    }
    status = 422 if form.errors else 200
    return render(request, "console/decision_try.html", context, status=status)


class Deploy(Act):
    """Let processes that start from now on ask a version."""

    title = gettext_lazy("Deploy a decision table")
    verb = pgettext_lazy("process", "Deploy")
    form_class = forms.Form
    consequence = gettext_lazy(
        "Processes that start from now on ask this version; those that run keep the one they have."
    )
    done = gettext_lazy("The version is deployed.")

    def act(self, data: dict[str, Any]) -> str:
        table_id = self.kwargs["table_id"]
        try:
            deploy_table(table_id=table_id, actor=self.actor, now=clock.now())
        except TableNotFit as refusal:
            words = list(refusal.reasons)
            raise InvalidInput(
                f"{refusal.message} {' '.join(words)}", fields={"": words}
            ) from refusal
        return reverse("console:decision", args=[table_id])

    def crumbs(self) -> Sequence[Crumb]:
        found = find_table(self.kwargs["table_id"])
        return _crumbs(found.code, reverse("console:decision", args=[found.id]))


def _designer(found: TableRef, actor: Actor) -> Designer:
    keep_url = reverse("console:decision_sketch", args=[found.id])
    own = find_sketch(TABLE, found.code, actor)
    latest = max(one.number for one in list_tables(code=found.code))
    return Designer(
        name=found.code,
        source_url=reverse("console:decision_file", args=[found.id]),
        file_name=f"{found.code}-{found.number}.dmn",
        key=f"table:{found.code}",
        save_url=reverse("console:decision_draw", args=[found.id]),
        version=own.based_on if own else latest,
        keep_url=keep_url,
        revision=own.revision if own else 0,
        sketch_url=keep_url if own else "",
        sketched_at=own.kept_at if own else None,
    )


def _form(request: HttpRequest, form: forms.Form, title: str) -> HttpResponse:
    context = {"form": form, "title": title, "crumbs": _crumbs(title)}
    status = 422 if form.is_bound else 200
    return render(request, "console/decision_new.html", context, status=status)


def _crumbs(title: str, url: str = "") -> list[Crumb]:
    return [
        (_("Processes"), reverse("console:processes")),
        (_("Decision tables"), reverse("console:decisions")),
        (title, url),
    ]


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
