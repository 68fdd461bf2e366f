"""How form widgets look: Django's own templates ask here for their attributes."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import conditional_escape, escape, format_html
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

    Here and not in Django's template of an option: some hundred units to choose from are common,
    and a template for each costs more than the rest of the page.
    """
    groups = (_group(name, options) for name, options, _index in widget["optgroups"])
    return SafeString("".join(groups))


def _group(name: str | None, options: Sequence[Mapping[str, Any]]) -> str:
    inner = SafeString("".join(_option(option) for option in options))
    return format_html('<optgroup label="{}">{}</optgroup>', name, inner) if name else inner


def _option(option: Mapping[str, Any]) -> str:
    attrs = "".join(_attribute(k, v) for k, v in option["attrs"].items() if v is not False)
    value, label = conditional_escape(option["value"]), conditional_escape(option["label"])
    return f'<option value="{value}"{attrs}>{label}</option>'


def widget_checks(widget: Mapping[str, Any]) -> SafeString:
    """The boxes or buttons of a choice, with their groups; drawn here for the same reason."""
    parts: list[str] = []
    for name, options, _index in widget["optgroups"]:
        if name:
            parts.append(format_html('<p class="lp-meta">{}</p>', name))
        parts += [_check(option) for option in options]
    return SafeString("".join(parts))


def _check(option: Mapping[str, Any]) -> str:
    identity, value = option["attrs"].get("id"), option["value"]
    of = _attribute("for", identity) if identity else ""
    said = "" if value is None else _attribute("value", value)
    return (
        f'<label class="form-check"{of}><input type="{option["type"]}"'
        f' name="{escape(option["name"])}"{said}{widget_attrs(option)}>'
        f'<span class="form-check-label">{conditional_escape(option["label"])}</span></label>'
    )


def _attribute(name: str, value: object) -> str:
    if value is True:
        return f" {name}"
    return f' {name}="{conditional_escape(value)}"'


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
