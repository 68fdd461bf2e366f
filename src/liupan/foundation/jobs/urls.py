"""Routes of `jobs`; they belong to the pool for long calls."""

from django.urls import path

from liupan.foundation.jobs import views

PREFIX = "jobs/"
app_name = "jobs"
urlpatterns = [
    path("<uuid:job_id>/files/<slug:role>", views.file, name="file"),
    path("<uuid:job_id>/state", views.state, name="state"),
    path("<uuid:job_id>/cancel", views.cancel, name="cancel"),
    path("<uuid:job_id>/retry", views.retry, name="retry"),
]
