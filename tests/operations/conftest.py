"""Installations for the tests of starting, stopping, killing and saving."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.machinery.installations import Installation, copy_home, installed_home

Make = Callable[..., Installation]


@pytest.fixture
def make() -> Iterator[Make]:
    """Makes installations from the installed home (or empty ones); kills what is left of them."""
    folder = Path(tempfile.mkdtemp(prefix="liupan-六盘 ", dir="/tmp"))
    made: list[Installation] = []

    def new(
        name: str = "home", *, is_empty: bool = False, source: Path | None = None,
        **settings: object,
    ) -> Installation:  # fmt: skip
        home = folder / name
        if not is_empty:
            copy_home(source or installed_home(), home)
        made.append(Installation(home, **settings))
        return made[-1]

    yield new
    for installation in made:
        installation.kill_everything()
    shutil.rmtree(folder)


@pytest.fixture
def liupan(make: Make) -> Installation:
    """An installation that has everything and does not run."""
    return make()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole installations start here several times in a test; give them time on a busy machine."""
    for item in items:
        if item.path.parent == Path(__file__).parent and item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.timeout(1500))


as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
