"""Figures that come from units, posts and sign-ins."""

from datetime import date, timedelta

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from liupan.foundation.organisations.models import Appointment, Unit
from liupan.kernel import clock
from liupan.kernel.figures import Measure, Records, compiled, register


def _valid(day: date, prefix: str = "") -> Q:
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day})
    )


@register
class UnitsOnline(Measure):
    """Share of units that work in the system (机构上线率)."""

    code = "organisations.units_online"
    name = _("Units that work in the system")
    formula = _("units with at least one post-holder who has signed in / all units")
    numerator = _("units in which somebody holding a post on the day had signed in before its end")
    denominator = _("units existing on the day, without sections inside units")
    exclusions = _("closed accounts do not count")
    sources = _("units, appointments, first sign-ins")
    public_records = True

    def records(self, day: date) -> Records:
        """One record per unit existing at the end of `day`."""
        end = clock.start_of(day + timedelta(days=1))
        online = Appointment.objects.filter(
            _valid(day),
            Q(account__closed_at__isnull=True) | Q(account__closed_at__gte=end),
            post__unit=OuterRef("pk"),
            account__first_signed_in_at__lt=end,
        )
        units = Unit.objects.filter(_valid(day)).exclude(category=Unit.Category.SECTION)
        return compiled(
            units.order_by()
            .annotate(
                is_online=Case(When(Exists(online), then=Value(1)), default=Value(0)),
                one=Value(1),
            )
            .values_list("id", F("id"), "name", "is_online", "one")
        )
