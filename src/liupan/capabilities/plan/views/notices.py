"""A notice is handed in; what it proposes is looked at beside its text, changed, confirmed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from liupan.capabilities.plan.forms import PROPOSED_FORMS, NoticeForm, ProposedForm
from liupan.capabilities.plan.gateways import proposal_of_file
from liupan.capabilities.plan.notices.marking import paragraphs_of
from liupan.capabilities.plan.notices.reshaping import cuts_of
from liupan.capabilities.plan.operations.notices import (
    confirm_notice,
    discard_notice,
    enter_notice,
)
from liupan.capabilities.plan.operations.proposals import (
    add_proposed,
    check_proposed,
    check_section,
    drop_proposed,
    merge_proposed,
    restore_proposed,
    revise_proposed,
    split_proposed,
    undo_change,
)
from liupan.capabilities.plan.policies import MANAGE_PLAN, may_keep
from liupan.capabilities.plan.queries.editions import list_plans_above
from liupan.capabilities.plan.queries.notices import (
    NoticeView,
    ProposedView,
    find_notice_of,
    get_notice,
)
from liupan.capabilities.plan.views.levels import COMPARISONS
from liupan.capabilities.plan.views.reading import actor_of
from liupan.capabilities.plan.views.shown import crumbs
from liupan.foundation.design.facade import city_day, requires, unconfirmed
from liupan.foundation.organisations.facade import list_divisions, list_units_on
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, Missing

ACTS: Mapping[str, str | Promise] = {
    "revised": gettext_lazy("edited"),
    "checked": gettext_lazy("ticked off"),
    "dropped": gettext_lazy("left out"),
    "restored": gettext_lazy("taken back in"),
    "merged": gettext_lazy("merged"),
    "split": gettext_lazy("split"),
    "added": gettext_lazy("added"),
}
"""The last change, as the button that takes it back names it."""
LARGEST = 20 * 1024 * 1024
SHORT = 24
"""Characters of words that a choice shows."""


@requires(MANAGE_PLAN)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Hand a notice in: it is read at once, in a process of its own."""
    form = NoticeForm(
        request.POST or None, request.FILES or None, divisions=list(_divisions(request))
    )
    if request.method == "POST" and form.is_valid():
        try:
            notice = _read(request, form)
        except InvalidInput as error:
            _say(form, error)
        else:
            messages.success(request, _("The notice was read. Nothing of it is a fact yet."))
            return redirect("plan:notice", notice_id=notice)
    context = {
        "form": form,
        "crumbs": crumbs(_("Look after the plan"), _("Propose from a notice")),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "plan/new_notice.html", context, status=status)


