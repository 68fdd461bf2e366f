"""Methods of our dataclasses are compiled when they are first called (docs/adr/0113).

Python 3.11 and 3.12 compile six functions for each frozen dataclass when its module is read; of
the thousand classes that a command reads it calls few. From 3.13 on Python compiles them together,
and this does nothing.
"""

import dataclasses
import sys
from collections.abc import Callable
from types import FunctionType
from typing import Any

OURS = "liupan."
READY = "liupan.kernel.expressions"
"""What runs expressions of strangers compiles nothing while it does."""


def install() -> None:
    """Have methods of dataclasses in our modules wait for their first call."""
    if sys.version_info < (3, 13):
        dataclasses._create_fn = _late(dataclasses._create_fn)  # type: ignore[attr-defined]


def _late(create: Callable[..., FunctionType]) -> Callable[..., Any]:
    def create_fn(name: str, *args: Any, **more: Any) -> Any:
        module = (more.get("globals") or {}).get("__name__", "")
        if not module.startswith(OURS) or module.startswith(READY):
            return create(name, *args, **more)
        return _waiting(name, lambda: create(name, *args, **more))

    return create_fn


def _waiting(name: str, create: Callable[[], FunctionType]) -> Callable[..., Any]:
    """Stands in a class for its method until it is called, and puts the method there then."""
    made: list[FunctionType] = []

    def waiting(self: Any, *args: Any, **more: Any) -> Any:
        if not made:
            made.append(create())
            made[0].__qualname__ = waiting.__qualname__
            for one in type(self).__mro__:
                if one.__dict__.get(name) is waiting:
                    setattr(one, name, made[0])
        return made[0](self, *args, **more)

    waiting.__name__ = name
    return waiting
