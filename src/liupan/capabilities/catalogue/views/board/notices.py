"""Monthly notices: the list, one to edit, to print, as Word file and PDF, and its issue."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liupan.capabilities.catalogue.forms.notices import NoticeForm
from liupan.capabilities.catalogue.operations.notices.keeping import (
    draft_notice,
    issue_notice,
    revise_notice,
)
from liupan.capabilities.catalogue.policies import READ, SUPERVISE
from liupan.capabilities.catalogue.queries.board.boards import find_month, supervision_board
from liupan.capabilities.catalogue.queries.board.notices import (
    NoticeView,
    drafted,
    get_notice,
    kept_figures,
    list_notices,
)
from liupan.capabilities.catalogue.rules.board import By
from liupan.capabilities.catalogue.rules.notices import WORDS
from liupan.capabilities.catalogue.views.board.board import heads
from liupan.capabilities.catalogue.views.reading import Crumb, actor_of, crumbs
from liupan.foundation.design.facade import requires, unconfirmed
from liupan.foundation.documents.facade import Notice, notice_docx, notice_pdf
from liupan.foundation.organisations.facade import find_root
from liupan.kernel import clock
from liupan.kernel.authority import may
from liupan.kernel.errors import StaleVersion

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@requires(READ)
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Issued notices, and drafts for who drafts them."""
    context = {"notices": list_notices(actor_of(request)), "crumbs": _way((_("Notices"), ""))}
    return render(request, "catalogue/notices.html", context)


@requires(SUPERVISE)
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Draft the notice of a month from the board, or take its figures anew."""
    today = clock.today()
    month = find_month(request.POST.get("month", ""), today)
    board = supervision_board(month, By.IN_TIME, today=today)
    made = draft_notice(
        month=month, words=drafted(board), figures=kept_figures(board), actor=actor_of(request),
        now=clock.now(),
    )  # fmt: skip
    messages.success(request, _("The figures were taken; edit the words, then issue the notice."))
    return redirect("catalogue:notice", notice_id=made)


@requires(READ)
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """A draft to edit; what was issued to read. `as`: docx, pdf or paper."""
    actor = actor_of(request)
    found = get_notice(actor, notice_id)
    form_of = request.GET.get("as", "")
    if form_of in ("docx", "pdf"):
        return _file(found, form_of)
    if form_of == "paper":
        context = {"notice": found, "heads": heads()}
        return render(request, "catalogue/notice_print.html", context)
    may_edit = not found.line.is_issued and may(actor, SUPERVISE)
    form = NoticeForm(request.POST if request.method == "POST" else None, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        _revise(request, found, form)
        messages.success(request, _("The notice was kept."))
        return redirect("catalogue:notice", notice_id=notice_id)
    context = {
        "notice": found,
        "form": form if may_edit else None,
        "heads": heads(),
        "crumbs": _way((_("Notices"), reverse("catalogue:notices")), (found.line.title, "")),
    }
    status = 422 if form.is_bound else 200
    return render(request, "catalogue/notice.html", context, status=status)


@requires(SUPERVISE)
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Issue it; asked for first, because it stays as it is from then on."""
    found = get_notice(actor_of(request), notice_id)
    asked = unconfirmed(
        request,
        question=_("Issue %(title)s?") % {"title": found.line.title},
        consequence=_("Words and figures stay as they are from then on; everybody who reads the"
                      " catalogue sees it."),
        verb=_("Issue"),
        back_url=reverse("catalogue:notice", args=[notice_id]),
    )  # fmt: skip
    if asked:
        return asked
    issue_notice(notice_id=notice_id, actor=actor_of(request), now=clock.now())
    messages.success(request, _("The notice was issued."))
    return redirect("catalogue:notice", notice_id=notice_id)


def _revise(request: HttpRequest, found: NoticeView, form: NoticeForm) -> None:
    try:
        revise_notice(
            notice_id=found.line.id, words=form.words, version=form.cleaned_data["version"],
            actor=actor_of(request), now=clock.now(),
        )  # fmt: skip
    except StaleVersion as stale:
        raise StaleVersion(
            stale.message,
            theirs=stale.theirs,
            mine={name: form.cleaned_data[name] for name in WORDS},
            labels={name: str(form.fields[name].label) for name in WORDS},
            next_step=stale.next_step,
        ) from stale


def _initial(found: NoticeView) -> dict[str, object]:
    return {name: getattr(found.words, name) for name in WORDS} | {"version": found.version}


def _file(found: NoticeView, kind: str) -> HttpResponse:
    words = found.words
    paper = Notice(
        title=words.title,
        before=(words.opening, words.commended, words.criticised),
        heads=heads(),
        rows=found.rows,
        after=(words.closing, words.formula),
    )
    if kind == "docx":
        return _download(notice_docx(paper), DOCX, f"notice-{found.line.month:%Y-%m}.docx")
    root = find_root()
    issuer = root.name if root else ""
    day = clock.on(found.line.issued_at) if found.line.issued_at else clock.today()
    pdf = notice_pdf(paper, issuer=issuer, day=day)
    return _download(pdf, "application/pdf", f"notice-{found.line.month:%Y-%m}.pdf")


def _download(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _way(*further: Crumb) -> object:
    return crumbs((_("Supervision of the catalogue"), reverse("catalogue:board")), *further)
