"""Routes for tests of pages: those of the site."""

from liupan.config.urls import urlpatterns

__all__ = ["urlpatterns"]
