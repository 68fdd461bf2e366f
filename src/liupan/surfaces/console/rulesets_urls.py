"""Routes of rule sets, numbers, calendar and limits; `console.urls` includes them."""

from django.urls import path

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
