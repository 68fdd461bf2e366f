"""Routes of everybody's background work, the workers and deliveries, below `console/`."""

from django.urls import path

from liupan.surfaces.console import jobs

urlpatterns = [
    path("jobs/", jobs.listing, name="jobs"),
    path("jobs/deliveries/", jobs.deliveries, name="deliveries"),
    path("jobs/deliveries/<uuid:delivery_id>/retry/", jobs.retry, name="delivery_retry"),
]
