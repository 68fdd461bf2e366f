"""The workbench: what is due, my boards, running jobs, latest notices."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from liupan.capabilities.plan.facade import find_board
from liupan.foundation.design.facade import Job, signed_in
from liupan.foundation.jobs.facade import JobRef, list_my_jobs
from liupan.foundation.messaging.facade import count_unread, list_notices
from liupan.foundation.organisations.facade import PostHeld, list_posts_held
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.surfaces.workbench.boards import (
    Choice,
    keep_choice,
    my_boards,
    name_of,
    read_choice,
    scopes_for,
)
from liupan.surfaces.workbench.forms import BoardsForm
from liupan.surfaces.workbench.worklist import Sort, WorkList, work_list

JOBS, NOTICES = 3, 5


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The work list with everything that belongs to a day's start."""
    actor, now = _actor(request), clock.now()
    today = clock.on(now)
    posts = list_posts_held(actor.id, today)
    sort = Sort.ARRIVED if request.GET.get("sort") == Sort.ARRIVED else Sort.DUE
    work = work_list(
        actor,
        now=now,
        kind=request.GET.get("kind", ""),
        sort=sort,
        due_on=_day(request.GET.get("day", "")),
        everything=request.GET.get("all") == "1",
    )
    notices = list_notices(actor, limit=NOTICES)
    context = {
        "title": headline(work),
        "line": [long_day(today), *_posts(posts), *_ahead(work)],
        "work": work,
        "kind": request.GET.get("kind", ""),
        "day": _day(request.GET.get("day", "")),
        "sort": sort,
        "boards": my_boards(read_choice(request), posts, today),
        "jobs": [shown_job(job) for job in list_my_jobs(actor, limit=JOBS)],
        "jobs_url": _url("workbench:jobs"),
        "notices": notices,
        "notices_url": _url("workbench:notices"),
        "unread": count_unread(actor),
        "today": today,
    }
    return render(request, "workbench/home.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def boards(request: HttpRequest) -> HttpResponse:
    """Choose the figures of one's own boards."""
    actor, today = _actor(request), clock.today()
    scopes = scopes_for(list_posts_held(actor.id, today))
    board = find_board(today)
    choice = read_choice(request)
    form = BoardsForm(
        request.POST or None,
        initial={"scope": choice.scope, "codes": list(choice.codes)},
        scopes=[(key, name) for key, (name, _scope) in scopes.items()],
        targets=[
            (t.code, name_of(t)) for t in (board.targets if board else ()) if t.value is not None
        ],
    )
    if request.method == "POST" and form.is_valid():
        response = HttpResponseRedirect(reverse("workbench:home"))
        chosen = Choice(tuple(form.cleaned_data["codes"]), form.cleaned_data["scope"])
        keep_choice(request, response, chosen)
        messages.success(request, _("Your boards are as you wish."))
        return response
    status = 422 if form.is_bound else 200
    return render(request, "workbench/boards.html", {"form": form}, status=status)


def headline(work: WorkList) -> str:
    """The fact of the day (23件待办，1件已逾期)."""
    if not work.total:
        return _("Nothing waits for you")
    waits = ngettext("%(n)s thing waits for you", "%(n)s things wait for you", work.total) % {
        "n": work.total
    }
    if not work.overdue:
        return waits
    late = ngettext("%(n)s is overdue", "%(n)s are overdue", work.overdue) % {"n": work.overdue}
    return _("%(waits)s, %(late)s") % {"waits": waits, "late": late}


def long_day(day: date) -> str:
    """11月15日 星期三, by the city's clock."""
    return dateformat.format(day, pgettext("format of a day with its weekday", "l, j F"))


def shown_job(job: JobRef) -> Job:
    """A job of the actor's as a card shows it."""
    kinds = {"done": "done", "failed": "fail", "cancelled": "fail"}
    page = _url("workbench:job", str(job.id))
    return Job(
        title=job.title,
        done=job.percent or 0,
        total=100,
        words=_job_words(job),
        kind=kinds.get(job.state, ""),
        link_label=_("Open") if page else "",
        link_url=page,
        cancel_url=reverse("jobs:cancel", args=[job.id]) if job.is_open else "",
    )


def _job_words(job: JobRef) -> str:
    if job.is_open and job.percent is not None:
        return _("%(share)s%%, you can leave this page") % {"share": job.percent}
    return job.message or job.state_label


def _ahead(work: WorkList) -> list[str]:
    if not work.total:
        return []
    words = []
    if work.due_today:
        words.append(_("%(n)s due today") % {"n": work.due_today})
    if work.due_this_week:
        words.append(_("%(n)s more due this week") % {"n": work.due_this_week})
    return words


def _posts(posts: list[PostHeld]) -> list[str]:
    """The main post in words; further ones are counted."""
    if not posts:
        return []
    shown = f"{posts[0].unit_name} {posts[0].title}"
    more = len(posts) - 1
    return [shown, _("and %(n)s more posts") % {"n": more}] if more else [shown]


def _url(name: str, *args: str) -> str:
    """Address of a page that another room of the workbench brings, or nothing."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
