"""The product's settings, and one page more: the hello beside which pages are measured."""

from alliance.settings import *  # noqa: F403
from alliance.settings import STORAGES

ROOT_URLCONF = "tests.bench.urls"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
