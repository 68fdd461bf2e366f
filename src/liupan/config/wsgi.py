"""The WSGI application that Granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liupan.config.settings")
application = get_wsgi_application()

# What start-up made stays; looking through it for garbage would hold up a page every now and then.
gc.collect()
gc.freeze()
# A page makes thousands of short-lived things and few cycles: look less often.
gc.set_threshold(20_000, 20, 100)
