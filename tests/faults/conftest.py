import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.house import House
from tests.sinks import Sink


@pytest.fixture(scope="session")
def _house(tmp_path_factory) -> Iterator[House]:
    house = House.build(tmp_path_factory.mktemp("house"))
    yield house
    house.close()


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A relay at work some milliseconds on each message, so that there is a middle to kill in."""
    with Sink(delay=0.004) as sink:
        yield sink


@pytest.fixture
def house(_house, sink, request) -> Iterator[House]:
    """The private house, emptied, its mail going to the sink; its logs are shown on failure."""
    _house.fresh(sink)
    yield _house
    logs = [worker.log for worker in _house.workers]
    _house.stop_workers()
    for log in logs:
        _show(log)


@pytest.fixture(scope="session")
def rounds() -> int:
    """How many times to kill: 3, or FAULT_ROUNDS for a long run."""
    return int(os.environ.get("FAULT_ROUNDS", "3"))


def _show(log: Path) -> None:
    """Captured by pytest, and so shown only when the test failed."""
    sys.stderr.write(f"--- {log.name}\n{log.read_text(errors='replace')[-3000:]}\n")
