"""The auditor's pages: search the journal, follow one thing, see how the chain stands, export."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.http import HttpResponseRedirect as Redirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from liupan.foundation.design.facade import (
    Column,
    DateField,
    Event,
    ListPage,
    Page,
    Role,
    Rows,
    requires,
)
from liupan.foundation.identity.facade import (
    AccountRef,
    find_account_by_username,
    find_staff,
)
from liupan.foundation.journal.facade import (
    EXPORT_JOURNAL,
    MEND_DELIVERIES,
    READ_JOURNAL,
    VERIFY_JOURNAL,
    EntryRef,
    Search,
    chain_state,
    count_entries,
    drop_delivery,
    export_journal,
    follow_thing,
    list_deliveries,
    request_verification,
    retry_delivery,
    search_journal,
)
from liupan.foundation.journal.facade import Page as JournalPage
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may
from liupan.kernel.errors import InvalidInput
from liupan.surfaces.console.journal_words import (
    FINDINGS,
    OFFICES,
    Names,
    acts_by_office,
    acts_like,
    change_words,
    field_name,
    is_said,
    names_in,
    office_name,
    summary,
)

EXPORTED_HERE = 100_000
"""Links a page exports; more by `liupan journal export`."""

SHOWN = 120
"""Characters of a record in the list; the rest stands in the thing's history."""

NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with the names it mentions."""

    entry: EntryRef
    names: Names

    @property
    def id(self) -> UUID:
        return self.entry.id


def _act_choices() -> list[tuple[str, str | list[tuple[str, str]]]]:
    return [("", _("any")), *acts_by_office()]


class Choices(forms.Form):
    """What the auditor looks for."""

    q = forms.CharField(label=gettext_lazy("Words"), required=False)
    office = forms.ChoiceField(
        label=gettext_lazy("Office"), required=False, choices=list(OFFICES.items())
    )
    act = forms.ChoiceField(label=gettext_lazy("Act"), required=False, choices=_act_choices)
    who = forms.CharField(label=gettext_lazy("Name or user name"), required=False)
    thing = forms.UUIDField(label=gettext_lazy("Thing (id)"), required=False)
    since = DateField(label=gettext_lazy("From"), required=False)
    until = DateField(label=gettext_lazy("To"), required=False)

    def search(self) -> Search:
        """What was chosen; what makes no sense is left out, an unknown person finds nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        until = chosen.get("until")
        office = chosen.get("office")
        words = chosen.get("q") or ""
        return Search(
            act=chosen.get("act") or (f"{office}." if office else ""),
            actor_id=_account_id(chosen["who"]) if chosen.get("who") else None,
            thing_id=chosen.get("thing"),
            since=clock.start_of(chosen["since"]) if chosen.get("since") else None,
            until=clock.start_of(until + timedelta(days=1)) if until else None,
            text=words,
            named=acts_like(words) if words else (),
        )


def _account_id(who: str) -> UUID:
    try:
        return UUID(who)
    except ValueError:
        account = find_account_by_username(who) or next(iter(_called(who)), None)
        return account.id if account else NOBODY


def _called(name: str) -> list[AccountRef]:
    """The person of this name, when it is the only one."""
    found = [account for account in find_staff(name) if account.name == name]
    return found if len(found) == 1 else []


@dataclass(frozen=True)
class JournalRows:
    """The journal as rows of a list; every page read leaves a fact. Cursors: `pos.number`."""

    actor: Actor
    choices: Choices | None = None

    def filtered(self, choices: QueryDict) -> "JournalRows":
        return replace(self, choices=Choices(choices))

    @property
    def form(self) -> forms.Form | None:
        return self.choices

    @property
    def _search(self) -> Search:
        return self.choices.search() if self.choices else Search()

    def page(self, *, sort: str, before: str, after: str, size: int) -> Page[Line]:
        newer, older = _place(before), _place(after)
        page = search_journal(
            search=self._search,
            before=older[0] if older else None,
            after=newer[0] if newer else None,
            size=size,
            actor=self.actor,
            now=clock.now(),
        )
        if newer and len(page.entries) < size:  # the first page again, whole
            return self.page(sort=sort, before="", after="", size=size)
        start = older[1] if older else max((newer[1] if newer else 1) - len(page.entries), 1)
        return self._page(page, start)

    def _page(self, page: JournalPage, start: int) -> Page[Line]:
        names = names_in(page.entries)
        lines = [Line(entry, names) for entry in page.entries]
        first = page.entries[0].pos if page.entries else page.next_before or 0
        return Page(
            lines,
            start,
            before=f"{first}.{start}" if start > 1 else "",
            after=f"{page.next_before}.{start + len(lines)}" if page.next_before else "",
        )

    def every(self, *, sort: str) -> Iterator[Line]:
        place: int | None = None
        while True:
            page = search_journal(
                search=self._search, before=place, size=1000, actor=self.actor, now=clock.now()
            )
            names = names_in(page.entries)
            yield from (Line(entry, names) for entry in page.entries)
            place = page.next_before
            if place is None:
                return

    def count_up_to(self, most: int) -> int:
        return count_entries(self.actor, self._search, most=most)


