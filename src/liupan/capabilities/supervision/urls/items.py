"""Routes of items and of the people who work on them."""

from django.urls import path

from liupan.capabilities.supervision.views import item, leader, mine, planned, registering
from liupan.capabilities.supervision.views.acting import acting
from liupan.capabilities.supervision.views.panel import DEEDS

urlpatterns = [
    path("mine/", mine.mine, name="mine"),
    path("leader/", leader.leader, name="leader"),
    path("leader/note/", registering.note, name="note"),
    path("register/", registering.register, name="register"),
    path("register/plan/", planned.from_plan, name="from-plan"),
    path("items/<uuid:item_id>/", item.item, name="item"),
    path("items/<uuid:item_id>/decompose/", registering.decompose, name="decompose"),
    *(path(f"items/<uuid:item_id>/{deed.key}/", acting(deed), name=deed.key) for deed in DEEDS),
]
