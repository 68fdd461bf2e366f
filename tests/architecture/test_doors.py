"""What imports cannot show: arrows of foreign keys, doors that hand out data, permissions that are
one each. That every address has a mark: tests/permissions."""

import inspect
import typing
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey, Model, QuerySet
from django.urls import URLResolver, get_resolver

from liupan.kernel import authority
from liupan.kernel.authority import Duty

ORDER = [f"liupan.foundation.{name}" for name in settings.FOUNDATION]
ARROWS = {
    "exchange": {"catalogue"},
    "opendata": {"catalogue"},
    "services": {"powers"},
    "applications": {"catalogue", "powers"},
    "cloud": {"applications"},
    "migration": {"applications", "cloud"},
    "supervision": {"plan"},
}
"""House.md section 2: which capability stands on which."""
EXPRESSIONS = {
    "liupan.foundation.access.facade.asked_by",
    "liupan.foundation.access.facade.rows",
    "liupan.foundation.organisations.facade.units_below",
}
"""The doors that hand out query expressions (docs/adr/0007): rights are one indexed join; or take a
function that builds a read of the caller's own rows (docs/adr/0120)."""


def _relations() -> Iterator[tuple[str, str, str]]:
    for model in apps.get_models():
        app = model._meta.app_config
        for field in model._meta.get_fields():
            if app.name in settings.LIUPAN_APPS and isinstance(field, ForeignKey):
                target = field.related_model._meta.app_config.name
                yield f"{model._meta.label}.{field.name}", app.name, target


def _points_down(source: str, target: str) -> bool:
    if source == target:
        return True
    if source in ORDER:
        return target in ORDER and ORDER.index(target) < ORDER.index(source)
    if target in ORDER:
        return True
    name, other = source.rpartition(".")[2], target.rpartition(".")[2]
    return other in ARROWS.get(name, set())


def test_foreign_keys_point_down_or_along_the_arrows() -> None:
    relations = list(_relations())
    assert len(relations) > 10
    wrong = [
        label
        for label, source, target in relations
        if target in settings.LIUPAN_APPS and not _points_down(source, target)
    ]
    assert wrong == []


def _facades() -> Iterator[ModuleType]:
    for app in settings.LIUPAN_APPS:
        if find_spec(f"{app}.facade"):
            yield import_module(f"{app}.facade")


def _mentioned(hint: object) -> Iterator[type]:
    if isinstance(hint, type):
        yield hint
    origin = typing.get_origin(hint)
    if isinstance(origin, type):
        yield origin
    for part in typing.get_args(hint):
        yield from _mentioned(part)


@pytest.mark.parametrize("facade", list(_facades()), ids=lambda m: m.__name__.split(".")[-2])
def test_a_facade_hands_out_data_only(facade: ModuleType) -> None:
    wrong = []
    for name in facade.__all__:
        door = getattr(facade, name)
        if not inspect.isfunction(door) or f"{facade.__name__}.{name}" in EXPRESSIONS:
            continue
        for where, hint in typing.get_type_hints(inspect.unwrap(door)).items():
            if any(issubclass(kind, (Model, QuerySet)) for kind in _mentioned(hint)):
                wrong.append(f"{name}: {where}")
    assert wrong == []


def test_permission_codes_are_one_each_and_name_their_office() -> None:
    rooms = {app.rpartition(".")[2] for app in settings.LIUPAN_APPS}
    declared = authority.permissions()
    assert len(declared) > 10
    for code, permission in declared.items():
        office, _thing, _act = code.split(".")
        assert office in {*rooms, "test", "trials"}, code  # modules of tests declare theirs
        assert str(permission.label).strip(), code
        assert isinstance(permission.duty, Duty)


def test_declaring_a_permission_twice_is_refused() -> None:
    code = next(iter(authority.permissions()))
    with pytest.raises(ValueError, match=code):
        authority.declare(code, "twice")


JOB = "jobs.start_job"
"""Acts for the job's owner, and takes name and arguments in front."""


def test_operations_take_actor_and_now_by_name() -> None:
    from liupan.foundation.journal.facade import operations

    assert len(operations()) > 30
    for name, operation in operations().items():
        parameters = inspect.signature(operation.function).parameters
        assert {"owner" if name == JOB else "actor", "now"} <= set(parameters), name
        by_name = [p for p in parameters.values() if p.kind is p.KEYWORD_ONLY]
        assert name == JOB or len(by_name) == len(parameters), name


def test_every_name_of_an_address_is_given_once() -> None:
    """A second of the same name would take the place of the first, wherever it is reversed."""
    names = Counter(_names(get_resolver(), ""))
    assert not [name for name, count in names.items() if count > 1]


def _names(resolver: URLResolver, within: str) -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _names(one, f"{within}{one.namespace}:" if one.namespace else within)
        elif one.name:
            yield f"{within}{one.name}"
