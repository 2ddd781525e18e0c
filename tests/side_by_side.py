"""What each process needs of its own when the tests run side by side."""

import re
from collections.abc import MutableMapping

import pytest

FIRST_FREE = 2  # 0 is the cache and 1 the queue of a run in one process
LONG = ("launcher", "faults", "journeys", "browser", "demo")


def own_redis_databases(environ: MutableMapping[str, str]) -> None:
    """Give this process a cache and a queue that the others do not empty.

    pytest-xdist numbers its processes gw0, gw1…; alone, nothing changes.
    """
    worker = environ.get("PYTEST_XDIST_WORKER")
    if not worker:
        return
    number = FIRST_FREE + 2 * int(worker.removeprefix("gw"))
    for name, database in (("REDIS_URL", number), ("CELERY_BROKER_URL", number + 1)):
        if name in environ:
            environ[name] = with_database(environ[name], database)


def with_database(url: str, database: int) -> str:
    """The same Redis, another of its numbered databases."""
    if "?" in url:
        return re.sub(r"(db|virtual_host)=\d+", rf"\g<1>={database}", url)
    return re.sub(r"(://[^/]+)/?\d*$", rf"\g<1>/{database}", url)


def long_files_first(items: list[pytest.Item]) -> None:
    """Start the long files first, so that no process waits for another at the end."""
    items.sort(key=lambda item: not any(f"tests/{room}/" in item.nodeid for room in LONG))
