"""Routes of the office's figures."""

from django.urls import path

from liupan.capabilities.correspondence.views import figures

urlpatterns = [
    path("figures/", figures.figures, name="figures"),
    path("figures.csv", figures.figures_table, name="figures-table"),
]
