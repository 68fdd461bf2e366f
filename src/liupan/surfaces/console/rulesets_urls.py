"""Routes of rule sets, numbers, calendar and limits, and where they stand in the navigation."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from liupan.foundation.calendar.facade import KEEP_CALENDAR, OVERSEE_CLOCKS
from liupan.foundation.design.facade import Entry, Place, navigation
from liupan.foundation.numbering.facade import MANAGE_SERIES, RESERVE_NUMBERS
from liupan.foundation.rulesets.facade import CHANGE_RULES, LOAD_RULES
from liupan.surfaces.console import calendars, rulesets

urlpatterns = [
    path("rules/", rulesets.sets, name="rulesets"),
    path("rules/<str:code>/", rulesets.ruleset, name="ruleset"),
    path("rules/<str:code>/compare/", rulesets.compare, name="ruleset_compare"),
    path("rules/<str:code>/<str:key>/", rulesets.history, name="rule"),
    path("rules/<str:code>/<str:key>/change/", rulesets.change, name="rule_change"),
    path("rules/<str:code>/<str:key>/end/<uuid:rule_id>/", rulesets.end, name="rule_end"),
    path("numbers/", rulesets.series, name="series"),
    path("numbers/new/", rulesets.new_series, name="series_new"),
    path("numbers/<str:code>/", rulesets.numbers, name="numbers"),
    path("numbers/<str:code>/change/", rulesets.edit_series, name="series_edit"),
    path("calendar/", calendars.this_year, name="calendar"),
    path("calendar/<int:year>/", calendars.year, name="calendar_year"),
    path("calendar/<int:year>.csv", calendars.year_table, name="calendar_table"),
    path("calendar/day/<str:day>/", calendars.day, name="calendar_day"),
    path("calendar/import/", calendars.take_in, name="calendar_import"),
    path("limits/", calendars.limits, name="limits"),
    path("limits/<uuid:clock_id>/", calendars.limit, name="limit"),
]

for order, (key, label, icon, permissions) in enumerate(
    [
        ("rulesets", _("Rules and limits"), "book", (CHANGE_RULES, LOAD_RULES)),
        ("series", _("Numbers"), "doc", (MANAGE_SERIES, RESERVE_NUMBERS)),
        ("calendar", _("Working days"), "calendar", (KEEP_CALENDAR, OVERSEE_CLOCKS)),
        ("limits", _("Limits"), "clock", (OVERSEE_CLOCKS,)),
    ]
):
    navigation.add(
        Entry(
            key=f"console.{key}",
            label=label,
            icon=icon,
            url_name=f"console:{key}",
            place=Place.ADMINISTRATION,
            order=order + 20,
            permissions=permissions,
        )
    )
