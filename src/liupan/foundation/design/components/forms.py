"""How form widgets look: Django's own templates ask here for their attributes."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

CHECKS = frozenset({"checkbox", "radio"})
PLAIN = frozenset({"hidden", "submit", "image", "range", "color"})


def widget_attrs(widget: Mapping[str, Any]) -> SafeString:
    """A widget's attributes with the classes of its kind.

    A class given in Python comes after ours, so that a form can say how wide a field is.
    """
    attrs = {name: value for name, value in widget["attrs"].items() if value is not False}
    classes = [*_classes(widget, attrs), *str(attrs.pop("class", "")).split()]
    if classes:
        attrs["class"] = " ".join(dict.fromkeys(classes))
    return SafeString("".join(_attribute(name, value) for name, value in attrs.items()))


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
    return f'<optgroup label="{conditional_escape(name)}">{inner}</optgroup>'


def _option(option: Mapping[str, Any]) -> str:
    attrs = "".join(_attribute(k, v) for k, v in option["attrs"].items() if v is not False)
    value, label = conditional_escape(option["value"]), conditional_escape(option["label"])
    return f'<option value="{value}"{attrs}>{label}</option>'


def widget_checks(widget: Mapping[str, Any]) -> SafeString:
    """The boxes or buttons of a choice, with their groups; drawn here for the same reason."""
    parts: list[str] = []
    for name, options, _index in widget["optgroups"]:
        if name:
            parts.append(f'<p class="lp-meta">{conditional_escape(name)}</p>')
        parts += map(_check, options)
    return SafeString("".join(parts))


def _check(option: Mapping[str, Any]) -> str:
    identity, value = option["attrs"].get("id"), option["value"]
    target = _attribute("for", identity) if identity else ""
    valued = "" if value is None else _attribute("value", value)
    kind, name = conditional_escape(option["type"]), conditional_escape(option["name"])
    label = conditional_escape(option["label"])
    return (
        f'<label class="form-check"{target}><input type="{kind}" name="{name}"{valued}'
        f'{widget_attrs(option)}><span class="form-check-label">{label}</span></label>'
    )


def _attribute(name: str, value: object) -> str:
    if value is True:
        return f" {conditional_escape(name)}"
    return f' {conditional_escape(name)}="{conditional_escape(str(value))}"'


def _classes(widget: Mapping[str, Any], attrs: Mapping[str, Any]) -> list[str]:
    kind = widget.get("type")
    if kind in PLAIN or widget.get("is_hidden"):
        return []
    if kind in CHECKS:
        return ["form-check-input"]
    classes = ["form-select" if "optgroups" in widget else "form-control"]
    if attrs.get("aria-invalid") == "true":
        classes.append("is-invalid")
    if kind in ("date", "month", "time", "datetime-local"):
        classes.append("lp-w-date")
    return classes
