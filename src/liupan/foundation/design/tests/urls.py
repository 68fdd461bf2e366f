"""Routes for tests of pages: those of the site, by name, since design stands below it."""

from importlib import import_module

urlpatterns = import_module("liupan.config.urls").urlpatterns
