"""Routes of one's own background work, and of tables that come in and go out."""

from django.urls import path

from liupan.surfaces.workbench import jobs

urlpatterns = [
    path("jobs/", jobs.listing, name="jobs"),
    path("jobs/<uuid:job_id>/", jobs.job, name="job"),
    path("jobs/<uuid:job_id>/confirm/", jobs.confirm, name="job_confirm"),
    path("tables/<slug:office>.<slug:things>/import/", jobs.hand_in, name="table_import"),
    path("tables/<slug:office>.<slug:things>/export/", jobs.export, name="table_export"),
]
