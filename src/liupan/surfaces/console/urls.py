"""Routes of the console. Rooms that stand beside (`accounts_urls.py` ...) are taken in as found."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, path

from liupan.surfaces.console import marks
from liupan.surfaces.console.views import (
    clearances,
    divisions,
    grants,
    home,
    people,
    permissions,
    posts,
    reforms,
    roles,
    units,
)

PREFIX = "console/"
app_name = "console"
BESIDE = ("accounts_urls", "journal_urls", "rulesets_urls", "jobs_urls", "calendar_urls")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("units/", units.tree, name="units"),
    path("units/new/", marks.changes_units(units.Establish.as_view()), name="unit_new"),
    path("units/<uuid:unit_id>/", units.unit, name="unit"),
    path(
        "units/<uuid:unit_id>/rename/",
        marks.changes_units(units.Rename.as_view()),
        name="unit_rename",
    ),
    path("units/<uuid:unit_id>/move/", marks.changes_units(units.Move.as_view()), name="unit_move"),
    path(
        "units/<uuid:unit_id>/correct/",
        marks.changes_units(units.Correct.as_view()),
        name="unit_correct",
    ),
    path(
        "units/<uuid:unit_id>/abolish/",
        marks.changes_units(reforms.Abolish.as_view()),
        name="unit_abolish",
    ),
    path(
        "units/<uuid:unit_id>/merge/",
        marks.changes_units(reforms.Merge.as_view()),
        name="unit_merge",
    ),
    path(
        "units/<uuid:unit_id>/split/",
        marks.changes_units(reforms.Split.as_view()),
        name="unit_split",
    ),
    path(
        "units/<uuid:unit_id>/posts/new/",
        marks.keeps_posts(posts.Create.as_view()),
        name="post_new",
    ),
    path(
        "posts/<uuid:post_id>/change/",
        marks.keeps_posts(posts.Change.as_view()),
        name="post_change",
    ),
    path(
        "posts/<uuid:post_id>/abolish/",
        marks.keeps_posts(posts.Abolish.as_view()),
        name="post_abolish",
    ),
    path(
        "posts/<uuid:post_id>/appoint/", marks.keeps_posts(posts.Appoint.as_view()), name="appoint"
    ),
    path(
        "appointments/<uuid:appointment_id>/end/",
        marks.keeps_posts(posts.End.as_view()),
        name="appointment_end",
    ),
    path("appointments/<uuid:appointment_id>/main/", posts.make_main, name="appointment_main"),
    path("divisions/", divisions.divisions, name="divisions"),
    path("divisions/new/", marks.changes_units(divisions.Enter.as_view()), name="division_new"),
    path(
        "divisions/<uuid:division_id>/replace/",
        marks.changes_units(divisions.Replace.as_view()),
        name="division_replace",
    ),
    path(
        "divisions/<uuid:division_id>/correct/",
        marks.changes_units(divisions.Correct.as_view()),
        name="division_correct",
    ),
    path(
        "divisions/<uuid:division_id>/abolish/",
        marks.changes_units(divisions.Abolish.as_view()),
        name="division_abolish",
    ),
    path("roles/", roles.roles, name="roles"),
    path("roles/new/", marks.changes_roles(roles.Define.as_view()), name="role_new"),
    path("roles/<slug:code>/", roles.role, name="role"),
    path(
        "roles/<slug:code>/change/",
        marks.changes_roles(roles.Redefine.as_view()),
        name="role_change",
    ),
    path("grants/", marks.reads_grants(grants.Grants.as_view()), name="grants"),
    path("grants/new/", marks.changes_grants(grants.Grant.as_view()), name="grant_new"),
    path(
        "grants/<uuid:binding_id>/narrow/",
        marks.changes_grants(grants.Narrow.as_view()),
        name="grant_narrow",
    ),
    path(
        "grants/<uuid:binding_id>/revoke/",
        marks.changes_grants(grants.Revoke.as_view()),
        name="grant_revoke",
    ),
    path("clearances/", clearances.clearances, name="clearances"),
    path(
        "clearances/<uuid:account_id>/",
        marks.clears_people(clearances.Set.as_view()),
        name="clearance",
    ),
    path("permissions/", permissions.catalogue, name="permissions"),
    path("permissions/<str:code>/", permissions.who, name="permission"),
    path("people/", people.find, name="people"),
    path("people/<uuid:account_id>/", people.person, name="person"),
]
for beside in BESIDE:
    if find_spec(f"{__package__}.{beside}"):
        urlpatterns += import_module(f"{__package__}.{beside}").urlpatterns
