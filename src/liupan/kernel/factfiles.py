"""Reads the fact files that the project ships (YAML, CSV) into frozen dataclasses, strictly.

A fact file is written by people: an unknown or missing field, a repeated key, a wrong type is
refused with the file's name and the place. A dataclass may check more in `__post_init__`.
"""

import csv
from dataclasses import fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError

STRICT = ConfigDict(extra="forbid", str_min_length=1)
"""Put on a fact's dataclass as `__pydantic_config__`: no unknown field, no empty text."""

T = TypeVar("T")


class Sureness(StrEnum):
    """How sure a fact is (把握程度)."""

    READ = "V"  # read at the named source
    SECOND_HAND = "S"  # reprinted, translated or quoted
    COMMON = "K"  # common knowledge or this project's own default; administrators may change it


class BadFactFile(Exception):
    """A shipped fact file does not say what it must."""


class _Loader(yaml.CSafeLoader):
    """YAML without repeated keys, read by libyaml: written in Python it takes ten times as long."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node)
            if key in seen:
                raise BadFactFile(f"{key!r} stands twice{key_node.start_mark}")
            seen.add(key)
        return super().construct_mapping(node, deep)


def read_yaml(path: Path, shape: type[T]) -> T:
    """The file as one `shape`. Raises `BadFactFile` naming file and place."""
    return _build(parse_yaml(path.read_text(encoding="utf-8"), path.name), shape, path.name)


def parse_yaml(text: str, name: str) -> object:
    """YAML (or JSON) from people, without repeated keys. Raises `BadFactFile`."""
    try:
        parsed: object = yaml.load(text, _Loader)  # noqa: S506 — a safe loader
    except yaml.YAMLError as error:
        raise BadFactFile(f"{name}: {error}") from error
    return parsed


def read_csv(path: Path, shape: type[T]) -> tuple[T, ...]:
    """The rows as `shape`s; columns must be exactly the fields; an empty cell is `None`."""
    expected = [f.name for f in fields(shape)]  # type: ignore[arg-type]
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if list(reader.fieldnames or []) != expected:
            raise BadFactFile(f"{path.name}: columns are {reader.fieldnames}, not {expected}")
        return tuple(
            _build({k: v or None for k, v in row.items()}, shape, f"{path.name}:{line}")
            for line, row in enumerate(reader, start=2)
        )


def once(values: list[str], what: str) -> set[str]:
    """The values as a set; raises `ValueError` when one stands twice."""
    twice = sorted({v for v in values if values.count(v) > 1})
    if twice:
        raise ValueError(f"{what} stand twice: {', '.join(twice)}")
    return set(values)


def known(values: list[str], among: set[str], what: str) -> None:
    """Raises `ValueError` when a value is not among the known ones."""
    strangers = sorted(set(values) - among)
    if strangers:
        raise ValueError(f"{what} unknown: {', '.join(strangers)}")


def _build(raw: object, shape: type[T], where: str) -> T:
    try:
        found: T = _adapter(shape).validate_python(raw)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadFactFile(f"{where} {place}: {first['msg']}") from error
    return found


@cache
def _adapter(shape: type[Any]) -> TypeAdapter[Any]:
    """Making one takes as long as a hundred rows."""
    return TypeAdapter(shape)
