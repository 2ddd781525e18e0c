"""Folders that can be written, sockets whose path the kernel accepts."""

import os
from pathlib import Path

import pytest

from launcher.console import Refusal
from launcher.places import (
    LONGEST_SOCKET_PATH,
    ROOT,
    Places,
    data_places,
    own_folder,
    socket_folder,
)


def test_the_option_wins_over_the_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLIANCE_DATA", str(tmp_path / "variable"))
    assert data_places(str(tmp_path / "option")).data == tmp_path / "option"
    assert data_places(None).data == tmp_path / "variable"
    monkeypatch.delenv("ALLIANCE_DATA")
    assert data_places(None).data == ROOT / "var"


def test_a_relative_folder_is_relative_to_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert data_places("mine").data == tmp_path / "mine"


def test_refuses_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Refusal, match="Impossible d’écrire"):
        Places(tmp_path / "file" / "data").prepare()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root writes everywhere")
def test_root_leaves_the_data_of_others_alone(tmp_path: Path) -> None:
    os.chown(tmp_path, 65534, -1)
    with pytest.raises(Refusal, match="appartient à"):
        Places(tmp_path).prepare()


def test_sockets_stay_with_the_data_when_their_path_is_short_and_plain() -> None:
    places = Places(Path("/srv/alliance"))
    assert socket_folder(places) == places.state


@pytest.mark.parametrize("name", ["x" * 120, "a b", "é", "a?b", "a,b"])
def test_sockets_move_when_the_path_does_not_suit_them(name: str) -> None:
    places = Places(Path("/srv") / name)
    folder = socket_folder(places)
    try:
        assert folder.parent == Path("/tmp")
        assert len(str(folder / "postgres" / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH
        assert socket_folder(places) == folder
        assert folder.stat().st_mode & 0o066 == 0
    finally:
        folder.rmdir()


def test_refuses_a_link_that_somebody_laid_in_the_way(tmp_path: Path) -> None:
    os.symlink("/etc", tmp_path / "guessed")
    with pytest.raises(Refusal, match="quelqu’un d’autre"):
        own_folder(tmp_path / "guessed", mode=0o700)
