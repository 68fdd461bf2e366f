"""A bare page with one query, served like Liupan's own: how fast this machine is just now.

A slow page beside a slow bare page is a slow machine; beside a fast one, a slow page.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liupan.config.settings")

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path


def page(request: HttpRequest) -> HttpResponse:
    """The number of accounts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM identity_account ORDER BY id LIMIT 1")
        (name,) = cursor.fetchone()
    return HttpResponse(f"<!doctype html><title>{name}</title>")


urlpatterns = [path("", page)]
django.setup()
settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = []
application = WSGIHandler()
