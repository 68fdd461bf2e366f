"""Parts of account pages."""

from datetime import datetime

from django import template
from django.forms import BaseForm

from liupan.foundation.identity import demo_sign_in, rules
from liupan.foundation.identity.demo_sign_in import DemoRole
from liupan.kernel import clock

register = template.Library()
register.filter("masked", rules.masked)


@register.filter
def plain(form: BaseForm) -> BaseForm:
    """The form without placeholders: labels stand above the fields."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    return form


@register.filter
def by_city(moment: datetime | None) -> datetime | None:
    """A moment of real time as the city's clock shows it."""
    return moment and moment + clock.offset()


@register.simple_tag
def demo_roles() -> list[DemoRole]:
    """Whom one may sign in as by one click; nobody unless this is a demo."""
    return list(demo_sign_in.offered().values())