def _place(cursor: str) -> tuple[int, int] | None:
    pos, _dot, number = cursor.partition(".")
    return (int(pos), int(number)) if pos.isdigit() and number.isdigit() else None


def _thing_url(line: Line) -> str:
    return reverse("console:journal_thing", args=[line.entry.thing_id])


class JournalList(ListPage[Line]):
    """Everything that was done, newest first."""

    key = "console.journal"
    title = gettext_lazy("Journal")
    lead = gettext_lazy("Every act of every office, in its order. Reading it is recorded too.")
    search_hint = gettext_lazy("Words in what was recorded")
    begin_title = gettext_lazy("Nothing was recorded")
    begin_text = gettext_lazy("Every act of every office will stand here.")
    columns = (
        Column(
            key="act",
            label=gettext_lazy("Act"),
            value=lambda line: line.entry.label,
            role=Role.TITLE,
            url=_thing_url,
        ),
        Column(
            key="who",
            label=gettext_lazy("Done by"),
            value=lambda line: line.names.actor(line.entry),
            role=Role.UNIT,
        ),
        Column(
            key="at",
            label=gettext_lazy("When"),
            value=lambda line: line.entry.at,
            role=Role.NUMBER,
        ),
        Column(
            key="office",
            label=gettext_lazy("Office"),
            value=lambda line: office_name(line.entry.act),
            role=Role.ORIGIN,
        ),
        Column(
            key="changes",
            label=gettext_lazy("What was recorded"),
            value=lambda line: summary(line.entry, line.names),
            cell=lambda line: Truncator(summary(line.entry, line.names)).chars(SHOWN),
        ),
        Column(
            key="seq",
            label=gettext_lazy("Link"),
            value=lambda line: line.entry.seq if line.entry.seq is not None else _("waiting"),
            role=Role.ORIGIN,
            is_number=True,
        ),
    )

    template_name = "console/journal_list.html"

    def rows(self) -> Rows[Line]:
        return JournalRows(self.actor)

    def line(self) -> Sequence[str]:
        return chain_line()


def chain_line() -> list[str]:
    """How the chain stands, in short."""
    state = chain_state()
    said = [_("%(n)s links") % {"n": f"{state.last_seq:,}"}]
    if state.waiting:
        said.append(_("%(n)s waiting") % {"n": state.waiting})
    if state.verified and not state.verified.entries:
        said.append(_("not checked yet"))
    elif state.verified and state.verified.finished_at:
        found = len(state.verified.findings)
        said.append(
            _("last check: everything fits")
            if not found
            else _("last check: %(n)s findings") % {"n": found}
        )
    return said


