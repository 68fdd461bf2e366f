"""What the public sent in and applied for: lists, pages, answers."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from liupan.capabilities.opendata.forms.acts import NothingForm
from liupan.capabilities.opendata.forms.office import (
    AcceptForm,
    AnswerForm,
    UnitForm,
    WordsForm,
)
from liupan.capabilities.opendata.operations.applying import (
    accept_application,
    extend_reply,
    refuse_application,
    revoke_permit,
)
from liupan.capabilities.opendata.operations.submitting import (
    answer_submission,
    assign_submission,
    hide_submission,
    show_submission,
)
from liupan.capabilities.opendata.policies import ANSWER, MODERATE
from liupan.capabilities.opendata.queries.acts import datasets_to_choose
from liupan.capabilities.opendata.queries.handling import (
    Line,
    get_application,
    get_picture,
    get_submission,
    list_applications,
    list_submissions,
)
from liupan.capabilities.opendata.queries.offering import every_unit
from liupan.capabilities.opendata.queries.rows import ShapedRows
from liupan.capabilities.opendata.rules.acts import Kind
from liupan.capabilities.opendata.views.acts.showing import as_picture
from liupan.capabilities.opendata.views.doing import POST, actor_of, do, sent
from liupan.capabilities.opendata.views.office.datasets import way
from liupan.foundation.design.facade import (
    Column,
    Fact,
    ListPage,
    Preset,
    Role,
    city_day,
    requires,
    state,
    tag,
)
from liupan.kernel import clock
from liupan.kernel.work import Text, place

NUMBER = Column[Line](key="number", label=gettext_lazy("Number"), value=lambda d: d.number,
                      sort="number", role=Role.NUMBER)  # fmt: skip
UNIT = Column[Line](key="unit", label=gettext_lazy("Unit"), value=lambda d: d.unit,
                    role=Role.UNIT)  # fmt: skip
DUE = Column[Line](key="due", label=gettext_lazy("Answer due on"), value=lambda d: d.due_on,
                   sort="due_on", role=Role.DUE)  # fmt: skip
STATE = Column[Line](key="state", label=gettext_lazy("State"), value=lambda d: d.state_label,
                     cell=lambda d: state(d.mark, d.state_label), sort="state",
                     role=Role.STATE)  # fmt: skip


class SubmissionList(ListPage[Line]):
    """What the public sent in."""

    key = "opendata.submissions"
    title = gettext_lazy("Sent in by the public")
    lead = gettext_lazy("Requests, questions, reports of errors, what was made of the data.")
    search_hint = gettext_lazy("Number or words")
    begin_title = gettext_lazy("Nothing was sent in yet")
    default_sort = "-number"
    presets = (
        Preset(pgettext_lazy("submissions", "Waiting for me"), "turn=true", is_counted=True),
        Preset(pgettext_lazy("submissions", "Requests"), "kind=request"),
        Preset(pgettext_lazy("submissions", "Questions"), "kind=question"),
        Preset(pgettext_lazy("submissions", "Errors"), "kind=error"),
        Preset(pgettext_lazy("submissions", "Made of the data"), "kind=reuse"),
    )
    columns = (
        NUMBER,
        Column[Line](key="title", label=gettext_lazy("In a line"), value=lambda d: d.title,
                     role=Role.TITLE, url=lambda d: place("opendata:submission", d.id)),
        Column[Line](key="kind", label=gettext_lazy("Kind"), value=lambda d: d.kind_label,
                     sort="kind", role=Role.MORE),
        UNIT,
        DUE,
        Column[Line](key="shown", label=gettext_lazy("Shown"), value=lambda d: d.visibility_label,
                     role=Role.MORE),
        STATE,
    )  # fmt: skip

    def rows(self) -> ShapedRows[Line]:
        return list_submissions(self.actor)


class ApplicationList(ListPage[Line]):
    """Applications for conditional data."""

    key = "opendata.applications"
    title = gettext_lazy("Applications for conditional data")
    lead = gettext_lazy("Who wants to use which data, for what, and until when.")
    search_hint = gettext_lazy("Number or dataset")
    begin_title = gettext_lazy("Nobody applied yet")
    default_sort = "-number"
    presets = (
        Preset(pgettext_lazy("applications", "Waiting for me"), "turn=true", is_counted=True),
        Preset(pgettext_lazy("applications", "Accepted"), "state=accepted"),
    )
    columns = (
        NUMBER,
        Column[Line](key="title", label=gettext_lazy("Dataset"), value=lambda d: d.title,
                     role=Role.TITLE, url=lambda d: place("opendata:application", d.id)),
        UNIT,
        DUE,
        STATE,
    )  # fmt: skip

    def rows(self) -> ShapedRows[Line]:
        return list_applications(self.actor)


@requires(ANSWER, MODERATE)
@require_safe
def submission(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """What was sent in, and what can be done."""
    found = get_submission(actor_of(request), submission_id)
    words = {
        "answer": _("Answer the author"), "assign": _("Assign to a unit"),
        "show": _("Show to everybody"), "hide": _("Do not show"),
    }  # fmt: skip
    told: list[tuple[Text, Any]] = [
        (_("Who sent it"), found.author), (_("What was written"), found.text),
        (_("Web address"), found.address),
        (_("Not answering since"), city_day(found.dead_since) if found.dead_since else ""),
        (_("What the picture shows"), found.picture.words if found.picture else ""),
        (_("Dataset"), found.dataset[1] if found.dataset else ""),
        (_("Answer due on"), city_day(found.line.due_on)), (_("Answer given"), found.answer),
        (_("Shown"), found.line.visibility_label), (_("Why it is not shown"), found.why_hidden),
    ]  # fmt: skip
    return _page(
        request, found.line, told, way((_("Sent in by the public"),
        reverse("opendata:submissions")), (found.line.number, "")),
        [(said, reverse(f"opendata:submission-{act}", args=[submission_id]))
         for act, said in words.items() if act in found.may],
        picture=found.picture,
        picture_url=reverse("opendata:submission-picture", args=[submission_id]),
    )  # fmt: skip


@requires(ANSWER, MODERATE)
@require_safe
def submission_picture(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """The picture beside it, to be looked at before everybody sees it."""
    return as_picture(get_picture(actor_of(request), submission_id))


@requires(ANSWER)
@require_safe
def application(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Who wants to use what for which purpose, and what can be done."""
    found = get_application(actor_of(request), application_id)
    words = {
        "accept": _("Accept"), "refuse": _("Refuse"), "extend": _("Take longer"),
        "revoke": _("Revoke the permit"),
    }  # fmt: skip
    told: list[tuple[Text, Any]] = [
        (_("Who sent it"), found.applicant), (_("Purpose"), found.purpose),
        (_("Agreement"), _("Version %(version)s") % {"version": found.agreement}),
        (_("Answer due on"), city_day(found.line.due_on)),
        (pgettext("act", "Reason"), found.reason),
        (_("Last day of use"), city_day(found.until_on) if found.until_on else ""),
        (_("Times used"), str(found.uses)),
    ]  # fmt: skip
    return _page(
        request, found.line, told, way((_("Applications for conditional data"),
        reverse("opendata:applications")), (found.line.number, "")),
        [(said, reverse(f"opendata:application-{act}", args=[application_id]))
         for act, said in words.items() if act in found.may],
    )  # fmt: skip


