"""Routes: the console's first page, units, posts, divisions."""

from django.urls import path

from liupan.surfaces.console import marks
from liupan.surfaces.console.views import (
    divisions,
    home,
    posts,
    reforms,
    tables,
    units,
)

urlpatterns = [
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
    path("tables/<slug:table>/", marks.changes_units(tables.Table.as_view()), name="table"),
    path("tables/<slug:table>/template/", tables.template, name="table_template"),
    path("tables/<slug:table>/export/", tables.export, name="table_export"),
]
