"""bin/run for real: opened, joined, killed, started again, side by side."""

import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.launcher.houses import House, wait_for

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
PORT = "18700"
WRITE = """
from django.conf import settings
from django.contrib.auth.models import Group
Group.objects.create(name="gardé")
print(settings.SITE_URL)
"""
READ = "from django.contrib.auth.models import Group; print(Group.objects.get().name)"


@dataclass
class Story:
    """A first run, and what was seen."""

    house: House
    address: str
    answered: bool
    second: CompletedProcess[str]
    manage: CompletedProcess[str]
    code: int
    left: list[str]


@pytest.fixture(scope="module")
def first(open_folder: Path, shell: dict[str, str]) -> Story:
    """Opened in a folder with spaces and accents, joined, and ended by Ctrl-C."""
    house = House(open_folder / "la première maison", shell)
    house.start("--port", PORT).wait_until_open()
    return Story(
        house=house,
        address=house.address,
        answered=house.answers(),
        second=house.type_beside("run"),
        manage=house.type_beside("manage", "shell", "-v0", "-c", WRITE),
        code=house.send(signal.SIGINT),
        left=house.processes(),
    )


@pytest.fixture
def copies(first: Story, open_folder: Path, shell: dict[str, str]) -> Iterator[list[House]]:
    """Two houses that have run before, at rest."""
    folder = open_folder / uuid.uuid4().hex[:6]
    folder.mkdir()
    houses = [House(folder / name, shell) for name in ("a", "b")]
    for house in houses:  # cp keeps the owner of the cluster
        subprocess.run(["cp", "-a", first.house.data, house.data], check=True)
    yield houses
    for house in houses:
        house.end()


def test_opens_on_the_port_that_was_asked(first: Story) -> None:
    assert first.answered
    assert first.address == f"http://localhost:{PORT}"


def test_a_second_launch_is_sent_to_the_first(first: Story) -> None:
    assert first.second.returncode == 1
    assert "déjà en cours" in first.second.stderr
    assert first.address in first.second.stderr


def test_manage_acts_on_the_running_copy(first: Story) -> None:
    assert first.manage.returncode == 0, first.manage.stderr
    assert first.address in first.manage.stdout


def test_ctrl_c_leaves_no_process_behind(first: Story) -> None:
    assert first.code == 0
    assert first.left == []


def test_two_copies_side_by_side_one_is_killed_and_opens_again(copies: list[House]) -> None:
    one, other = (house.start("--port", PORT) for house in copies)
    one.wait_until_open()
    other.wait_until_open()
    assert one.address != other.address
    one.send(signal.SIGKILL)
    assert wait_for(lambda: not one.processes(), 40), one.processes()
    assert other.answers()
    one.start("--port", PORT).wait_until_open()
    assert one.type_beside("manage", "shell", "-v0", "-c", READ).stdout == "gardé\n"
    for house in copies:
        assert house.send(signal.SIGTERM) == 0
        assert house.processes() == []