@requires(READ_JOURNAL)
@require_safe
def thing(request: HttpRequest, thing_id: UUID) -> HttpResponse:
    """Everything that concerns one thing, newest first, with what was before."""
    place = request.GET.get("before", "")
    page = follow_thing(
        thing_id=thing_id,
        before=int(place) if place.isdigit() else None,
        actor=request.actor,  # type: ignore[attr-defined]
        now=clock.now(),
    )
    names = names_in(page.entries)
    return render(
        request,
        "console/journal_thing.html",
        {
            "thing_id": thing_id,
            "name": names.known.get(thing_id, ""),
            "steps": [_step(entry, names) for entry in page.entries],
            "next_before": page.next_before,
        },
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a thing's timeline: the event, and its fields as a table."""

    event: Event
    entry: EntryRef
    changes: tuple[tuple[str, str], ...]
    mentions: tuple[tuple[UUID, str], ...]


def _step(entry: EntryRef, names: Names) -> Step:
    return Step(
        event=Event(act=entry.label, who=names.actor(entry), at=entry.at),
        entry=entry,
        changes=tuple(
            (field_name(c.field), change_words(c, names)) for c in entry.changes if is_said(c)
        ),
        mentions=tuple((id_, names.of(id_)) for id_ in dict.fromkeys(entry.concerned)),
    )


class ExportForm(forms.Form):
    """A range of links."""

    first = forms.IntegerField(label=gettext_lazy("First link"), min_value=1)
    last = forms.IntegerField(label=gettext_lazy("Last link"), min_value=1)

    def clean(self) -> dict[str, Any]:
        chosen = self.cleaned_data
        first, last = chosen.get("first"), chosen.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last link stands before the first."))
        elif first and last and last - first >= EXPORTED_HERE:
            self.add_error(
                "last",
                _("At most %(n)s links at once; more with `liupan journal export`.")
                % {"n": f"{EXPORTED_HERE:,}"},
            )
        return chosen


@requires(READ_JOURNAL, MEND_DELIVERIES)
@require_safe
def chain(request: HttpRequest) -> HttpResponse:
    """How the chain stands: links, waiting entries, last check, facts that failed."""
    return _chain_page(request, None)


def _seconds_since(moment: datetime | None) -> int | None:
    """How long ago by real time: the journal's own moments do not follow the city's clock."""
    return round((clock.real_now() - moment).total_seconds()) if moment else None


def _chain_page(request: HttpRequest, form: ExportForm | None, status: int = 200) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    state = chain_state()
    if form is None:
        first = max(1, state.last_seq - EXPORTED_HERE + 1)
        form = ExportForm(initial={"first": first, "last": state.last_seq})
    return render(
        request,
        "console/journal_chain.html",
        {
            "state": state,
            "waiting_for": _seconds_since(state.waiting_since),
            "findings": [
                {**found, "words": FINDINGS.get(found["what"], found["what"])}
                for found in (state.verified.findings if state.verified else ())
            ],
            "deliveries": [(d.label, d) for d in list_deliveries(actor)],
            "form": form,
            "may_export": may(actor, EXPORT_JOURNAL),
            "may_verify": may(actor, VERIFY_JOURNAL),
            "may_mend": may(actor, MEND_DELIVERIES),
            "may_read": may(actor, READ_JOURNAL),
        },
        status=status,
    )


@requires(VERIFY_JOURNAL)
@require_POST
def verify_now(request: HttpRequest) -> HttpResponse:
    """Ask the worker for a check."""
    request_verification(actor=request.actor, now=clock.now())  # type: ignore[attr-defined]
    messages.info(request, _("The check has been asked for; this page can be left."))
    return Redirect(reverse("console:journal_chain"))


@requires(EXPORT_JOURNAL)
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """A range as a zip that proves itself."""
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _chain_page(request, form, 422)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.zip"
        try:
            export_journal(
                **form.cleaned_data,
                path=path,
                actor=request.actor,  # type: ignore[attr-defined]
                now=clock.now(),
            )
        except InvalidInput as error:
            form.add_error(None, error.message)
            return _chain_page(request, form, 422)
        file = path.open("rb")  # readable after the folder is gone
    name = "journal-{first}-{last}.zip".format(**form.cleaned_data)
    return FileResponse(file, as_attachment=True, filename=name)


@requires(MEND_DELIVERIES)
@require_POST
def retry(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """Give a failed fact another try."""
    retry_delivery(
        delivery_id=delivery_id,
        actor=request.actor,  # type: ignore[attr-defined]
        now=clock.now(),
    )
    messages.info(request, _("It is tried again at once."))
    return Redirect(reverse("console:journal_chain"))


@requires(MEND_DELIVERIES)
@require_POST
def drop(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """Keep a failed fact from its handler for good."""
    try:
        drop_delivery(
            delivery_id=delivery_id,
            reason=request.POST.get("reason", ""),
            actor=request.actor,  # type: ignore[attr-defined]
            now=clock.now(),
        )
        messages.info(request, _("It was dropped; the thing's later facts go on."))
    except InvalidInput as error:
        messages.warning(request, error.message)
    return Redirect(reverse("console:journal_chain"))
