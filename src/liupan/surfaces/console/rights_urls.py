"""Routes: roles, grants, clearances, permissions, and who may do what."""

from django.urls import path

from liupan.surfaces.console import marks
from liupan.surfaces.console.views import (
    clearances,
    grants,
    people,
    permissions,
    roles,
)

urlpatterns = [
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
