"""A file's page: what it is, how it looks, its versions, its mark. Nothing in it ever runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from liupan.foundation.design.facade import Fact, city_day, city_moment, signed_in
from liupan.foundation.documents.forms import MarkForm
from liupan.foundation.documents.gateways import NoPreview
from liupan.foundation.documents.guarding import follows_its_thing
from liupan.foundation.documents.kinds import BY_MEDIA_TYPE, COPIED, PICTURED, WORDED, XLSX
from liupan.foundation.documents.operations.keeping import HoldsVirus
from liupan.foundation.documents.operations.opening import (
    BeingChecked,
    compare_files,
    pages_of,
    view_page,
    view_words,
)
from liupan.foundation.documents.policies import CHANGE_MARKS, DECIDE_MARKS
from liupan.foundation.documents.queries import FileRef, FileView, find_file
from liupan.foundation.documents.showing import print_guard, scan_words, watermark
from liupan.foundation.documents.views.reading import actor_of
from liupan.foundation.identity.facade import list_accounts
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may
from liupan.kernel.errors import Missing
from liupan.kernel.secrecy import Secrecy

ROWS = 200
"""Of a table so many are shown."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of a table; every row has as many cells as the longest."""

    name: str
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Look:
    """How a file is shown: a picture of one of its pages, its words, its first rows, or why none
    of these."""

    picture_url: str = ""
    page: int = 1
    pages: int = 1
    lines: Sequence[str] = ()
    sheets: Sequence[Table] = ()
    is_cut: bool = False
    why_not: str = ""


@require_safe
@signed_in
def page(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Everything about one file."""
    return file_page(request, file_id)


def file_page(
    request: HttpRequest, file_id: UUID, form: MarkForm | None = None, status: int = 200
) -> HttpResponse:
    """The page, with a form that was refused where there is one."""
    actor = actor_of(request)
    found = find_file(file_id, actor)
    if found is None:
        raise Missing(_("There is no such file."))
    names = _names(found)
    unit_id = found.owner_unit_id
    context = {
        "file": found.file,
        "facts": _facts(found.file, names),
        "look": _look(found.file, _page_asked(request), actor),
        "versions": [_version(one, found, names) for one in found.versions],
        "changes": [(one, names.get(one.asked_by, ""), names.get(one.decided_by or one.id, ""))
                    for one in found.changes],
        "may_change": may(actor, CHANGE_MARKS, unit_id=unit_id)
        and not follows_its_thing(found.file.of_type),
        "may_decide": may(actor, DECIDE_MARKS, unit_id=unit_id),
        "is_waiting": any(one.state == "asked" for one in found.changes),
        "form": form or MarkForm(initial={"level": found.file.secrecy.value}),
        "watermark": watermark(actor) if found.file.secrecy > Secrecy.PUBLIC else "",
        "print_guard": print_guard(actor, found.file.secrecy, str(found.file.mark)),
        "can_be_copied": found.file.media_type in COPIED
        and found.file.secrecy > Secrecy.PUBLIC,
        "actor_id": actor.id,
        "has_ended": bool(found.file.mark.ends_on and found.file.mark.ends_on <= clock.today()),
    }  # fmt: skip
    answer = render(request, "documents/file.html", context, status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@signed_in
def picture(request: HttpRequest, file_id: UUID, number: int) -> HttpResponse:
    """One page as a picture that was drawn here; rights are asked for each."""
    actor, now = actor_of(request), clock.now()
    drawn = view_page(
        file_id=file_id, page=number, watermark=watermark(actor), actor=actor, now=now
    )
    answer = HttpResponse(drawn, content_type="image/png")
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@signed_in
def compare(request: HttpRequest, former_id: UUID, latter_id: UUID) -> HttpResponse:
    """The words of two versions side by side."""
    actor = actor_of(request)
    former, latter, found = compare_files(
        former_id=former_id, latter_id=latter_id, actor=actor, now=clock.now()
    )
    context = {
        "former": former,
        "latter": latter,
        "rows": found.rows,
        "is_cut": found.is_cut,
        "added": sum(row.kind == "added" for row in found.rows),
        "removed": sum(row.kind == "removed" for row in found.rows),
        "changed": sum(row.kind == "changed" for row in found.rows),
        "watermark": watermark(actor) if latter.secrecy > Secrecy.PUBLIC else "",
        "print_guard": print_guard(actor, latter.secrecy, str(latter.mark)),
    }
    answer = render(request, "documents/compare.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _look(file: FileRef, number: int, actor: Actor) -> Look:
    try:
        if file.media_type in PICTURED:
            pages = pages_of(file.id, actor)
            number = min(max(number, 1), pages)
            url = reverse("documents:picture", args=[file.id, number])
            return Look(picture_url=url, page=number, pages=pages)
        words = view_words(file_id=file.id, actor=actor, now=clock.now())
        if file.media_type == XLSX.media_type:
            is_cut = words.is_cut or len(words.lines) > ROWS
            return Look(sheets=_tables(words.lines[:ROWS]), is_cut=is_cut)
        return Look(lines=words.lines, is_cut=words.is_cut)
    except (NoPreview, BeingChecked, HoldsVirus) as refusal:
        return Look(why_not=f"{refusal.message} {refusal.next_step}".strip())


def _tables(lines: Sequence[str]) -> list[Table]:
    found = list[tuple[str, list[list[str]]]]()
    for line in lines:
        if line.startswith("\f"):
            found.append((line[1:], []))
        else:
            found[-1][1].append(line.split("\t"))
    return [Table(name, _squared(rows)) for name, rows in found]


def _squared(rows: list[list[str]]) -> list[list[str]]:
    across = max(map(len, rows), default=0)
    return [row + [""] * (across - len(row)) for row in rows]


def _page_asked(request: HttpRequest) -> int:
    words = request.GET.get("page", "")
    return int(words) if words.isascii() and words.isdigit() and len(words) < 6 else 1


def _names(found: FileView) -> Mapping[UUID, str]:
    people = {one.kept_by for one in found.versions}
    for change in found.changes:
        people |= {change.asked_by, *([change.decided_by] if change.decided_by else [])}
    return {account_id: one.name for account_id, one in list_accounts(people).items()}


def _facts(file: FileRef, names: Mapping[UUID, str]) -> list[Fact]:
    who = names.get(file.kept_by, "")
    facts = [
        Fact(name=pgettext("secrecy", "Mark"), value=str(file.mark)),
        Fact(name=_("Kind"), value=BY_MEDIA_TYPE[file.media_type].label),
        Fact(name=pgettext("file", "Size"), value=filesizeformat(file.size)),
        Fact(name=_("Handed in"), value=f"{who} {city_moment(file.kept_at)}".strip()),
        Fact(name=_("Virus scan"), value=scan_words(file)),
        Fact(name="SM3", value=format_html('<span class="lp-hash">{}</span>', file.sm3)),
    ]  # fmt: skip
    if file.mark.ends_on:
        ends = Fact(name=_("Period ends"), value=city_day(file.mark.ends_on))
        facts.insert(1, ends)
    return facts


def _version(one: FileRef, found: FileView, names: Mapping[UUID, str]) -> dict[str, Any]:
    """A version in the list, with the way to its comparison with the one before."""
    older = [other for other in found.versions if other.number < one.number]
    can_compare = older and {one.media_type, older[0].media_type} <= WORDED
    return {
        "file": one,
        "who": names.get(one.kept_by, ""),
        "is_here": one.id == found.file.id,
        "compare_url": reverse("documents:compare", args=[older[0].id, one.id])
        if can_compare
        else "",
    }
