"""WSGI entry point for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alliance.settings")
application = get_wsgi_application()

# What is loaded stays: the collector need not walk it again in every request (a tenth of a page),
# nor copy its memory in each process forked from here.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
