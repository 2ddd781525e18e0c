"""All settings, in one file, read from the environment (see .env.example).

Strict by default: without ALLIANCE_MODE the site believes it is in production and
refuses to start with a weak key or without a database.
"""

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from alliance.schedule import BEAT_SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
# Tests read no .env: it may name a database, or a mail relay, that is in use.
if os.environ.get("ALLIANCE_MODE") != "test" and (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")

# --- Mode ------------------------------------------------------------------------------------

MODE = env("ALLIANCE_MODE", default="production")
if MODE not in {"production", "local", "test"}:
    raise ImproperlyConfigured("ALLIANCE_MODE vaut production, local ou test.")
PRODUCTION = MODE == "production"
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
if PRODUCTION and (DEBUG or len(SECRET_KEY) < 50):
    raise ImproperlyConfigured(
        "En production : DEBUG=false et une SECRET_KEY d’au moins 50 caractères."
    )
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=True)
if PRODUCTION and not REQUIRE_SECOND_FACTOR:
    raise ImproperlyConfigured("REQUIRE_SECOND_FACTOR ne peut pas être désactivé en production.")

# What the pages and the messages of the whole association sign; local alliances have their own.
ORGANIZATION_NAME = env("ORGANIZATION_NAME", default="Alliance citoyenne")
SITE_URL = env("SITE_URL", default="http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["*"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])
DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "var")))

# --- Applications ----------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "alliance.core",
    "alliance.outbox",
    "alliance.journal",
    "members",
    "campaigns",
    "actions",
    "alliance.governance",
    "alliance.dashboard",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # docs/decisions/0173
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "alliance.core.middleware.PermissionsPolicyMiddleware",
    "alliance.core.middleware.UnreadableMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "members.middleware.LanguageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "members.middleware.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "alliance.urls"
WSGI_APPLICATION = "alliance.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "alliance.dashboard.navigation.navigation",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "alliance.core.templatetags.french",
                "alliance.core.templatetags.components",
                "alliance.core.templatetags.panels",
            ],
        },
    }
]
FORM_RENDERER = "alliance.core.forms.HouseRenderer"

# --- Data ------------------------------------------------------------------------------------

DATABASES = {
    "default": {
        **env.db("DATABASE_URL"),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="")
CACHE_URL = env("CACHE_URL", default=REDIS_URL or "locmem")
CACHES: dict[str, Any]
if CACHE_URL == "dbcache":
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "django_cache",
        }
    }
elif CACHE_URL == "locmem":
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": CACHE_URL,
            # Pages ask it after each commit: a machine that vanished must not hold them.
            "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
        }
    }
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14

# --- Accounts --------------------------------------------------------------------------------

AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = [
    "members.backends.AccountBackend",
    "members.backends.EmailBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "members.account_adapter.ClosedAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
MFA_ADAPTER = "members.account_adapter.SealedMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Alliance"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

# --- Language and time -----------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("Français")), ("en", _("Anglais"))]
INTERFACE_LANGUAGES = ("fr", "en")  # complete catalogues: an account may choose one
# Messages to people, and the pages they open without an account, speak these.
MESSAGE_LANGUAGES = {"fr": "Français", "en": "English", "ar": "العربية", "tr": "Türkçe"}
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

# --- Files -----------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
# What people give (photos, letters): no address leads there, a view serves it to whoever may.
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(DATA_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Keys of what is sealed in the database (homes on declarations); the first one seals, each opens.
# Without any, one is derived from SECRET_KEY: in both cases the database does not hold it.
SEAL_KEYS = env.list("SEAL_KEYS", default=[])
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=15 * 1024 * 1024)
IMPORT_MAX_BYTES = env.int("IMPORT_MAX_BYTES", default=20 * 1024 * 1024)
IMPORT_MAX_ROWS = env.int("IMPORT_MAX_ROWS", default=100_000)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Mail ------------------------------------------------------------------------------------

EMAIL_URL = env("EMAIL_URL", default="smtp://localhost:1025")
vars().update(env.email_url("EMAIL_URL", default=EMAIL_URL))
EMAIL_TIMEOUT = 60
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default=f"{ORGANIZATION_NAME} <bonjour@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAILBOX_URL = env("MAILBOX_URL", default="")
# docs/decisions/0002: the relay's rate, how many send at once in the whole house,
# the waits after temporary refusals, and how long to wait for the answer that a relay owes us.
OUTBOX_EMAIL_PER_SECOND = env.float("OUTBOX_EMAIL_PER_SECOND", default=0)
OUTBOX_SENDERS = env.int("OUTBOX_SENDERS", default=2)
OUTBOX_CONNECTIONS = env.int("OUTBOX_CONNECTIONS", default=4)
OUTBOX_RETRY_SECONDS = env.list("OUTBOX_RETRY_SECONDS", cast=int, default=[60, 300, 900, 3600])
OUTBOX_ANSWER_TIMEOUT = env.int("OUTBOX_ANSWER_TIMEOUT", default=300)
# Local hours between which no invitation or reminder is written (docs/decisions/0030).
EMAIL_QUIET_HOURS = env.list("EMAIL_QUIET_HOURS", cast=int, default=[21, 8])

# SMS (docs/decisions/0131): without SMS_PROVIDER (ovh or brevo) they are not offered at all.
SMS_PROVIDER = env("SMS_PROVIDER", default="")
SMS_SENDER = env("SMS_SENDER", default="")
SMS_REPLIES = env.bool("SMS_REPLIES", default=not SMS_SENDER)
SMS_PER_SECOND = env.float("SMS_PER_SECOND", default=5)
SMS_TIMEOUT = env.int("SMS_TIMEOUT", default=30)
SMS_PRICE_CENTS = env.float("SMS_PRICE_CENTS", default=6.0)
SMS_HOURS = env.list("SMS_HOURS", cast=int, default=[10, 20])
SMS_ON_SUNDAYS = env.bool("SMS_ON_SUNDAYS", default=False)
SMS_WEBHOOK_SECRET = env("SMS_WEBHOOK_SECRET", default="")
OVH_ENDPOINT = env("OVH_ENDPOINT", default="https://eu.api.ovh.com/1.0").rstrip("/")
OVH_APPLICATION_KEY = env("OVH_APPLICATION_KEY", default="")
OVH_APPLICATION_SECRET = env("OVH_APPLICATION_SECRET", default="")
OVH_CONSUMER_KEY = env("OVH_CONSUMER_KEY", default="")
OVH_SMS_SERVICE = env("OVH_SMS_SERVICE", default="")
BREVO_ENDPOINT = env("BREVO_ENDPOINT", default="https://api.brevo.com/v3").rstrip("/")
BREVO_API_KEY = env("BREVO_API_KEY", default="")
# The mailbox to which undeliverable messages come back: imaps://user:password@host/INBOX
BOUNCES_URL = env("BOUNCES_URL", default="")
# Mailboxes where people answer us, opened read-only (docs/decisions/0211), comma separated.
REPLIES_URLS = env.list("REPLIES_URLS", default=[])

# --- Jobs ------------------------------------------------------------------------------------

CELERY_BROKER_URL = env("CELERY_BROKER_URL", default=REDIS_URL or "memory://")
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
    "visibility_timeout": 600,
    "socket_connect_timeout": 2,
}
if BROKER_FOLDER := env("BROKER_FOLDER", default=""):  # filesystem://, where there is no Redis
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": BROKER_FOLDER,
        "data_folder_out": BROKER_FOLDER,
        "control_folder": f"{BROKER_FOLDER}/control",
    }
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 15 * 60
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = BEAT_SCHEDULE

# --- Security --------------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=PRODUCTION)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000 if PRODUCTION else 0)
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # The visitor's address, for limits: the last one of X-Forwarded-For, which the proxy wrote.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
# The sites that may show « Nous rejoindre », and no other page, in a frame of theirs.
JOIN_FRAME_HOSTS = env.list("JOIN_FRAME_HOSTS", default=[])
if any(not re.fullmatch(r"https?://[\w.:*-]+", host) for host in JOIN_FRAME_HOSTS):
    raise ImproperlyConfigured("JOIN_FRAME_HOSTS : des adresses comme https://exemple.org")
CSRF_FAILURE_VIEW = "alliance.core.views.csrf_failure"
# The map draws outlines of its own; tiles of another host only when this names some.
MAP_TILES_URL = env("MAP_TILES_URL", default="")
MAP_TILES_CREDIT = env("MAP_TILES_CREDIT", default="")
_tiles = urlsplit(MAP_TILES_URL)
MAP_TILES_HOSTS = (
    [f"{_tiles.scheme}://{_tiles.netloc.replace('{s}', '*')}"] if _tiles.netloc else []
)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *MAP_TILES_HOSTS],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- Logs: no personal data (docs/decisions/0006) --------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {"django.request": {"level": "ERROR"}},
}
