"""Settings of the tests: the same services, cheaper passwords, static files unhashed."""

import os

os.environ.setdefault("ALLIANCE_MODE", "test")
os.environ.setdefault("SECRET_KEY", "test-" + "x" * 50)

from alliance.settings import *  # noqa: F403
from alliance.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
REQUIRE_SECOND_FACTOR = False
ALLOWED_HOSTS = ["*"]
