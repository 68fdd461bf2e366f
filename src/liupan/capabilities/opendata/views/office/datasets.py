"""Datasets: the office's list, the page with report, score and acts."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from liupan.capabilities.opendata.policies import EDIT, READ, RELEASE
from liupan.capabilities.opendata.queries.office import (
    DatasetLine,
    DatasetView,
    get_dataset,
    list_datasets,
)
from liupan.capabilities.opendata.queries.public.shapes import Used
from liupan.capabilities.opendata.queries.rows import ShapedRows
from liupan.capabilities.opendata.rules.mqa import MOST
from liupan.capabilities.opendata.rules.opening import Act
from liupan.capabilities.opendata.views.doing import Crumb, actor_of
from liupan.capabilities.opendata.views.office.score_words import lines_of
from liupan.capabilities.opendata.views.public.dataset import used_of
from liupan.foundation.design.facade import (
    Column,
    Event,
    Fact,
    ListPage,
    Preset,
    Role,
    city_day,
    requires,
    state,
    tag,
)
from liupan.foundation.journal.facade import READ_JOURNAL
from liupan.kernel.authority import may
from liupan.kernel.work import Text, place

SEES = (READ, EDIT, RELEASE)
WAYS = ("views", "downloads", "calls", "recent")
BACK = frozenset({"return", "withdraw", "block"})


class DatasetList(ListPage[DatasetLine]):
    """All datasets the actor sees: filter, sort, keep as a view, export."""

    key = "opendata.datasets"
    title = gettext_lazy("Open data of units")
    lead = gettext_lazy("What is drawn up, checked, released; how good and how fresh it is.")
    search_hint = gettext_lazy("Name or address")
    begin_title = gettext_lazy("No dataset yet")
    begin_text = gettext_lazy("A unit draws one up from an entry that the catalogue opens.")
    template_name = "opendata/datasets.html"
    default_sort = "-changed"
    presets = (
        Preset(pgettext_lazy("datasets", "Waiting for me"), "turn=true", is_counted=True),
        Preset(pgettext_lazy("datasets", "Released"), "state=published"),
        Preset(pgettext_lazy("datasets", "Late"), "late=true", is_counted=True),
        Preset(pgettext_lazy("datasets", "Being drawn up"), "state=draft&state=returned"),
    )
    columns = (
        Column[DatasetLine](key="title", label=gettext_lazy("Name"), value=lambda d: d.title,
                            role=Role.TITLE,
                            url=lambda d: place("opendata:staff-dataset", d.id)),
        Column[DatasetLine](key="code", label=gettext_lazy("Web address"), value=lambda d: d.code,
                            sort="code", role=Role.NUMBER),
        Column[DatasetLine](key="unit", label=gettext_lazy("Unit"), value=lambda d: d.unit,
                            sort="unit__order", role=Role.UNIT),
        Column[DatasetLine](key="openness", label=gettext_lazy("Way of opening"),
                            value=lambda d: d.openness_label, sort="openness", role=Role.MORE),
        Column[DatasetLine](key="points", label=gettext_lazy("Score"), value=lambda d: d.points,
                            role=Role.MORE),
        Column[DatasetLine](key="late", label=gettext_lazy("Days late"),
                            value=lambda d: d.late_days or None, role=Role.MORE),
        Column[DatasetLine](key="data", label=gettext_lazy("Data of"), value=lambda d: d.data_on,
                            sort="data_at", role=Role.MORE),
        Column[DatasetLine](key="changed", label=gettext_lazy("Changed"),
                            value=lambda d: d.changed_at, sort="changed_at", role=Role.MORE),
        Column[DatasetLine](key="state", label=gettext_lazy("State"),
                            value=lambda d: d.state_label,
                            cell=lambda d: state(d.mark, d.state_label), sort="state",
                            role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> ShapedRows[DatasetLine]:
        return list_datasets(self.actor)

    def more_context(self) -> dict[str, Any]:
        return {"draw_up_url": place("opendata:draw-up") if may(self.actor, EDIT) else ""}


@requires(*SEES)
@require_safe
def dataset(request: HttpRequest, dataset_id: UUID) -> HttpResponse:
    """What it says, what the check found, how good it is, what was done, what can be done."""
    actor = actor_of(request)
    found = get_dataset(actor, dataset_id)
    context = {
        "found": found,
        "line": _line(found),
        "facts": _facts(found),
        "score_lines": lines_of(found.score),
        "most": MOST,
        "ways": _ways(found),
        "events": [_event(one) for one in found.steps],
        "acts": [(words, reverse(f"opendata:{key}", args=[dataset_id]), n == 0)
                 for n, (key, words) in enumerate(_acts(found))],
        "versions": [(one, reverse("opendata:drop-version", args=[dataset_id, one.number]))
                     for one in found.versions],
        "public_url": place("opendata:dataset", found.line.code)
        if found.line.state == "published"
        else "",
        "entry_url": place("catalogue:resource", found.resource_id),
        "journal_url": place("console:journal_thing", dataset_id)
        if may(actor, READ_JOURNAL)
        else "",
        "crumbs": way((found.line.title, "")),
    }  # fmt: skip
    return render(request, "opendata/staff_dataset.html", context)


def way(*further: Crumb) -> Sequence[Crumb]:
    """The way to a page of the office."""
    return [(_("Open data of units"), reverse("opendata:staff-datasets")), *further]


def _acts(found: DatasetView) -> list[tuple[str, Text]]:
    """The acts that are possible, the most likely first."""
    words = {
        Act.RELEASE: ("release", _("Release")),
        Act.HAND_IN: ("hand-in", _("Hand in for review")),
        Act.RETURN: ("return", _("Return")),
        Act.REVISE: ("revise", pgettext("dataset", "Change")),
        Act.WITHDRAW: ("withdraw", _("Withdraw the dataset")),
    }
    told: list[tuple[str, Text]] = [said for act, said in words.items() if act in found.may]
    if found.may_load:
        told.insert(len([one for one in told if one[0] in ("release", "hand-in")]),
                    ("load", _("Load data")))  # fmt: skip
    if found.rows is not None and Act.HAND_IN in found.may:
        told.append(("check", _("Check now")))
    return told


def _ways(found: DatasetView) -> list[tuple[Text, bool, str]]:
    """What mends it, each with its page; under review and released nothing is mended."""
    if not found.check or Act.REVISE not in found.may:
        return []
    page = reverse("opendata:mend", args=[found.line.id])
    return [
        (words, mends, f"{page}?way={one['kind']}&column={one['column']}&how={one['how']}")
        for words, mends, one in found.check.ways
    ]


def _line(found: DatasetView) -> list[Text]:
    line = found.line
    shown: list[Text] = [state(line.mark, line.state_label), line.code, line.unit]
    if line.late_days:
        shown.append(tag(_("%(days)s days late") % {"days": line.late_days}))
    return shown


def _facts(found: DatasetView) -> list[Fact]:
    said = found.dataset
    told: list[tuple[Text, Any]] = [
        (_("What it holds"), said["abstract"]),
        (_("Way of opening"), found.line.openness_label),
        (_("Conditions"), said["conditions"]),
        (_("Why it is not opened"), said["ground"]),
        (_("Theme"), said["theme_name"]),
        (_("Keywords"), said["keywords"]),
        (_("Licence"), said["licence_name"]),
        (_("Contact"), said["contact"]),
        (_("Number of rows"), f"{found.rows:,}" if found.rows is not None else ""),
        (_("Data of"), city_day(found.line.data_on) if found.line.data_on else ""),
        (
            _("Used so far"),
            used_of(Used(**dict(zip(WAYS, found.used, strict=True)))) if any(found.used) else "",
        ),
        (_("About persons"), _("yes") if said["about_persons"] else ""),
        (_("Why it was returned or withdrawn"), said["reason"]),
    ]
    return [Fact(name=name, value=value) for name, value in told if value]


def _event(step: Any) -> Event:
    kind = "back" if step.kind in BACK else "act"
    return Event(act=step.label, who=step.who, at=step.at, kind=kind, said=step.opinion, text="")
