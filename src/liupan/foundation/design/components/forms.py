"""How form widgets look: Django's own templates ask here for their attributes."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString

CHECKS = frozenset({"checkbox", "radio"})
PLAIN = frozenset({"hidden", "submit", "image", "range", "color"})


def widget_attrs(widget: Mapping[str, Any]) -> SafeString:
    """A widget's attributes with the classes of its kind.

    A class given in Python comes after ours, so that a form can say how wide a field is.
    """
    return _attributes(
        widget.get("type"),
        bool(widget.get("is_hidden")),
        "optgroups" in widget,
        tuple(
            (name, True if value is True else _text(value))
            for name, value in widget["attrs"].items()
            if value is not False
        ),
    )


@lru_cache(maxsize=8192)
def _attributes(
    kind: str | None, is_hidden: bool, has_choices: bool, given: tuple[tuple[str, str | bool], ...]
) -> SafeString:
    """Written once: the same boxes stand on every list, at each request. Values are escaped."""
    attrs = dict(given)
    classes = [
        *_classes(kind, is_hidden, has_choices, attrs), *str(attrs.pop("class", "")).split()
    ]  # fmt: skip
    if classes:
        attrs["class"] = " ".join(dict.fromkeys(classes))
    written = (f" {n}" if value is True else f' {n}="{value}"' for n, value in attrs.items())
    return SafeString("".join(written))


@lru_cache(maxsize=16384)
def _escaped(text: str) -> str:
    return str(escape(text))


def _text(value: object) -> str:
    """Escaped unless it is safe."""
    text = str(value)
    # A safe text equals the same text unsafe, so it must never be a key of what is kept.
    return text if isinstance(text, SafeString) else _escaped(text)


def widget_options(widget: Mapping[str, Any]) -> SafeString:
    """The options of a choice, with their groups.

    Here and not in Django's template of an option, and put together by hand: some hundred units to
    choose from are common, and a template for each costs more than the rest of the page.
    """
    groups = (_group(name, options) for name, options, _index in widget["optgroups"])
    return SafeString("".join(groups))


def _group(name: str | None, options: Sequence[Mapping[str, Any]]) -> str:
    inner = "".join(map(_option, options))
    if not name:
        return inner
    return f'<optgroup label="{_text(name)}">{inner}</optgroup>'


def _option(option: Mapping[str, Any]) -> str:
    attrs = "".join(_attribute(k, v) for k, v in option["attrs"].items() if v is not False)
    value, label = _text(option["value"]), _text(option["label"])
    return f'<option value="{value}"{attrs}>{label}</option>'


def widget_checks(widget: Mapping[str, Any]) -> SafeString:
    """The boxes or buttons of a choice, with their groups; drawn here for the same reason."""
    parts: list[str] = []
    for name, options, _index in widget["optgroups"]:
        if name:
            parts.append(f'<p class="lp-meta">{_text(name)}</p>')
        parts += map(_check, options)
    return SafeString("".join(parts))


def _check(option: Mapping[str, Any]) -> str:
    identity, value = option["attrs"].get("id"), option["value"]
    target = _attribute("for", identity) if identity else ""
    valued = "" if value is None else _attribute("value", value)
    kind, name, label = _text(option["type"]), _text(option["name"]), _text(option["label"])
    return (
        f'<label class="form-check"{target}><input type="{kind}" name="{name}"{valued}'
        f'{widget_attrs(option)}><span class="form-check-label">{label}</span></label>'
    )


def _attribute(name: str, value: object) -> str:
    if value is True:
        return f" {_text(name)}"
    return f' {_text(name)}="{_text(str(value))}"'


def _classes(
    kind: str | None, is_hidden: bool, has_choices: bool, attrs: Mapping[str, object]
) -> list[str]:
    if kind in PLAIN or is_hidden:
        return []
    if kind in CHECKS:
        return ["form-check-input"]
    classes = ["form-select" if has_choices else "form-control"]
    if attrs.get("aria-invalid") == "true":
        classes.append("is-invalid")
    if kind in ("date", "month", "time", "datetime-local"):
        classes.append("lp-w-date")
    return classes
