"""Parts of account pages."""

from django import template
from django.forms import BoundField, CheckboxInput
from django.utils.safestring import SafeString

from liupan.foundation.identity import demo_sign_in, rules
from liupan.foundation.identity.demo_sign_in import DemoRole

register = template.Library()
register.filter("masked", rules.masked)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The field's control with our classes, without a placeholder: labels stand above."""
    widget = field.field.widget
    widget.attrs.pop("placeholder", None)
    is_tick = isinstance(widget, CheckboxInput)
    kind = "form-check-input" if is_tick else "form-control"
    return field.as_widget(attrs={"class": f"{kind} is-invalid" if field.errors else kind})


@register.filter
def is_tick(field: BoundField) -> bool:
    """Whether the field is a tick box, whose label stands behind it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.simple_tag
def demo_roles() -> list[DemoRole]:
    """Whom one may sign in as by one click; nobody unless this is a demo."""
    return list(demo_sign_in.offered().values())