@requires(MODERATE)
@require_http_methods(POST)
def assign(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """A unit is to answer (交办)."""
    return _submission(
        request, submission_id, UnitForm(sent(request), units=every_unit(clock.today())),
        title=_("Assign to a unit"), verb=_("Assign"),
        run=lambda said: assign_submission(
            submission_id=submission_id, unit_id=UUID(said["unit"]), actor=actor_of(request),
            now=clock.now(),
        ),
    )  # fmt: skip


@requires(ANSWER, MODERATE)
@require_http_methods(POST)
def answer(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Answer the author (答复)."""
    found = get_submission(actor_of(request), submission_id)
    datasets = datasets_to_choose() if found.kind is Kind.REQUEST else []
    return _submission(
        request, submission_id,
        AnswerForm(sent(request), label=_("Answer given"), datasets=datasets),
        title=_("Answer the author"), verb=_("Answer given"),
        run=lambda said: answer_submission(
            submission_id=submission_id, answer=said["words"], is_declined=said["is_declined"],
            dataset_id=UUID(said["dataset"]) if said.get("dataset") else None,
            actor=actor_of(request), now=clock.now(),
        ),
    )  # fmt: skip


@requires(MODERATE)
@require_http_methods(POST)
def show(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Let everybody see it (审核通过)."""
    return _submission(
        request, submission_id, NothingForm(sent(request)), title=_("Show to everybody"),
        verb=_("Show it"), consequence=_("Words and answer are shown, the author is not named."),
        run=lambda _said: show_submission(
            submission_id=submission_id, actor=actor_of(request), now=clock.now()
        ),
    )  # fmt: skip


@requires(MODERATE)
@require_http_methods(POST)
def hide(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Nobody but the author sees it (不予展示)."""
    return _submission(
        request, submission_id, WordsForm(sent(request)), title=_("Do not show"),
        verb=_("Do not show"),
        run=lambda said: hide_submission(
            submission_id=submission_id, reason=said["words"], actor=actor_of(request),
            now=clock.now(),
        ),
    )  # fmt: skip


@requires(ANSWER)
@require_http_methods(POST)
def accept(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Accept for a term (同意)."""
    return _application(
        request, application_id, AcceptForm(sent(request), label=_("Opinion"), is_needed=False),
        title=_("Accept"), verb=_("Accept"),
        run=lambda said: accept_application(
            application_id=application_id, until_on=said["until_on"], words=said["words"],
            actor=actor_of(request), now=clock.now(),
        ),
    )  # fmt: skip


@requires(ANSWER)
@require_http_methods(POST)
def refuse(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Refuse with the reason (不同意)."""
    return _application(
        request, application_id, WordsForm(sent(request)), title=_("Refuse"), verb=_("Refuse"),
        run=lambda said: refuse_application(
            application_id=application_id, reason=said["words"], actor=actor_of(request),
            now=clock.now(),
        ),
    )  # fmt: skip


@requires(ANSWER)
@require_http_methods(POST)
def extend(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Take longer, once (延期)."""
    return _application(
        request, application_id, WordsForm(sent(request)), title=_("Take longer"),
        verb=_("Take longer"), consequence=_("Once, by 15 working days; the applicant is told."),
        run=lambda said: extend_reply(
            application_id=application_id, reason=said["words"], actor=actor_of(request),
            now=clock.now(),
        ),
    )  # fmt: skip


@requires(ANSWER)
@require_http_methods(POST)
def revoke(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """The data may not be used any more (撤销)."""
    return _application(
        request, application_id, WordsForm(sent(request)), title=_("Revoke the permit"),
        verb=_("Revoke the permit"),
        consequence=_("The next download is refused already."),
        run=lambda said: revoke_permit(
            application_id=application_id, reason=said["words"], actor=actor_of(request),
            now=clock.now(),
        ),
    )  # fmt: skip


def _submission(
    request: HttpRequest, submission_id: UUID, form: forms.Form, **said: Any
) -> HttpResponse:
    found = get_submission(actor_of(request), submission_id)
    url = reverse("opendata:submission", args=[submission_id])
    return _do(request, found.line, url, form, **said)


def _application(
    request: HttpRequest, application_id: UUID, form: forms.Form, **said: Any
) -> HttpResponse:
    found = get_application(actor_of(request), application_id)
    url = reverse("opendata:application", args=[application_id])
    return _do(request, found.line, url, form, **said)


def _do(
    request: HttpRequest, line: Line, url: str, form: forms.Form, **said: Any
) -> HttpResponse:  # fmt: skip
    return do(
        request,
        form=form,
        lead=line.title,
        back_url=url,
        done=_("It was recorded."),
        crumbs=way((line.number, url), (said["title"], "")),
        **said,
    )


def _page(
    request: HttpRequest, line: Line, told: Any, crumbs: Any, acts: list[tuple[str, str]],
    **more: Any,
) -> HttpResponse:  # fmt: skip
    shown: list[Text] = [state(line.mark, line.state_label), line.number]
    if line.unit:  # what the public shows of its own goes to no unit
        shown.append(line.unit)
    if line.is_late:
        shown.append(tag(pgettext("submissions", "late")))
    context = {
        "line": line, "shown": shown, "crumbs": crumbs,
        "facts": [Fact(name=name, value=value) for name, value in told if value],
        "acts": [(words, url, n == 0) for n, (words, url) in enumerate(acts)],
        **more,
    }  # fmt: skip
    return render(request, "opendata/handled.html", context)
