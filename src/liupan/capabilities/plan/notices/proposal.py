"""What a notice proposes: head, sections, targets, key tasks, each with its place in the text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from liupan.capabilities.plan.notices import flattened, structured, tables
from liupan.capabilities.plan.notices.figures import deadline_in, figures_in, span_of_years
from liupan.capabilities.plan.notices.head import Citation, Head, head_of
from liupan.capabilities.plan.notices.source import Piece, Span, is_flattened, tidy, with_wide_marks
from liupan.capabilities.plan.notices.units import responsible_in, without_brackets
from liupan.capabilities.plan.notices.words import EXHORTATIONS, GOALS, OPENERS, PREAMBLES, VERBS

_DIRECTIONS = {
    "decreasing": re.compile(r"(?:基本)?(?:消除|降低|减少|压减|压缩)(?P<what>[^，。；]{4,30})"),
    "increasing": re.compile(
        r"(?:提高|增加|扩大|提升)(?P<what>[^，。；]{2,30}?(?:(?<!效)率|比例|比重|占比|覆盖面))"
    ),
}
_FULL = re.compile(r"(?P<what>[^，。；]{2,30}?)(?:实现|达到)?(?:全覆盖|全部覆盖)")
_MOSTLY = re.compile(r"(?P<what>[^，。；]{4,30})基本(?:实现|建成)")
_YEARS_TIME = re.compile(
    r"(?:利用|用|力争|在)?(?:\d|[一二两三四五六七八九十])至?\d?个?年(?:左右)?(?:的?时间|内)"
)
_DONE = re.compile(r"(?:实现|完成|建成|达到|全覆盖|覆盖)")
_SUBJECT_ACTS = re.compile(rf"^(?:市|县|区|各)[一-龥]{{1,12}}?(?:{VERBS})[一-龥]{{2,}}")
_OF_THE_HEAD = re.compile(
    r"^附件|[：:]$|^[^，。]*关于[^，。]*(?:通知|意见|方案|计划|规划|办法|规定|函|决定|要点)$"
)
"""Title, addressee, annex: paragraphs of a notice without numbered parts that ask for nothing."""
_ONLY_BY = re.compile(
    r"^[\d年月日底末前之以内上半下季度一二三四]{2,16}(?:落实|完成|实施|见效)(?:到位)?$"
)
NAME_LONGEST = 36


@dataclass(frozen=True, slots=True)
class ProposedSection:
    """A section (章节) with its heading."""

    numeral: str
    title: str
    span: Span


@dataclass(frozen=True, slots=True)
class ProposedTarget:
    """A target (目标). Without a number it is a direction or something to be done by a day."""

    name: str
    comparison: str
    figure: Decimal | None
    unit: str
    unit_inferred: bool
    deadline: date | None
    section: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class ProposedTask:
    """A key task (重点任务): one matter, who is named for it, the clause it comes from."""

    name: str
    text: str
    section: str
    clause: str
    lead: str | None
    assisting: tuple[str, ...]
    due_on: date | None
    span: Span


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything proposed, and the text that the places refer to."""

    text: str
    title: str | None
    issuer: str | None
    number: str | None
    issued_on: date | None
    ends_on: date | None
    cites: tuple[Citation, ...]
    sections: tuple[ProposedSection, ...]
    targets: tuple[ProposedTarget, ...]
    tasks: tuple[ProposedTask, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter of either kind of notice."""

    text: str
    core: str
    span: Span
    section: str
    clause: str
    is_goal: bool


def propose(raw: str, *, units: Sequence[str] = ()) -> Proposal:
    """Read a notice. `units`: full names of units that the house knows.

    Returns a proposal; nothing of it is a fact until a person has confirmed it.
    """
    text = tidy(raw)
    if is_flattened(text):
        sections, matters = _flattened(text)
    else:
        text = with_wide_marks(text)
        sections, matters = _structured(text)
        matters = _with_tables(matters, text)
    head = head_of(text)
    term = _term(matters, text, head)
    targets = _without_twins(_all_targets(matters, head.issued_on, term))
    tasks = [_task(m, head.issued_on, units) for m in matters if _is_task(m)]
    return Proposal(
        text=text,
        title=head.title,
        issuer=head.issuer,
        number=head.number,
        issued_on=head.issued_on,
        ends_on=term,
        cites=head.cites,
        sections=tuple(sections),
        targets=tuple(targets),
        tasks=tuple(tasks),
    )


# --- Both kinds of notice become matters ---------------------------------------------------------
def _flattened(text: str) -> tuple[list[ProposedSection], list[Matter]]:
    sections: list[ProposedSection] = []
    matters: list[Matter] = []
    for part in flattened.parts_of(text):
        if part.heading is None:
            continue
        title = part.heading.text
        sections.append(ProposedSection(part.numeral, title, part.heading.span))
        is_goal = bool(GOALS.search(title))
        for clause, matter in part.matters:
            matters.append(Matter(matter.text, matter.name, matter.span, title, clause, is_goal))
    return sections, matters


def _structured(text: str) -> tuple[list[ProposedSection], list[Matter]]:
    nodes = structured.nodes_of(text)
    top = min((n.level for n in nodes if n.level >= 0), default=-1)
    sections: list[ProposedSection] = []
    matters: list[Matter] = []
    section = ""
    if any(structured.is_article(n) and n.level == top for n in nodes):
        return sections, [m for n in nodes if n.level >= 0 for m in _articles(n)]
    for node in nodes:
        if node.level == top and _says_its_matter(node):
            assert node.heading
            matters += _item(node.heading.text, [node.heading], [], "", "")
            continue
        if node.level == top and node.level >= 0:
            section = node.heading.text if node.heading else node.number
            span = node.heading.span if node.heading else node.span
            sections.append(ProposedSection(node.number, section, span))
        if node.level >= 0 or (not sections and len(nodes) == 1):
            matters += _matters_of(node, section)
    return sections, matters


def _says_its_matter(node: structured.Node) -> bool:
    """A numbered sentence with nothing below it is a matter, no heading: 1、请各单位于…前报送。"""
    if node.level < 0 or not node.is_leaf or node.paragraphs or node.heading is None:
        return False
    return "，" in node.heading.text and len(node.heading.text) > 15


def _articles(node: structured.Node) -> Iterator[Matter]:
    """An article is a matter; where it holds numbered parts, these are."""
    if node.is_leaf:
        pieces = [*([node.heading] if node.heading else []), *node.sentences]
        title = pieces[0].text if pieces else ""
        if pieces:
            yield from _item(title, pieces, pieces[1:], "", node.path[-1] if node.path else "")


def _with_tables(matters: list[Matter], text: str) -> list[Matter]:
    """Tasks of tables beside those of the text; what both hold is the table's, with its units."""
    rows = tables.rows_of(text)
    if not rows:
        return matters
    said = {_letters(row.task) for row in rows}
    own = [(m, _letters(without_brackets(m.core))) for m in matters]
    kept = [m for m, core in own if m.is_goal or not _is_among(core, said)]
    return [*kept, *map(_of_row, rows)]


def _is_among(core: str, said: set[str]) -> bool:
    return any(core and (core in other or other in core) for other in said)


def _letters(words: str) -> str:
    return re.sub(r"\W", "", words)


def _of_row(row: tables.Row) -> Matter:
    text = row.task.rstrip("。；")
    if row.result:
        text += f"。{row.result.rstrip('。；')}"
    if re.search(r"\d{4}年|\d月|年底|年内|季度|十.五", row.limit):
        text += f"，{row.limit}" + ("" if row.limit.endswith("完成") else "完成")
    who = [("牵头单位", row.lead), ("责任单位", row.units)]
    named = "；".join(f"{name}：{units}" for name, units in who if units)
    text += f"（{named}）" if named else ""
    return Matter(text, _core(row.task), row.span, "", row.group, False)


def _matters_of(node: structured.Node, section: str) -> Iterator[Matter]:
    title = node.heading.text if node.heading else ""
    names = [section, title, *node.path]
    if any(PREAMBLES.search(n) and not GOALS.search(n) for n in names):
        return
    if any(GOALS.search(n) for n in names):
        is_own = node.heading and node.is_leaf and title != section
        for piece in [*([node.heading] if node.heading and is_own else []), *node.sentences]:
            yield Matter(piece.text, _core(piece.text), piece.span, section, "", True)
    elif not node.is_leaf or not title or title == section:
        for paragraph in node.paragraphs:
            if node.level < 0 and _OF_THE_HEAD.search(paragraph[-1].text):
                continue
            if not node.is_leaf and paragraph[-1].text.endswith("："):
                continue  # it only leads to its parts
            yield from _item(paragraph[0].text, paragraph, paragraph[1:], section, "")
    else:
        assert node.heading
        clause = node.path[-1] if len(node.path) > 1 else ""
        yield from _item(title, [node.heading, *node.sentences], node.sentences, section, clause)


def _item(
    title: str,
    pieces: Sequence[Piece],
    bodies: Sequence[Piece],
    section: str,
    clause: str,
) -> Iterator[Matter]:
    """A numbered item or a paragraph is one matter, unless each of its sentences has its own
    responsible unit or it is so long that it holds several."""
    owned = [p for p in bodies if responsible_in_brackets(p.text)]
    size = sum(len(p.text) for p in bodies)
    acting = [p for p in bodies if OPENERS.match(_core(p.text))]
    if len(owned) > 1 or (size > structured.BODY_LONGEST and len(acting) > 1 and not owned):
        for group in _groups(bodies, by_owner=len(owned) > 1):
            text = "".join(p.text for p in group)
            yield Matter(text, _core(group[0].text), _span(group), section, title, False)
        return
    stop = "" if not bodies or title[-1] in "。；：" else "。"
    text = title + stop + "".join(p.text for p in bodies)
    yield Matter(text, _core(title), _span(pieces), section, clause, False)


def responsible_in_brackets(words: str) -> bool:
    """Whether a sentence says in brackets who is responsible for it."""
    return without_brackets(words) != words.strip()


def _groups(pieces: Sequence[Piece], *, by_owner: bool) -> Iterator[list[Piece]]:
    group: list[Piece] = []
    for piece in pieces:
        starts = not by_owner and group and OPENERS.match(_core(piece.text))
        if starts:
            yield group
            group = []
        group.append(piece)
        if by_owner and responsible_in_brackets(piece.text):
            yield group
            group = []
    if group:
        yield group


def _span(pieces: Sequence[Piece]) -> Span:
    return Span(pieces[0].span.start, pieces[-1].span.end)


def _core(words: str) -> str:
    """The sentence's own action: without brackets, enumeration and what only says by what means."""
    words = without_brackets(words).strip("。；，：; ")
    words = re.sub(r"^[一二三四五六七八九十]是(?:要)?", "", words)
    parts = re.split(r"，", words)
    if _SUBJECT_ACTS.match(parts[0]):
        return parts[0]
    for part in parts:
        if OPENERS.match(part) and not _ONLY_BY.match(part):
            return part
    return parts[0]


# --- Targets ------------------------------------------------------------------------------------
def _all_targets(
    matters: Sequence[Matter], issued_on: date | None, term: date | None
) -> Iterator[ProposedTarget]:
    """Targets in order; a goal without a subject speaks of what the one before spoke of."""
    before = ""
    for matter in matters:
        for target in _targets(matter, issued_on, term, before if matter.is_goal else ""):
            before = target.name
            yield target


def _targets(
    matter: Matter, issued_on: date | None, term: date | None, before: str
) -> Iterator[ProposedTarget]:
    words = matter.text
    base = matter.span.start
    found = list(figures_in(words, before=before))
    own = deadline_in(words, issued_on=issued_on)
    for figure in found:
        part = _part_around(words, figure.span)
        yield ProposedTarget(
            name=figure.name,
            comparison=figure.comparison,
            figure=figure.figure,
            unit=figure.unit,
            unit_inferred=figure.unit_inferred,
            deadline=deadline_in(part, issued_on=issued_on) or own or term,
            section=matter.section,
            text=part,
            span=matter.span
            if len(found) == 1 and len(words) < 90
            else _place(figure.span, base, matter.span),
        )
    if found:
        return
    yield from _without_number(matter, own, term)


def _place(inner: Span, base: int, whole: Span) -> Span:
    """A place inside the matter; the whole matter where marks that were put back shift it."""
    start, end = base + max(0, inner.start - 20), base + inner.end
    return Span(max(whole.start, start), min(whole.end, end))


def _without_number(
    matter: Matter, own: date | None, term: date | None
) -> Iterator[ProposedTarget]:
    """Directions in the goals, full coverage, what must be done by a named day or in some years."""
    if matter.is_goal and (span := span_of_years(matter.text)):
        name = _shortened(_within_span(matter.text) or matter.core.split("，")[-1])
        yield replace(_plain(matter, "<=", name, own or term), figure=Decimal(span), unit="年")
        return
    if match := _FULL.search(matter.text):
        name = re.sub(r"^(?:全面)?实现", "", match["what"])
        plain = _plain(matter, ">=", f"{name}覆盖率", own or term)
        yield replace(plain, figure=Decimal(100), unit="%", unit_inferred=True)
        return
    if own and _DONE.search(matter.text) and (matter.is_goal or len(matter.text) <= 60):
        yield _plain(matter, "done_by", _shortened(matter.core), own)
        return
    if not matter.is_goal:
        return
    for comparison, pattern in _DIRECTIONS.items():
        if match := pattern.search(matter.text):
            yield _plain(matter, comparison, match["what"], own or term)
            return
    if match := _MOSTLY.search(matter.text):
        yield _plain(matter, "done_by", match["what"], own or term)


def _within_span(words: str) -> str:
    """What is to be done in some years: the words behind `用三年时间`."""
    parts = re.split(r"[，。；]", words)
    for part, following in pairwise(parts):
        if match := _YEARS_TIME.search(part):
            return part[match.end() :] or following
    return ""


def _plain(matter: Matter, comparison: str, name: str, deadline: date | None) -> ProposedTarget:
    return ProposedTarget(
        name, comparison, None, "", False, deadline, matter.section, matter.text, matter.span
    )


def _part_around(words: str, span: Span) -> str:
    start = max((words.rfind(mark, 0, span.start) for mark in "。；"), default=-1) + 1
    ends = [at for mark in "。；" if (at := words.find(mark, span.end)) >= 0]
    return words[start : min(ends, default=len(words))].strip()


def _without_twins(targets: Iterator[ProposedTarget]) -> list[ProposedTarget]:
    """A figure said twice, in the goals and again below, is one target: the first."""
    found: dict[tuple[str, Decimal | None, str], ProposedTarget] = {}
    for target in targets:
        found.setdefault((target.name, target.figure, target.unit), target)
    return list(found.values())


def _term(matters: Sequence[Matter], text: str, head: Head) -> date | None:
    """Until when the whole notice runs: what its goals say, else the latest year in its title."""
    goals = [
        d
        for m in matters
        if m.is_goal
        for d in [deadline_in(m.text, issued_on=head.issued_on)]
        if d
    ]
    if goals:
        return max(goals)
    years = re.findall(
        r"20\d\d(?=[—\-–至到]+20\d\d年)|(?<=[—\-–至到])20\d\d(?=年)", head.title or text[:200]
    )
    years += re.findall(r"(20\d\d)年(?=政府工作报告|重点|工作|度)", head.title or "")
    return date(int(max(years)), 12, 31) if years else None


# --- Tasks --------------------------------------------------------------------------------------
def _is_task(matter: Matter) -> bool:
    if len(matter.text) < 6 or EXHORTATIONS.search(matter.core):
        return False
    return not matter.is_goal or _is_goal_task(matter)


def _is_goal_task(matter: Matter) -> bool:
    """In the goals, what is to be done without a number is a task too."""
    if any(True for _ in figures_in(matter.text)) or _within_span(matter.text):
        return False
    is_direction = re.search(r"基本消除|支出$|比例$|目标", matter.core)
    return bool(OPENERS.match(matter.core)) and not is_direction


def _task(matter: Matter, issued_on: date | None, units: Sequence[str]) -> ProposedTask:
    responsible = responsible_in(matter.text, units)
    return ProposedTask(
        name=_shortened(without_brackets(matter.core)),
        text=without_brackets(matter.text),
        section=matter.section,
        clause=matter.clause,
        lead=responsible.lead,
        assisting=responsible.assisting,
        due_on=deadline_in(matter.text, issued_on=issued_on),
        span=matter.span,
    )


def _shortened(words: str) -> str:
    """A name of bearable length that ends with a whole word group."""
    words = re.sub(r"^(?:要|并|应|须)", "", words.strip("。；，：; "))
    if len(words) <= NAME_LONGEST:
        return words
    for mark in ("，", "、"):
        cut = words[:NAME_LONGEST].rfind(mark)
        if cut >= 8 and mark == "，" and words[cut - 1] != "时":
            return words[:cut]
    return words