@requires(MANAGE_PLAN)
def review(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """The proposal beside the text; `?edit=` opens one part."""
    notice = get_notice(notice_id, actor_of(request))
    wanted = request.GET.get("edit", "")
    chosen = next((p for p in notice.parts if str(p.id) == wanted and notice.is_open), None)
    return _page(request, notice, chosen, _form(notice, chosen) if chosen else None)


@requires(MANAGE_PLAN)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """One act on a proposed part: what its buttons are called says which."""
    notice = get_notice(find_notice_of(part_id), actor_of(request))
    part = next(p for p in notice.parts if p.id == part_id)
    if request.method == "GET":
        return redirect(_at(notice.id, part_id, edit=True))
    form = _form(notice, part, request) if request.POST.get("act") == "save" else None
    if form and not form.is_valid():
        return _page(request, notice, part, form)
    try:
        _act(request, part, form)
    except InvalidInput as error:
        messages.warning(request, f"{error.message} {error.next_step}".strip())
        return redirect(_at(notice.id, part_id, edit=True))
    return redirect(_behind(request, notice, part))


@requires(MANAGE_PLAN)
@require_POST
def add(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """One more thing, from words that were chosen in the text or typed."""
    part = add_proposed(
        notice_id=notice_id,
        kind=request.POST.get("kind", ""),
        words=request.POST.get("words", ""),
        actor=actor_of(request),
        now=clock.now(),
    )
    return redirect(_at(notice_id, part, edit=True))


@requires(MANAGE_PLAN)
@require_POST
def undo(request: HttpRequest, notice_id: UUID) -> HttpResponseRedirect:
    """Take the last change back."""
    undo_change(
        notice_id=notice_id, version=_number(request), actor=actor_of(request), now=clock.now()
    )
    messages.success(request, _("The last change was taken back."))
    return redirect("plan:notice", notice_id=notice_id)


@requires(MANAGE_PLAN)
@require_POST
def confirm(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Make a draft of a plan of it, after saying what that means."""
    notice = get_notice(notice_id, actor_of(request))
    back = reverse("plan:notice", args=[notice_id])
    if page := unconfirmed(
        request,
        question=_("Make a draft of a plan of this proposal?"),
        consequence=_consequence(notice),
        verb=_("Make the draft"),
        back_url=back,
    ):
        return page
    draft = confirm_notice(
        notice_id=notice_id, version=_number(request), actor=actor_of(request), now=clock.now()
    )
    messages.success(request, _("The draft stands. Nothing is in force before you adopt it."))
    return redirect("plan:draft", edition_id=draft)


@requires(MANAGE_PLAN)
@require_POST
def discard(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Give the proposal up, after saying what follows from it."""
    if page := unconfirmed(
        request,
        question=_("Give this proposal up?"),
        consequence=_(
            "All that was looked at and changed here is closed. The file can be read anew."
        ),
        verb=_("Give it up"),
        back_url=reverse("plan:notice", args=[notice_id]),
    ):
        return page
    discard_notice(notice_id=notice_id, actor=actor_of(request), now=clock.now())
    messages.success(request, _("The proposal was given up."))
    return redirect("plan:manage")


# --- Acts ---------------------------------------------------------------------------------------
def _act(request: HttpRequest, part: ProposedView, form: ProposedForm | None) -> None:
    sent = request.POST
    common: dict[str, Any] = {
        "part_id": part.id,
        "version": _number(request),
        "actor": actor_of(request),
        "now": clock.now(),
    }
    acts: Mapping[str, Callable[[], object]] = {
        "save": lambda: revise_proposed(said=form.said() if form else {}, **common),
        "check": lambda: check_proposed(**common),
        "check_section": lambda: check_section(**common),
        "drop": lambda: drop_proposed(**common),
        "restore": lambda: restore_proposed(**common),
        "merge": lambda: merge_proposed(other_id=_uuid(sent.get("other", "")), **common),
        "split": lambda: split_proposed(at=_number(request, "at"), **common),
    }
    act = acts.get(sent.get("act", ""))
    if act is None:
        raise Missing(_("There is no such act."))
    act()


def _behind(request: HttpRequest, notice: NoticeView, part: ProposedView) -> str:
    """Where to go after an act: saving and ticking off lead on to what is not yet looked at."""
    act = request.POST.get("act")
    following = notice.after(part.id)
    if act == "save" and following:
        return _at(notice.id, following.id, edit=True)
    if act in ("check", "drop") and following:
        return _at(notice.id, following.id)
    return _at(notice.id, part.id, edit=act in ("merge", "split"))


def _at(notice_id: UUID, part_id: UUID, *, edit: bool = False) -> str:
    chosen = f"?edit={part_id}" if edit else ""
    return f"{reverse('plan:notice', args=[notice_id])}{chosen}#p-{part_id}"


def _read(request: HttpRequest, form: NoticeForm) -> UUID:
    file = form.cleaned_data["file"]
    if file.size > LARGEST:
        words = _("The file is too large: at most 20 MB and 400 pages.")
        raise InvalidInput(words, fields={"file": [words]})
    known = [unit.name for unit in list_units_on(clock.today())]
    return enter_notice(
        file_name=file.name,
        division=form.cleaned_data["division"],
        read=proposal_of_file(file.name, file.read(), known),
        actor=actor_of(request),
        now=clock.now(),
    )


def _divisions(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """The divisions whose government's plans the visitor looks after."""
    actor, today = actor_of(request), clock.today()
    governments = {
        u.division_code: u.id for u in list_units_on(today) if u.category == "government"
    }
    for division in list_divisions(today):
        if division.level < 4 and may_keep(actor, governments.get(division.code)):
            yield division.code, division.name


# --- The page -----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Cut:
    """A place where the words of a task can be cut, and the words around it."""

    at: int
    before: str
    behind: str


@dataclass(frozen=True, slots=True)
class Row:
    """A proposed part as a line of the page; with a form when it is being edited."""

    part: ProposedView
    facts: tuple[str, ...]
    is_place_known: bool
    form: ProposedForm | None = None
    others: tuple[tuple[str, str], ...] = ()
    cuts: tuple[Cut, ...] = ()


def _page(
    request: HttpRequest,
    notice: NoticeView,
    chosen: ProposedView | None,
    form: ProposedForm | None,
) -> HttpResponse:
    rows = {p.id: _row(notice, p, form if p is chosen else None) for p in notice.parts}
    places = {str(p.id): p.places for p in notice.parts if not p.is_dropped or p is chosen}
    sections = notice.of("section")
    loose = notice.under(None)
    context = {
        "notice": notice,
        "chosen": str(chosen.id) if chosen else "",
        "head": rows[notice.head.id],
        "papers": [rows[p.id] for p in notice.of("paper")],
        "targets": [rows[p.id] for p in notice.of("target")],
        "sections": [(rows[s.id], [rows[p.id] for p in notice.under(s)]) for s in sections]
        + ([(None, [rows[p.id] for p in loose])] if loose else []),
        "kinds": (("task", _("key task")), ("target", _("target")), ("section", _("section"))),
        "paragraphs": paragraphs_of(notice.text, places),
        "share": 100 * notice.looked_at // max(len(notice.parts), 1),
        "following": notice.after(notice.head.id),
        "undo": ACTS.get(notice.undo["act"]) if notice.undo else None,
        "crumbs": crumbs(_("Look after the plan"), _("Proposal from a notice")),
    }
    status = 422 if form and form.is_bound else 200
    return render(request, "plan/notice.html", context, status=status)


def _row(notice: NoticeView, part: ProposedView, form: ProposedForm | None) -> Row:
    facts = tuple(fact for fact in _facts(part) if fact)
    if form is None:
        return Row(part, facts, bool(part.places))
    is_task = part.kind == "task"
    return Row(
        part,
        facts,
        bool(part.places),
        form,
        others=tuple(_others(notice, part)) if is_task else (),
        cuts=tuple(_cuts(notice.text, part)) if is_task else (),
    )


def _facts(part: ProposedView) -> Iterator[str]:
    """What a line says beside the name."""
    said = part.said
    if part.kind == "head":
        yield from (said["issuer"], said["document_number"], _day(said["issued_on"]))
        yield " – ".join(filter(None, (_day(said["starts_on"]), _day(said["ends_on"]))))
        yield said.get("above", "") and _("carries out %(plan)s") % {"plan": said["above"]}
    elif part.kind == "paper":
        yield said["title"] and said["document_number"]
    elif part.kind == "target":
        yield f"{COMPARISONS[said['comparison']]} {said['figure']}{said['unit']}".strip()
        yield said["deadline_on"] and _("by %(day)s") % {"day": _day(said["deadline_on"])}
        yield said["lead"]
    elif part.kind == "task":
        yield "、".join(filter(None, (said["lead"], *said["assisting"])))
        yield said["due_on"] and _("by %(day)s") % {"day": _day(said["due_on"])}
        yield said["clause"]


def _day(said: str) -> str:
    return city_day(date.fromisoformat(said)) if said else ""


def _others(notice: NoticeView, part: ProposedView) -> Iterator[tuple[str, str]]:
    """Tasks to merge with: the neighbours first."""
    tasks = [p for p in notice.of("task") if not p.is_dropped or p.id == part.id]
    here = next(n for n, p in enumerate(tasks) if p.id == part.id)
    near = sorted((p for p in tasks if p.id != part.id), key=lambda p: abs(tasks.index(p) - here))
    for other in near:
        yield str(other.id), f"{other.code} {other.name}"


def _cuts(text: str, part: ProposedView) -> Iterator[Cut]:
    words = "".join(text[start:end] for start, end in part.places) or part.said["end_state"]
    for at in cuts_of(words):
        yield Cut(at, words[max(0, at - SHORT) : at], words[at : at + SHORT])


def _form(
    notice: NoticeView, part: ProposedView, request: HttpRequest | None = None
) -> ProposedForm:
    said = dict(part.said) | {"version": part.version}
    if "assisting" in said:
        said["assisting"] = "\n".join(said["assisting"])
    sections = [
        (str(s.id), f"{s.said['numeral']} {s.name}".strip())
        for s in notice.of("section")
        if not s.is_dropped
    ]
    plans = list_plans_above(notice.level) if part.kind == "head" else ()
    sent = request.POST if request else None
    return PROPOSED_FORMS[part.kind](sent, sections=sections, plans=plans, initial=said)


def _consequence(notice: NoticeView) -> str:
    kept = [p for p in notice.parts if not p.is_dropped]
    unseen = sum(not p.is_checked for p in kept)
    led = sum(not p.said.get("lead") for p in kept if p.kind in ("task", "target"))
    said = [
        _("The draft gets %(sections)s sections, %(targets)s targets and %(tasks)s key tasks.")
        % {f"{kind}s": sum(p.kind == kind for p in kept) for kind in ("section", "target", "task")}
    ]
    if unseen:
        said.append(
            ngettext(
                "One part has not been looked at.", "%(n)s parts have not been looked at.", unseen
            )
            % {"n": unseen}
        )
    if led:
        said.append(
            _("%(n)s targets and tasks name no unit: %(issuer)s leads them in the draft.")
            % {"n": led, "issuer": notice.head.said["issuer"]}
        )
    return " ".join(said)


def _number(request: HttpRequest, name: str = "version") -> int:
    sent = request.POST.get(name, "")
    return int(sent) if sent.isdecimal() and len(sent) < 9 else 0


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise InvalidInput(_("Choose another key task to merge with.")) from error


def _say(form: NoticeForm, error: InvalidInput) -> None:
    for name, texts in error.fields.items():
        said = [f"{text} {error.next_step}".strip() for text in texts]
        form.add_error(name if name in form.fields else None, said)
    if not error.fields:
        form.add_error(None, error.message)
