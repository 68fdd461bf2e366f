"""Which worker runs which tests and when, and at the end where the time went.

A worker takes a whole module, so that what its tests share is built once, and the long ones come
first, so that no worker is left alone with one at the end. One worker walks all the journeys:
they share a running city, which ends with them.
"""

from collections import Counter
from typing import Any

import pytest

LONG = (
    "tests/journeys/",
    "tests/operations/",
    "tests/architecture/",
    "tests/api/",
    "tests/tools/test_benchmarks.py",
    "tests/permissions/",
    "tests/city/",
    "src/liupan/foundation/design/tests/test_in_browser.py",
    "src/liupan/foundation/jobs/tests/",
    "src/liupan/foundation/workflow/tests/test_invariants.py",
    "src/liupan/foundation/journal/tests/",
    "src/liupan/capabilities/",
)
"""The longest first, as the table at the end of a run shows them."""
SHOWN, WORTH = 20, 60.0
"""So many modules are shown, when all tests together took that many seconds."""

_seconds: Counter[str] = Counter()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long ones first; those of one module stay together."""
    items.sort(key=lambda item: _place(item.nodeid))


def _place(nodeid: str) -> int:
    return next((n for n, long in enumerate(LONG) if nodeid.startswith(long)), len(LONG))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """`--dist loadfile`, with the journeys as if they were one file."""
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class Modules(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return LONG[0] if nodeid.startswith(LONG[0]) else super()._split_scope(nodeid)

    config.option.loadscopereorder = False  # our own order stays
    return Modules(config, log)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """What a module's tests took, with all that was built for them."""
    _seconds[report.nodeid.partition("::")[0]] += report.duration  # type: ignore[assignment]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The slowest modules of a long run."""
    if (total := sum(_seconds.values())) >= WORTH:
        terminalreporter.section(f"slowest modules, seconds of {total:.0f}")
        for module, seconds in _seconds.most_common(SHOWN):
            terminalreporter.write_line(f"{seconds:6.0f}  {module}")
