"""The living page and its list."""

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from liupan.foundation.design import frames
from liupan.foundation.design.components import marks
from liupan.foundation.design.components.clocks import clock, words
from liupan.foundation.design.entrances import allows_style_attributes, public
from liupan.foundation.design.listing import (
    Batch,
    Column,
    ListPage,
    ListRows,
    Preset,
    Role,
    Rows,
)
from liupan.foundation.design.living import examples
from liupan.foundation.design.living.examples import Item
from liupan.foundation.design.pictures import bars, files
from liupan.kernel.errors import Missing, NotAuthorised, Refusal, StaleVersion


def only_while_building(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Open in development and in a demo city; elsewhere there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (settings.DEBUG or frames.installation().is_demo):
            raise Missing
        return view(request, *args, **kwargs)

    return guarded


@public
@only_while_building
@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    context = {
        "clocks": examples.clocks(),
        "states": [
            ("open", "待签收"), ("run", "办理中"), ("check", "待核验"), ("back", "已退回"),
            ("pause", "暂停"), ("late", "逾期"), ("done", "已销号"),
        ],
        "verdicts": [
            ("run", "按期可达"), ("risk", "有风险"), ("done", "已完成"), ("none", "尚未测得"),
        ],
        "figures": examples.figures(),
        "data": examples.trend(),
        "counties": examples.counties(),
        "hours": examples.hours(),
        "months": examples.months(),
        "live": examples.live(),
        "work_rows": examples.work(),
        "jobs": examples.jobs(),
        "events": examples.events(),
        "tree_rows": examples.tree(),
        "tree_heads": ["任务", "责任单位", "完成"],
        "facts_list": examples.facts(),
        "findings": examples.findings(),
        "process": examples.process(reverse("design:living-model", args=["sending.bpmn"])),
        "form": examples.form(),
        "examples": examples.SENTENCES,
        "sheets": examples.SHEETS,
        "tags": examples.TAGS,
        "glyphs": examples.GLYPHS,
        "swatches": examples.SWATCHES,
        "types": examples.TYPES,
        "failures": ("refusal", "missing", "conflict", "stale"),
        "picture_url": reverse("design:living-picture", args=["x"]).removesuffix(".x"),
        "spark_values": (3, 5, 4, 9, 12, 14, 18, 20, 22, 24),
    }  # fmt: skip
    return render(request, "design/living.html", context)


@public
@only_while_building
def form(request: HttpRequest) -> HttpResponse:
    """The example form, which keeps a draft; sent in, it says what needs correcting."""
    filled = examples.Example(request.POST if request.method == "POST" else None)
    if filled.is_bound and filled.is_valid():
        messages.success(request, _("Nothing was stored: this is an example."))
        return HttpResponseRedirect(reverse("design:living"))
    return render(request, "design/living_form.html", {"form": filled})


@public
@only_while_building
@require_GET
def picture(_request: HttpRequest, kind: str) -> HttpResponse:
    """The example trend as a file."""
    return (
        files.trend_as_svg(examples.trend())
        if kind == "svg"
        else files.trend_as_csv(examples.trend())
    )


MODELS = ("sending.bpmn", "urgency.dmn")


@public
@only_while_building
@require_GET
def model(_request: HttpRequest, name: str) -> HttpResponse:
    """An example process or decision as it lies in its file."""
    if name not in MODELS:
        raise Missing
    return HttpResponse((Path(__file__).parent / name).read_bytes(), content_type="application/xml")


@allows_style_attributes(reason="bpmn.io's editors write style attributes into their menus")
@public
@only_while_building
@require_GET
def designer(request: HttpRequest, name: str) -> HttpResponse:
    """The designer with an example that is stored nowhere."""
    if name not in MODELS:
        raise Missing
    context = {"designer": examples.designer(name, reverse("design:living-model", args=[name])),
               "is_process": name.endswith(".bpmn")}  # fmt: skip
    return render(request, "design/living_designer.html", context)


class Choices(forms.Form):
    """What can be chosen in the example list."""

    q = forms.CharField(label="关键词", required=False)
    state = forms.MultipleChoiceField(
        label="状态",
        required=False,
        choices=examples.STATES,
    )
    origin = forms.ChoiceField(
        label="来源", required=False, choices=[(name, name) for name in examples.ORIGINS]
    )
    until = forms.DateField(label="到期不晚于", required=False)


def _title(item: Item) -> marks.Text:
    if not item.sheet:
        return item.title
    return format_html("{} {}", item.title, marks.sheet(item.sheet, item.sheet_label))


class Items(ListPage[Item]):
    """The example list."""

    key = "design.items"
    title = "督办事项"
    search_hint = "编号、事项、单位"
    default_sort = "due"
    presets = (Preset("待核验", "state=check"), Preset("规划任务", "origin=规划任务"))
    columns = (
        Column[Item](key="number", label="编号", value=lambda i: i.number, role=Role.NUMBER),
        Column[Item](key="title", label="事项", value=lambda i: i.title, cell=_title, sort="title",
                     role=Role.TITLE, url=lambda _item: "#list"),
        Column[Item](key="origin", label="来源", value=lambda i: i.origin, role=Role.ORIGIN),
        Column[Item](key="unit", label="牵头单位", value=lambda i: i.unit, sort="unit",
                     role=Role.UNIT),
        Column[Item](key="due", label="时限", value=lambda i: i.due, sort="due", role=Role.DUE),
        Column[Item](key="clock", label="时钟", value=lambda i: words(i.clock),
                     cell=lambda i: clock(i.clock), role=Role.CLOCK),
        Column[Item](key="done", label="完成度", value=lambda i: i.done, sort="done",
                     cell=lambda i: bars.barcell(i.done), role=Role.BAR),
        Column[Item](key="state", label="状态", value=lambda i: i.state_label,
                     cell=lambda i: marks.state(i.state, i.state_label), role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> Rows[Item]:
        tests = {
            "q": lambda item, values: values[0] in f"{item.number}{item.title}{item.unit}",
            "state": lambda item, values: item.state in values,
            "origin": lambda item, values: item.origin in values,
            "until": lambda item, values: item.due.isoformat() <= values[0],
        }
        return ListRows(examples.items(), Choices, tests)

    def line(self) -> Sequence[marks.Text]:
        return ("演示列表", "内容均为虚构")

    def batches(self) -> Sequence[Batch]:
        return (Batch("催办", "?", "bell"), Batch("移交", "?", "out"))


items = public(only_while_building(Items.as_view()))


@public
@only_while_building
@require_GET
def failure(_request: HttpRequest, kind: str) -> HttpResponse:
    """Each page that says why not."""
    match kind:
        case "refusal":
            raise NotAuthorised(
                "不能由您核验这份报送：报送人是您本人", next_step="可以核验的有：田慧、苏文斌。"
            )
        case "stale":
            theirs = {"title": "市级互联网统一出口建设（二期）", "due": "2017-12-08", "version": 4}
            raise StaleVersion(theirs=theirs, labels={"title": "事项名称", "due": "时限"})
        case "conflict":
            raise Refusal("这件事项已经销号", next_step="需要重新办理的，请新立一项。")
        case "broken":
            raise ZeroDivisionError
        case _:
            raise Missing
