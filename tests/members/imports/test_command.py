"""`bin/manage import_people`."""

import pytest
from django.core.management import CommandError, call_command

from members.models import ImportBatch, Person
from tests.members.imports.building import table


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "liste.csv"
    path.write_bytes(table("Nom;Prénom;Tél", "SOW;Awa;0611111111", ";;06"))
    return path


def run(capsys, *args):
    call_command("import_people", *map(str, args))
    return capsys.readouterr().out


def test_without_apply_it_tells_and_writes_nothing(cast, file, capsys):
    told = run(capsys, file, "--chapter", "grenoble")
    assert "1 à créer" in told
    assert "1 illisibles" in told
    assert not ImportBatch.objects.exists()
    assert not Person.objects.filter(first_name="Awa").exists()


def test_with_apply_it_writes(cast, file, capsys):
    told = run(capsys, file, "--chapter", "grenoble", "--apply", "--user", cast.amina.email)
    assert "1 créées" in told
    assert Person.objects.get(first_name="Awa").created_by == cast.amina


def test_what_is_wrong_is_said_in_a_sentence(cast, file, tmp_path):
    (tmp_path / "vide.csv").write_bytes(b"")
    for args, words in (
        ((file, "--chapter", "nulle-part"), "Pas d’alliance"),
        ((tmp_path / "rien.csv", "--chapter", "grenoble"), "ne s’ouvre pas"),
        ((tmp_path / "vide.csv", "--chapter", "grenoble"), "vide"),
        ((file, "--chapter", "grenoble", "--user", "x@y.fr"), "Pas de compte"),
    ):
        with pytest.raises(CommandError, match=words):
            call_command("import_people", *map(str, args))
