import os
import sys
from collections.abc import Iterator

import pytest

from tests.faults.house import House
from tests.sinks import Sink


@pytest.fixture(scope="session")
def _relay() -> int:
    """One port for the whole session: processes live longer than a test."""
    with Sink() as sink:
        return sink.port


@pytest.fixture(scope="session")
def _house(tmp_path_factory, _relay) -> Iterator[House]:
    house = House.build(tmp_path_factory.mktemp("house"), relay_port=_relay)
    yield house
    house.close()


@pytest.fixture
def sink(_relay) -> Iterator[Sink]:
    """A relay at work some milliseconds on each message, so that there is a middle to kill in."""
    with Sink(port=_relay, delay=0.004) as sink:
        yield sink


@pytest.fixture
def house(_house, sink) -> Iterator[House]:
    """The private house, emptied, its mail going to the sink; its logs are shown on failure."""
    _house.empty()
    yield _house
    for program in [*_house.beats, *_house.workers]:
        words = program.log.read_text(errors="replace")[-3000:]
        sys.stderr.write(f"--- {program.log.name}\n{words}\n")


@pytest.fixture(scope="session")
def rounds() -> int:
    """How many times to kill: twice, or FAULT_ROUNDS for a long run."""
    return int(os.environ.get("FAULT_ROUNDS", "2"))


@pytest.fixture(scope="session")
def messages() -> int:
    """How many messages a test sends: 300, or FAULT_MESSAGES."""
    return int(os.environ.get("FAULT_MESSAGES", "300"))
