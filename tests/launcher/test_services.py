"""PostgreSQL and Redis of a folder: shared, revived, and gone with their last user."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from launcher.console import Refusal
from launcher.environment import environment_folder
from launcher.keeper import Order
from launcher.places import Places
from launcher.postgres import Binaries, Postgres, find_binaries
from launcher.redis import NoRedis, find_server
from launcher.services import Services

PACKAGES = next((environment_folder() / "lib").glob("python*/site-packages"))


@pytest.fixture(scope="module")
def places(open_folder: Path) -> Places:
    """One cluster for these tests: creating it is the slow part."""
    return Places(open_folder / "data").prepare()


@pytest.fixture
def user(places: Places) -> Iterator[Callable[[], Services]]:
    taken: list[Services] = []

    def take() -> Services:
        order = Order(data=str(places.data), packages=str(PACKAGES), fast=True)
        taken.append(Services(places, order))
        taken[-1].join()
        return taken[-1]

    yield take
    for services in taken:
        services.leave()


def pid_of(places: Places) -> int:
    return int(next(places.data.glob("postgres-*/postmaster.pid")).read_text().split()[0])


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").exists()


def test_users_share_the_services_and_the_last_one_stops_them(
    places: Places, user: Callable[[], Services]
) -> None:
    first, second = user(), user()
    pid = pid_of(places)
    assert first.variables == second.variables
    assert first.keeper is not None
    assert second.keeper is None
    first.leave()
    assert is_alive(pid)
    second.leave()
    assert not is_alive(pid)


def test_a_killed_server_is_revived_at_the_same_address(
    places: Places, user: Callable[[], Services]
) -> None:
    services = user()
    killed = pid_of(places)
    os.kill(killed, signal.SIGKILL)
    log = places.log / "services.log"
    assert wait_for(lambda: "PostgreSQL répond de nouveau" in log.read_text())
    assert pid_of(places) != killed
    assert services.keeper_lives()


def test_a_killed_keeper_takes_its_servers_along_and_another_one_comes(
    places: Places, user: Callable[[], Services]
) -> None:
    services = user()
    pid = pid_of(places)
    assert services.keeper is not None
    services.keeper.kill()
    services.keeper.wait()
    assert wait_for(lambda: not is_alive(pid))
    services.join()
    assert services.keeper_lives()
    assert pid_of(places) != pid


def test_a_stale_number_of_another_program_is_not_disturbed(
    places: Places, user: Callable[[], Services]
) -> None:
    user().leave()
    cluster = next(places.data.glob("postgres-*"))
    (cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster}\n")
    user()
    assert pid_of(places) != os.getpid()


def test_an_own_database_leaves_only_redis_to_us(places: Places) -> None:
    order = Order(data=str(places.data), packages=str(PACKAGES), postgres=False)
    with Services(places, order) as services:
        assert set(services.variables) == {"REDIS_URL", "CELERY_BROKER_URL"}
        wider = Services(places, Order(data=str(places.data), packages=str(PACKAGES)))
        with pytest.raises(Refusal, match="DATABASE_URL"):
            wider.join()


def test_an_older_cluster_is_not_hidden_by_an_empty_one(open_folder: Path) -> None:
    places = Places(open_folder / "older").prepare()
    (places.data / "postgres-16").mkdir()
    with pytest.raises(Refusal, match="postgres-16"):
        Postgres(places, Binaries(find_binaries(PACKAGES).folder, "18.6")).start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a folder its servers may not enter")
def test_a_folder_closed_to_the_servers_account_stays_closed(open_folder: Path) -> None:
    places = Places(open_folder / "closed").prepare()
    places.data.chmod(0o700)
    postgres = Postgres(places, find_binaries(PACKAGES))
    try:
        assert places.data not in postgres.data.parents
        assert places.data.stat().st_mode & 0o777 == 0o700
    finally:
        postgres.home.rmdir()


def test_without_redis_jobs_go_through_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_server(tmp_path) is None
    variables = NoRedis(Places(tmp_path)).variables
    assert variables["CACHE_URL"] == "dbcache"
    assert Path(variables["BROKER_FOLDER"]).is_dir()
