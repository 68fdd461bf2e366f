"""What plan officers do: enter, copy, derive, adopt, discard editions; have figures computed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from liupan.capabilities.plan.facts.texts import EditionText, read_text
from liupan.capabilities.plan.forms import ImportForm, PlanForm
from liupan.capabilities.plan.operations.counties import derive_county_edition
from liupan.capabilities.plan.operations.editions import (
    adopt_edition,
    discard_draft,
    draft_next_edition,
    draft_plan,
    enter_edition,
    enter_shipped_plan,
)
from liupan.capabilities.plan.policies import MANAGE_PLAN, kept_by, may_keep
from liupan.capabilities.plan.queries.editions import EditionView, list_editions
from liupan.capabilities.plan.queries.notices import list_notices
from liupan.capabilities.plan.queries.parts import get_draft
from liupan.capabilities.plan.views.reading import actor_of
from liupan.capabilities.plan.views.shown import COUNTY_LEVEL, crumbs
from liupan.foundation.design.facade import requires
from liupan.foundation.measures.facade import COMPUTE, take_snapshots
from liupan.foundation.organisations.facade import DivisionRef, list_divisions
from liupan.kernel import clock
from liupan.kernel.authority import may
from liupan.kernel.errors import InvalidInput
from liupan.kernel.factfiles import BadFactFile


@requires(MANAGE_PLAN)
def editions(request: HttpRequest) -> HttpResponse:
    """The plans the visitor looks after, with all their editions."""
    actor, today = actor_of(request), clock.today()
    found = list_editions(today, kept_by(actor))
    counties = list_divisions(today, level=COUNTY_LEVEL)
    context = {
        "editions": found,
        "several": {e.plan_code for e in found if e.number > 1},
        "may_compute": may(actor, COMPUTE),
        "keeps_all": may_keep(actor, None),
        "city": next((e for e in found if e.is_in_force and e.level == "city"), None),
        "notices": list_notices(actor),
        "missing": _without_draft(counties, found),
        "crumbs": crumbs(_("Look after the plan")),
    }
    return render(request, "plan/manage.html", context)


@requires(MANAGE_PLAN)
@require_POST
def enter(request: HttpRequest) -> HttpResponseRedirect:
    """Enter the shipped 2015 plan of Guyuan as a draft."""
    draft = enter_shipped_plan(actor=actor_of(request), now=clock.now())
    messages.success(request, _("The plan was entered as a draft."))
    return redirect("plan:draft", edition_id=draft)


@requires(MANAGE_PLAN)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a plan: whose it is, who issued it, for how long."""
    today = clock.today()
    form = PlanForm(
        request.POST or None,
        divisions=[(d.code, f"{d.code} {d.name}") for d in list_divisions(today) if d.level < 4],
        plans=sorted({(e.plan_code, e.title) for e in list_editions(today)}),
        initial={"issued_on": today, "starts_on": today, "level": "city"},
    )
    if request.method == "POST" and form.is_valid():
        try:
            draft = draft_plan(head=form.head(), actor=actor_of(request), now=clock.now())
        except InvalidInput as error:
            _say(form, error)
        else:
            messages.success(request, _("The draft has begun. Add its sections and clauses."))
            return redirect("plan:draft", edition_id=draft)
    return _form(request, form, _("New plan"))


@requires(MANAGE_PLAN)
@require_http_methods(["GET", "POST"])
def import_edition(request: HttpRequest) -> HttpResponse:
    """Enter an edition from a file that an export wrote."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            text = _read(form.cleaned_data["file"])
            draft = enter_edition(text=text, actor=actor_of(request), now=clock.now())
        except BadFactFile as error:
            form.add_error("file", str(error))
        except InvalidInput as error:
            form.add_error("file", error.message)
        else:
            messages.success(request, _("The edition was entered as a draft."))
            return redirect("plan:draft", edition_id=draft)
    return _form(request, form, _("Enter an edition from a file"), is_upload=True)


@requires(MANAGE_PLAN)
@require_POST
def copy(request: HttpRequest, edition_id: UUID) -> HttpResponseRedirect:
    """Draft the next edition as a copy of this one."""
    draft = draft_next_edition(edition_id=edition_id, actor=actor_of(request), now=clock.now())
    messages.success(request, _("The next edition was drafted as a copy."))
    return redirect("plan:draft", edition_id=draft)


@requires(MANAGE_PLAN)
@require_POST
def derive(request: HttpRequest, edition_id: UUID) -> HttpResponseRedirect:
    """Draft a county's plan from the city's."""
    draft = derive_county_edition(
        edition_id=edition_id,
        division_code=request.POST.get("division", ""),
        is_example=request.POST.get("is_example") == "on",
        actor=actor_of(request),
        now=clock.now(),
    )
    messages.success(request, _("The county's plan was drafted from the city's."))
    return redirect("plan:draft", edition_id=draft)


@requires(MANAGE_PLAN)
@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """Bring a draft into force, after saying what follows from it."""
    if request.method == "POST":
        adopt_edition(edition_id=edition_id, actor=actor_of(request), now=clock.now())
        messages.success(request, _("The edition is in force."))
        return redirect("plan:manage")
    return _confirm(request, edition_id, "plan/confirm_adopt.html")


@requires(MANAGE_PLAN)
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """Give a draft up, after saying what follows from it."""
    if request.method == "POST":
        discard_draft(edition_id=edition_id, actor=actor_of(request), now=clock.now())
        messages.success(request, _("The draft was discarded."))
        return redirect("plan:manage")
    return _confirm(request, edition_id, "plan/confirm_discard.html")


@requires(COMPUTE)
@require_POST
def compute(request: HttpRequest) -> HttpResponseRedirect:
    """Have all figures of today computed now."""
    take_snapshots(day=clock.today(), actor=actor_of(request), now=clock.now())
    messages.success(request, _("All figures were computed from the records."))
    return redirect("plan:board")


def _confirm(request: HttpRequest, edition_id: UUID, template: str) -> HttpResponse:
    edition = get_draft(edition_id, actor_of(request), clock.today())
    context = {"edition": edition, "crumbs": crumbs(_("Look after the plan"))}
    return render(request, template, context)


def _form(
    request: HttpRequest, form: PlanForm | ImportForm, title: str, *, is_upload: bool = False
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "is_upload": is_upload,
        "crumbs": crumbs(_("Look after the plan"), title),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "plan/edit_plan.html", context, status=status)


def _read(file: object) -> EditionText:
    try:
        written = file.read().decode("utf-8")  # type: ignore[attr-defined]
    except UnicodeDecodeError as error:
        raise BadFactFile(_("The file is not UTF-8 text.")) from error
    return read_text(written, file.name)  # type: ignore[attr-defined]


def _without_draft(counties: list[DivisionRef], found: list[EditionView]) -> list[DivisionRef]:
    drafted = {e.division_code for e in found if e.is_draft}
    return [d for d in counties if d.code not in drafted]


def _say(form: PlanForm, error: InvalidInput) -> None:
    for name, texts in error.fields.items():
        form.add_error(name if name in form.fields else None, texts)
    if not error.fields:
        form.add_error(None, error.message)
