"""Settings of the tests: the same services, cheaper passwords, static files unhashed."""

import os

os.environ.setdefault("ALLIANCE_MODE", "test")
os.environ.setdefault("SECRET_KEY", "test-" + "x" * 50)

from tests.side_by_side import own_redis_databases

own_redis_databases(os.environ)

from alliance.settings import *  # noqa: E402, F403
from alliance.settings import STATIC_ROOT, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
REQUIRE_SECOND_FACTOR = False
ALLOWED_HOSTS = ["*"]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # nothing is collected; WhiteNoise looks there

# Lets the door walk in to the address that SMS providers call.
SMS_WEBHOOK_SECRET = "secret-of-the-tests"
