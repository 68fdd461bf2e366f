"""What a test registers is forgotten when it ends, so that no test depends on the one before it.

These registries are full once Django is set up. Facts, operations, entries of the menu and kinds
of notices are not among them: they come with modules that are imported later.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

REGISTRIES = {
    "liupan.kernel.authority": ("_permissions",),
    "liupan.kernel.background": ("_chores",),
    "liupan.kernel.figures": ("_measures",),
    "liupan.kernel.guarding": ("_labels", "_leaving"),
    "liupan.kernel.transfers": ("_tables",),
    "liupan.kernel.work": ("_sources",),
    "liupan.foundation.access.built_in": ("_roles", "_permits"),
    "liupan.foundation.documents.guarding": ("_guards",),
    "liupan.foundation.identity.demo_sign_in": ("_roles",),
    "liupan.foundation.jobs.registry": ("_jobs", "_tasks"),
    "liupan.foundation.journal.hearing": ("_hearers",),
    "liupan.foundation.organisations.guards": ("_guards",),
    "liupan.foundation.search.registry": ("_sources",),
    "liupan.foundation.workflow.registry": ("_describers", "_rules", "_services"),
}


@contextmanager
def restored() -> Iterator[None]:
    """Afterwards every registry holds what it held before."""
    held: list[dict[Any, Any]] = [
        getattr(import_module(module), name)
        for module, names in REGISTRIES.items()
        for name in names
    ]
    before = [dict(registry) for registry in held]
    yield
    for registry, was in zip(held, before, strict=True):
        if registry != was:
            registry.clear()
            registry.update(was)
