import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db.migrations.executor import MigrationExecutor
from django.test import RequestFactory
from django.utils import timezone

from alliance.core import health, pulse
from alliance.core.tasks import pulse as pulse_task


@pytest.fixture(autouse=True)
def _forget_migrations(monkeypatch):
    monkeypatch.setattr(health, "_migrations_seen_at", None)


def readyz() -> tuple[int, dict[str, str]]:
    response = health.readyz(RequestFactory().get("/readyz"))
    return response.status_code, json.loads(response.content)["checks"]


def fail(*_args, **_kwargs):
    raise OSError("postgres://alliance:secret@db")


def test_alive_needs_nothing():
    response = health.healthz(RequestFactory().get("/healthz"))
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.parametrize("view", [health.healthz, health.readyz])
def test_health_is_asked_without_login_and_only_read(view):
    assert view.login_required is False
    assert view(RequestFactory().post("/")).status_code == 405


@pytest.mark.django_db
def test_ready_when_everything_lives():
    pulse_task()
    status, checks = readyz()
    assert status == 200
    assert checks == dict.fromkeys(["database", "cache", "migrations", "worker", "beat"], "ok")


@pytest.mark.django_db
def test_silence_of_worker_and_beat_is_told_apart():
    pulse.worker_lives()
    status, checks = readyz()
    assert status == 503
    assert (checks["worker"], checks["beat"]) == ("ok", "silent")


@pytest.mark.django_db
def test_an_old_pulse_is_silence():
    pulse.beat_lives(now=timezone.now() - pulse.OLDEST_PULSE - timedelta(seconds=1))
    assert readyz()[1]["worker"] == "silent"


@pytest.mark.django_db
def test_a_lost_cache_is_shown_without_a_secret(monkeypatch):
    monkeypatch.setattr(cache, "get", fail)
    monkeypatch.setattr(cache, "get_many", fail)
    response = health.readyz(RequestFactory().get("/readyz"))
    assert response.status_code == 503
    assert b"secret" not in response.content
    assert json.loads(response.content)["checks"]["cache"] == "unreachable"


def test_a_lost_database_is_shown(monkeypatch):
    monkeypatch.setattr(health, "connections", {})
    status, checks = readyz()
    assert status == 503
    assert checks["database"] == checks["migrations"] == "unreachable"


@pytest.mark.django_db
def test_a_pending_migration_is_not_ready(monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["one"])
    assert readyz()[1]["migrations"] == "pending"


@pytest.mark.django_db
def test_migrations_are_read_once_a_minute(monkeypatch):
    pulse_task()
    readyz()
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["one"])
    assert readyz()[1]["migrations"] == "ok"


def test_a_pulse_without_cache_harms_nothing(monkeypatch):
    monkeypatch.setattr(cache, "set_many", fail)
    pulse.beat_lives()


@pytest.mark.django_db
def test_the_pulse_works_with_the_cache_in_the_database(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "django_cache",
        }
    }
    from django.core.management import call_command

    call_command("createcachetable")
    pulse_task()
    assert readyz()[0] == 200
