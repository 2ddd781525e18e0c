from collections.abc import Iterator

import pytest

from alliance.outbox.channels.email import SMTP_BACKEND
from alliance.outbox.domain import kinds
from tests.sinks import Sink


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    """A relay that takes everything, and settings that lead to it."""
    with Sink() as sink:
        settings.EMAIL_BACKEND = SMTP_BACKEND
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 5
        settings.DEFAULT_FROM_EMAIL = "Alliance citoyenne <bonjour@alliance.test>"
        yield sink


@pytest.fixture(autouse=True)
def _own_kinds(monkeypatch):
    """Kinds registered by a test go with it."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
