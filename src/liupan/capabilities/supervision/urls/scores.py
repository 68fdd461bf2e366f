"""Routes of scores and of the ranking notice drafted from them."""

from django.urls import path

from liupan.capabilities.supervision.views import scores

urlpatterns = [
    path("scores/", scores.page, name="scores"),
    path("scores/unit/<uuid:unit_id>/", scores.unit, name="scores-unit"),
    path("scores/rules.csv", scores.rules, name="scores-rules"),
    path("scores/recompute_scores.py", scores.script, name="scores-script"),
    path("scores/notice/", scores.notice, name="scores-notice"),
]
