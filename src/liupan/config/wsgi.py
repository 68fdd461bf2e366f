"""The WSGI application that Granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liupan.config.settings")
gc.disable()  # what is read at the start stays: looking through it again and again takes a fifth
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - all pages, once for all workers and before any is asked

# What start-up made stays; looking through it for garbage would hold up a page every now and then.
gc.collect()
gc.freeze()
gc.enable()
# A page makes thousands of short-lived things and few cycles: look less often.
gc.set_threshold(20_000, 20, 100)
