"""Figures that come from units, posts and sign-ins."""

from datetime import date, timedelta

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from liupan.foundation.organisations.models import Appointment, Post, Unit
from liupan.foundation.organisations.queries.days import on_day
from liupan.kernel import clock
from liupan.kernel.figures import Measure, Records, compiled, register


@register
class UnitsOnline(Measure):
    """Share of units that work in the system (机构上线率)."""

    code = "organisations.units_online"
    name = _("Units that work in the system")
    formula = _("units with at least one post-holder who has signed in / all units that act")
    numerator = _("units in which somebody holding a post on the day had signed in before its end")
    denominator = _("units existing on the day: offices, departments, agencies, townships")
    exclusions = _("governments, sections inside units and closed accounts do not count")
    sources = _("units, appointments, first sign-ins")
    public_records = True

    def records(self, day: date) -> Records:
        """One record per unit existing at the end of `day`."""
        end = clock.start_of(day + timedelta(days=1))
        online = Appointment.objects.filter(
            on_day(day),
            on_day(day, "post__"),
            Q(account__closed_at__isnull=True) | Q(account__closed_at__gte=end),
            post__unit=OuterRef("pk"),
            account__first_signed_in_at__lt=end,
        )
        return _units_with(online, day)


@register
class EgovPostsHeld(Measure):
    """Share of units whose e-government contact is in post (电子政务岗位配备率)."""

    code = "organisations.egov_posts_held"
    name = _("E-government posts held")
    formula = _("units with somebody in an e-government post / all units that act")
    numerator = _("units in which somebody holds an e-government post on the day")
    denominator = _("units existing on the day: offices, departments, agencies, townships")
    exclusions = _("governments as such and sections inside units do not count")
    sources = _("units, posts, appointments")
    public_records = True

    def records(self, day: date) -> Records:
        """One record per acting unit existing at the end of `day`."""
        held = Appointment.objects.filter(
            on_day(day),
            on_day(day, "post__"),
            post__unit=OuterRef("pk"),
            post__kind=Post.Kind.CONTACT,
        )
        return _units_with(held, day)


@register
class SecondFactorInUse(Measure):
    """Share of people in post who have a second factor (第二因素启用率)."""

    code = "organisations.second_factor_in_use"
    name = _("Second factor in use")
    formula = _(
        "people in post with a second factor / people in post who have signed in and whose account"
        " is open"
    )
    numerator = _("people in post with an authenticator app or a passkey at the end of the day")
    denominator = _("people in post who had signed in and whose account was open at its end")
    exclusions = _(
        "recovery codes alone are no second factor; who holds several posts counts once, in the"
        " main one"
    )
    sources = _("appointments, accounts, periods of second factors")

    def records(self, day: date) -> Records:
        """One record per person in post at the end of `day`."""
        end = clock.start_of(day + timedelta(days=1))
        lasting = Q(account__factor_periods__ended_at__isnull=True) | Q(
            account__factor_periods__ended_at__gte=end
        )
        kept = Appointment.objects.filter(
            lasting,
            pk=OuterRef("pk"),
            account__factor_periods__begun_at__lt=end,
            account__factor_periods__factor__in=["totp", "webauthn"],
        )
        people = (
            Appointment.objects.filter(
                on_day(day),
                on_day(day, "post__"),
                Q(account__closed_at__isnull=True) | Q(account__closed_at__gte=end),
                account__first_signed_in_at__lt=end,
            )
            .order_by("account_id", "-is_primary", "valid_from", "id")
            .distinct("account_id")
        )
        return compiled(
            people.annotate(
                is_so=Case(When(Exists(kept), then=Value(1)), default=Value(0)), one=Value(1)
            ).values_list("post__unit_id", "account_id", "account__name", "is_so", "one")
        )


def _units_with(found: QuerySet[Appointment], day: date) -> Records:
    units = Unit.objects.filter(on_day(day)).exclude(
        category__in=[Unit.Category.GOVERNMENT, Unit.Category.SECTION]
    )
    return compiled(
        units.order_by()
        .annotate(is_so=Case(When(Exists(found), then=Value(1)), default=Value(0)), one=Value(1))
        .values_list("id", F("id"), "name", "is_so", "one")
    )
