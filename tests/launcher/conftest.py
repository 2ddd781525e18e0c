"""A shell as a person has it: without the variables that bin/test gives to the tests."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

OURS = (
    *("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "CACHE_URL", "BROKER_FOLDER", "EMAIL_URL"),
    *("DJANGO_SETTINGS_MODULE", "ALLIANCE_MODE", "ALLIANCE_DATA", "SECRET_KEY", "DATA_DIR"),
    *("SITE_URL", "MAILBOX_URL", "REQUIRE_SECOND_FACTOR", "DJANGO_ALLOW_ASYNC_UNSAFE"),
)


@pytest.fixture(scope="session")
def shell() -> dict[str, str]:
    """The variables of a person's shell."""
    return {name: value for name, value in os.environ.items() if name not in OURS}


@pytest.fixture
def signals_kept() -> Iterator[None]:
    """Give the signals back to pytest after a supervisor took them."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    kept = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.fixture(scope="module")
def open_folder() -> Iterator[Path]:
    """A folder that PostgreSQL's account may enter when the tests run as root."""
    folder = Path(tempfile.mkdtemp(prefix="alliance-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)
