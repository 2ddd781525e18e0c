"""Neighbourhoods typed, pasted or poured from a file: shown first, added once."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from alliance.core.communes import communes
from alliance.core.tabular import write_xlsx
from alliance.journal.models import Entry
from members.domain.opening import neighbourhoods
from members.models import Chapter, Neighbourhood

URL = "/alliance/grenoble/quartiers/"
HOME = communes()["38185"]


def names(chapter):
    return sorted(chapter.neighbourhoods.values_list("name", flat=True))


def csv_of(text, name="quartiers.csv", encoding="utf-8"):
    return SimpleUploadedFile(name, text.encode(encoding))


@pytest.mark.parametrize(
    ("line", "understood"),
    [
        ("Mistral", ("Mistral", "", "Grenoble", "")),
        ("Teisseire ; qn03809m ; Grenoble ; 38100", ("Teisseire", "QN03809M", "Grenoble", "38100")),
        ("Villeneuve, Échirolles", ("Villeneuve", "", "Échirolles", "")),
        ("Arlequin, galerie de l’", ("Arlequin, galerie de l’", "", "Grenoble", "")),
        ("La Duchère\tQPV\tQP069012\tlyon", ("La Duchère", "QP069012", "Lyon", "")),
        ("مساكن", ("مساكن", "", "Grenoble", "")),
    ],
)
def test_a_line_is_understood(line, understood):
    quarter = neighbourhoods.read_lines(line, home=HOME)[0].quarter
    found = (quarter.name, quarter.qpv_code, quarter.city, quarter.postal_code)
    assert found == understood


def test_lines_tell_what_will_happen(cast):
    mistral = Neighbourhood.objects.create(chapter=cast.grenoble, name="Mistral", city="Grenoble")
    lines = neighbourhoods.read_lines(
        "mistral\nTeisseire\nteisseire\n; 38000\nX ; ; Pétaouchnok", home=HOME, known=[mistral]
    )
    assert [one.state for one in lines] == ["completed", "new", "twice", "nameless", "new"]
    assert lines[-1].unknown_city


def test_a_file_is_shown_before_it_is_added(cast, client_of):
    Neighbourhood.objects.create(chapter=cast.grenoble, name="Mistral")
    text = (
        "Code QPV;Quartier;Commune;CP;Population\nQN03809M;Teisseire;Grenoble;38100;12\n;Mistral;;;"
    )
    client = client_of(cast.amina)
    shown = client.post(URL, {"quarters": "Les Granges", "file": csv_of(text)})
    page = shown.content.decode()
    assert shown.status_code == 200
    assert "Population" in page
    assert "Les Granges\nTeisseire ; QN03809M ; Grenoble ; 38100\nMistral" in page
    assert names(cast.grenoble) == ["Mistral"]
    client.post(URL, {"quarters": shown.context["form"].data["quarters"]})
    assert names(cast.grenoble) == ["Les Granges", "Mistral", "Teisseire"]
    teisseire = Neighbourhood.objects.get(name="Teisseire")
    assert (teisseire.qpv_code, teisseire.postal_code) == ("QN03809M", "38100")
    assert Entry.objects.get(verb="neighbourhoods.added").detail["added"] == 2


def test_a_workbook_and_a_plain_list_are_read(cast):
    sheet = io.BytesIO()
    write_xlsx(sheet, ["Nom", "Ville"], [["Les Buttes", "Échirolles"]])
    assert neighbourhoods.pour(sheet, "q.xlsx").text == "Les Buttes ;  ; Échirolles"
    plain = io.BytesIO(b"Teisseire\nMistral\nAbbaye\n")
    assert neighbourhoods.pour(plain, "q.csv").text == "Teisseire\nMistral\nAbbaye"


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.4 rien", b"PK\x03\x04abime", b"\x89PNG\r\n\x1a\n", b"\x00\xff\x00"]
)
def test_a_bad_file_says_so_and_loses_nothing(cast, client_of, content):
    file = SimpleUploadedFile("q.xlsx", content)
    answer = client_of(cast.amina).post(URL, {"quarters": "Mistral", "file": file})
    assert answer.status_code == 422
    assert "Mistral" in answer.content.decode()
    assert not Neighbourhood.objects.exists()


def test_too_many_lines_are_refused(cast, client_of):
    many = "\n".join(f"Quartier {n}" for n in range(201))
    answer = client_of(cast.amina).post(URL, {"quarters": many})
    assert answer.status_code == 422
    assert "200 quartiers" in answer.content.decode()


def test_added_twice_is_there_once(cast, client_of):
    client = client_of(cast.amina)
    for _turn in range(2):
        client.post(URL, {"quarters": "Mistral\nMISTRAL"})
    assert names(cast.grenoble) == ["Mistral"]


def test_only_organizers_of_the_alliance(cast, client_of):
    assert client_of(cast.yann).get(URL).status_code == 404
    assert client_of(cast.board).get(URL).status_code == 403


def test_the_wizard_shows_the_file_and_keeps_the_rest(cast, client_of):
    typed = {"commune": "69123", "commune_text": "Lyon", "invited": "a@b.fr"}
    file = csv_of("Nom\nMermoz\n", encoding="cp1252")
    client = client_of(cast.nadia)
    shown = client.post("/alliance/ouvrir/", {**typed, "file": file})
    assert shown.status_code == 200
    assert "a@b.fr" in shown.content.decode()
    assert not Chapter.objects.filter(slug="lyon").exists()
    client.post("/alliance/ouvrir/", {**typed, "quarters": "Mermoz"})
    assert names(Chapter.objects.get(slug="lyon")) == ["Mermoz"]
