"""Figures that come from units, posts and sign-ins."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext
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
        online = _held(day).filter(post__unit=OuterRef("pk"), account__first_signed_in_at__lt=end)
        return _units_with(online, day)

    def reasons(self, day: date, record_ids: Collection[UUID]) -> dict[UUID, str]:
        """Whether nobody is in post, or nobody in post has ever signed in."""
        held = _held(day).values("post__unit")
        return {
            unit_id: gettext("Nobody in post has signed in yet.")
            if is_held
            else gettext("Nobody is in post.")
            for unit_id, is_held in _units_told_apart(record_ids, Q(id__in=held))
        }


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

    def reasons(self, day: date, record_ids: Collection[UUID]) -> dict[UUID, str]:
        """Whether there is no e-government post, or nobody holds it."""
        posts = Post.objects.filter(on_day(day), kind=Post.Kind.CONTACT).values("unit")
        return {
            unit_id: gettext("The e-government post is vacant.")
            if has_post
            else gettext("There is no e-government post.")
            for unit_id, has_post in _units_told_apart(record_ids, Q(id__in=posts))
        }


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
            account__factor_periods__begun_at__lt=end,
            account__factor_periods__factor__in=["totp", "webauthn"],
        ).values("account_id")
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
                is_so=Case(When(account_id__in=kept, then=Value(1)), default=Value(0)),
                one=Value(1),
            ).values_list("post__unit_id", "account_id", "account__name", "is_so", "one")
        )


def _held(day: date) -> QuerySet[Appointment]:
    """Posts that open accounts hold at the end of `day`."""
    end = clock.start_of(day + timedelta(days=1))
    return Appointment.objects.filter(
        on_day(day),
        on_day(day, "post__"),
        Q(account__closed_at__isnull=True) | Q(account__closed_at__gte=end),
    )


def _units_told_apart(ids: Collection[UUID], so: Q) -> Iterator[tuple[UUID, bool]]:
    told = Case(When(so, then=Value(True)), default=Value(False))
    yield from Unit.objects.filter(id__in=ids).annotate(is_so=told).values_list("id", "is_so")


def _units_with(found: QuerySet[Appointment], day: date) -> Records:
    units = Unit.objects.filter(on_day(day)).exclude(
        category__in=[Unit.Category.GOVERNMENT, Unit.Category.SECTION]
    )
    return compiled(
        units.order_by()
        .annotate(is_so=Case(When(Exists(found), then=Value(1)), default=Value(0)), one=Value(1))
        .values_list("id", F("id"), "name", "is_so", "one")
    )
