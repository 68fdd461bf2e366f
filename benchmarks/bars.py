"""What the figures are held against: the bars of the city's contract with itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

PAGE_MS = 80.0
BOARD_MS = 300.0
BOARDS = ("supervision:board",)
"""Pages that show thousands of things at once: 5,000 open items of 200 units."""

DEMO_S = 15.0
OFFICES = ("supervision", "correspondence", "catalogue", "exchange", "open data")
"""Each may take so many seconds of the demo city, and so may the house with its plan."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One promise: where its figure stands, and how much it may be at most or must be at least."""

    what: str
    path: str
    bound: float
    unit: str
    at_least: bool = False

    def is_met(self, value: float) -> bool:
        """Whether the figure keeps the promise."""
        return value >= self.bound if self.at_least else value <= self.bound


@dataclass(frozen=True, slots=True)
class Verdict:
    """A promise with what was measured; None when it was not."""

    bar: Bar
    value: float | None

    @property
    def word(self) -> str:
        if self.value is None:
            return "not measured"
        return "pass" if self.bar.is_met(self.value) else "FAIL"

    def row(self) -> dict[str, Any]:
        """For the JSON file."""
        return {
            "what": self.bar.what, "measured": self.value, "bar": self.bar.bound,
            "unit": self.bar.unit, "verdict": self.word,
        }  # fmt: skip


BARS = (
    Bar("first start", "start.first_s", 300, "s"),
    Bar("second start", "start.second_s", 10, "s"),
    Bar("demo city, the house and its plan", "start.demo_house_s", DEMO_S, "s"),
    *(
        Bar(f"demo city, {name}", f"start.demo_office_s.{name}", DEMO_S, "s")
        for name in OFFICES
    ),
    Bar("public pages from memory", "pages.saturated, anonymous from memory.per_second", 1000,
        "/s", at_least=True),
    Bar("single things, all together, p95", "pages.single things.p95_ms", PAGE_MS, "ms"),
    Bar("journal: added to an operation, p95", "journal.overhead.added_p95_ms", 1, "ms"),
    Bar("journal: writers that waited for a lock", "journal.writers.lock_waits", 0, ""),
    Bar("journal: 32 writers against one", "journal.writers.gain", 1, "times", at_least=True),
    Bar("journal: verify", "journal.steps.-1.verify_per_s", 50_000, "/s", at_least=True),
    Bar("journal: memory grown by verifying", "journal.steps.-1.verify_grown_mb", 50, "MB"),
    Bar("search, 2 characters, p95", "search.person.two_characters_ms_p95", 60, "ms"),
    Bar("search, 2 characters, anonymous, p95", "search.anonymous.two_characters_ms_p95", 60, "ms"),
    Bar("OFD besides the PDF, four pages", "ofd.added_ms", 200, "ms"),
    Bar("processes: completed steps", "workflow.steps.per_s", 150, "/s", at_least=True),
    Bar("work list, 100 posts among 100,000, p95", "workflow.list.p95_ms", 35, "ms"),
    Bar("work list as a page, the same, 16 users, p95", "worklist.p95_ms", PAGE_MS, "ms"),
    Bar("a million rows: page, p95", "tables.page_sorted.p95_ms", 150, "ms"),
    Bar("a million rows: facet, p95", "tables.facet.p95_ms", 300, "ms"),
    Bar("a million rows: indexed filter, p95", "tables.filter_indexed.p95_ms", 40, "ms"),
    Bar("a million rows: CSV", "tables.csv.s", 10, "s"),
    Bar("a million rows: memory grown by the CSV", "tables.csv.grown_mb", 100, "MB"),
    Bar("100,000 rows: XLSX", "tables.xlsx.s", 15, "s"),
    Bar("open data, a million rows: page, p95", "opendata.rows_sorted.p95_ms", 150, "ms"),
    Bar("open data, a million rows: facet, p95", "opendata.rows_facet.p95_ms", 300, "ms"),
    Bar("open data, a million rows: indexed filter, p95", "opendata.rows_filter_indexed.p95_ms",
        40, "ms"),
    Bar("open data, a million rows: CSV", "opendata.csv.s", 10, "s"),
    Bar("open data, a million rows: memory grown by the CSV", "opendata.csv.grown_mb", 100, "MB"),
    Bar("open data, 100,000 rows: XLSX", "opendata.xlsx_100000.s", 15, "s"),
    Bar("CKAN: datastore_search, p95", "opendata.ckan_rows.p95_ms", 40, "ms"),
    Bar("CKAN: organization_list, p95", "opendata.ckan_organizations.p95_ms", 30, "ms"),
    Bar("catalogue, 470,000 entries, newest first, p95", "catalogue.everybody.newest.p95_ms", 50,
        "ms"),
    Bar("catalogue, the office's, newest first, p95", "catalogue.office.newest.p95_ms", 50, "ms"),
    Bar("catalogue, slowest facets, p95", "catalogue.everybody.facets_worst_p95_ms", 250, "ms"),
    Bar("catalogue, slowest facets, the office's, p95", "catalogue.office.facets_worst_p95_ms",
        250, "ms"),
    Bar("exchange: logged query calls", "exchange.per_second", 300, "/s", at_least=True),
    Bar("message log: added to a call, p95", "exchange_log.record.p95_ms", 2, "ms"),
    Bar("message log, a million: memory grown by linking", "exchange_log.link.grown_mb", 50, "MB"),
    Bar("message log, a million: memory grown by verifying", "exchange_log.verify.grown_mb", 50,
        "MB"),
    Bar("search, recall", "search.person.recall", 1.0, "", at_least=True),
)  # fmt: skip
SLOPE = 2.0
"""How much longer something may take in a journal a hundred times as long."""


def verdicts(results: Mapping[str, Any]) -> Iterator[Verdict]:
    """Every promise, with each page and each slope for itself."""
    pages = results.get("pages", {}).get("pages", {})
    for name, figures in pages.items():
        bound = BOARD_MS if name.startswith(BOARDS) else PAGE_MS
        yield Verdict(Bar(f"{name}, p95", "", bound, "ms"), figures["p95_ms"])
    for name, slope in results.get("journal", {}).get("slopes", {}).items():
        yield Verdict(Bar(f"journal, 100 times as long: {name}", "", SLOPE, "times"), slope)
    for bar in BARS:
        yield Verdict(bar, _at(results, bar.path))


def _at(results: Any, path: str) -> float | None:
    for part in path.split("."):
        try:
            results = results[int(part)] if isinstance(results, list) else results[part]
        except (KeyError, IndexError, TypeError):
            return None
    return float(results)
