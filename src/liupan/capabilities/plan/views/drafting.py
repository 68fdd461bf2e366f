"""A draft and its parts: looked at as an outline, added to, changed, taken out."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from liupan.capabilities.plan.forms import (
    PART_FORMS,
    HeadChangeForm,
    PartForm,
    Steps,
    rows_of,
    rows_wished,
    step_forms,
    steps_of,
)
from liupan.capabilities.plan.operations.editions import revise_head
from liupan.capabilities.plan.operations.parts import add_part, remove_part, revise_part
from liupan.capabilities.plan.policies import MANAGE_PLAN
from liupan.capabilities.plan.queries.editions import EditionView
from liupan.capabilities.plan.queries.notices import find_notice_behind
from liupan.capabilities.plan.queries.parts import (
    Part,
    PartView,
    get_draft,
    get_part,
    list_outline,
    list_target_codes,
)
from liupan.capabilities.plan.views.reading import actor_of
from liupan.capabilities.plan.views.shown import crumbs
from liupan.foundation.design.facade import requires, unconfirmed
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, Missing

NEW: Mapping[Part, str | Promise] = {
    Part.SECTION: gettext_lazy("New section"),
    Part.CLAUSE: gettext_lazy("New clause"),
    Part.TARGET: gettext_lazy("New target"),
    Part.TASK: gettext_lazy("New key task"),
}


@requires(MANAGE_PLAN)
def draft(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """A draft as an outline, with every act on it."""
    edition = get_draft(edition_id, actor_of(request), clock.today())
    context = {
        "edition": edition,
        "sections": list_outline(edition.id),
        "notice_id": find_notice_behind(edition.id),
        "crumbs": crumbs(_("Look after the plan"), edition.title),
    }
    return render(request, "plan/draft.html", context)


@requires(MANAGE_PLAN)
@require_http_methods(["GET", "POST"])
def head(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """Title, issuer, number and days of a draft."""
    edition = get_draft(edition_id, actor_of(request), clock.today())
    names = HeadChangeForm.base_fields
    form = HeadChangeForm(
        request.POST or None, initial={name: getattr(edition, name) for name in names}
    )
    if request.method == "POST" and form.is_valid():
        revise_head(
            edition_id=edition.id,
            changes=form.values(),
            version=form.cleaned_data["version"],
            actor=actor_of(request),
            now=clock.now(),
        )
        messages.success(request, _("Saved."))
        return redirect("plan:draft", edition_id=edition.id)
    return _page(request, edition, form, None, _("Head of the plan"))


@requires(MANAGE_PLAN)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, edition_id: UUID, kind: str) -> HttpResponse:
    """A new part; `under` names what it stands under."""
    part, edition = _kind(kind), get_draft(edition_id, actor_of(request), clock.today())
    initial = {"baseline_on": edition.starts_on, "deadline_on": edition.ends_on}
    form, steps = _forms(request, part, edition, initial | {"due_on": edition.ends_on}, ())
    if request.method == "POST" and form.is_valid() and (steps is None or steps.is_valid()):
        try:
            add_part(
                edition_id=edition.id,
                kind=part,
                values=form.values(),
                parent_id=_uuid(request.GET.get("under", "")),
                steps=steps_of(steps.cleaned_data) if steps else (),
                works_for=form.cleaned_data.get("targets", ()),
                actor=actor_of(request),
                now=clock.now(),
            )
        except InvalidInput as error:
            _say(form, error)
        else:
            messages.success(request, _("Added."))
            return redirect("plan:draft", edition_id=edition.id)
    return _page(request, edition, form, steps, str(NEW[part]))


@requires(MANAGE_PLAN)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, kind: str, part_id: UUID) -> HttpResponse:
    """Change what a draft says at one place."""
    part = get_part(_kind(kind), part_id, actor_of(request), clock.today())
    form, steps = _forms(request, part.kind, part.edition, _initial(part), part.steps)
    if request.method == "POST" and form.is_valid() and (steps is None or steps.is_valid()):
        try:
            revise_part(
                part_id=part.id,
                kind=part.kind,
                values=form.values(),
                version=form.cleaned_data["version"] or 0,
                steps=steps_of(steps.cleaned_data) if steps else None,
                works_for=form.cleaned_data.get("targets"),
                actor=actor_of(request),
                now=clock.now(),
            )
        except InvalidInput as error:
            _say(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("plan:draft", edition_id=part.edition.id)
    return _page(request, part.edition, form, steps, part.name)


@requires(MANAGE_PLAN)
@require_POST
def remove(request: HttpRequest, kind: str, part_id: UUID) -> HttpResponse:
    """Take a part out, after saying what goes with it."""
    part = get_part(_kind(kind), part_id, actor_of(request), clock.today())
    back = reverse("plan:draft", args=[part.edition.id])
    if page := unconfirmed(
        request,
        question=_("Take “%(name)s” out of the draft?") % {"name": part.name},
        consequence=_("Everything that stands under it goes too. What is in force stays."),
        verb=_("Take it out"),
        back_url=back,
    ):
        return page
    remove_part(part_id=part.id, kind=part.kind, actor=actor_of(request), now=clock.now())
    messages.success(request, _("Taken out."))
    return redirect(back)


def _forms(
    request: HttpRequest, kind: Part, edition: EditionView, initial: dict[str, Any], steps: Any
) -> tuple[PartForm, Steps | None]:
    targets = list_target_codes(edition.id) if kind is Part.TASK else ()
    wished = rows_wished(request.POST) if kind is Part.TARGET else None
    sent = request.POST if request.method == "POST" and wished is None else None
    shown = initial if wished is None else request.POST.dict()
    form = PART_FORMS[kind](sent, targets=targets, initial=shown)
    if kind is not Part.TARGET:
        return form, None
    return form, step_forms(sent, rows_of(steps) if wished is None else wished)


def _initial(part: PartView) -> dict[str, Any]:
    said = dict(part.said) | {"version": part.version, "targets": part.works_for}
    if "assisting" in said:
        said["assisting"] = "\n".join(said["assisting"])
    for name in ("figure", "proposal"):
        if said.get(name) is not None:
            said[name] = f"{said[name].normalize():f}"
    return said


def _page(
    request: HttpRequest,
    edition: EditionView,
    form: Form,
    steps: Steps | None,
    title: str,
) -> HttpResponse:
    context = {
        "edition": edition,
        "form": form,
        "steps": steps,
        "title": title,
        "crumbs": crumbs(_("Look after the plan"), edition.title, title),
    }
    status = 422 if form.is_bound else 200
    return render(request, "plan/edit_part.html", context, status=status)


def _kind(name: str) -> Part:
    if name not in set(Part):
        raise Missing(_("There is no such part."))
    return Part(name)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _say(form: Form, error: InvalidInput) -> None:
    for name, texts in error.fields.items():
        form.add_error(name if name in form.fields else None, texts)
    if not error.fields:
        form.add_error(None, error.message)
