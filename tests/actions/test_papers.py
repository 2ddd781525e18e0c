"""Papers with real people on them: long names, other alphabets, nobody, three hundred."""

import json

import pytest
import typst
from django.conf import settings

LONG = "Marie-Emmanuelle-Alexandrine de La Rochefoucauld-Montmorency-Béthune"
ARABIC = "فاطمة الزهراء بن عبد القادر"
FOLDER = settings.BASE_DIR / "templates" / "typst"


def pages(source, data):
    """How many pages a paper takes."""
    sheets = typst.compile(
        str(FOLDER / source), root=str(FOLDER), format="svg", sys_inputs={"data": json.dumps(data)}
    )
    return len(sheets) if isinstance(sheets, list) else 1


def a_list(count, name="Aïcha Ndiaye"):
    row = {"name": name, "phone": "06 39 98 00 01", "yes": True, "maybe": False, "no": False}
    rows = [row | {"with": 2} for _n in range(count)]
    return {
        "title": "Listes",
        "action": "On va à cinquante à la mairie",
        "when": "mardi 2 décembre 2026 à 18 h 30",
        "where": "Mairie de Grenoble, 11 boulevard Jean Pain",
        "say": "Je te rappelle que c’est mardi 2 décembre à 18 h 30. Tu viens avec qui ?",
        "heads": ["Nom", "Téléphone", "Oui", "P.-ê.", "Non", "Avec"],
        "pages": [{"leader": name, "pledge": "en amène 7", "rows": rows}],
    }


@pytest.mark.parametrize(
    ("count", "name", "expected"),
    [(0, ARABIC, 1), (21, "Aïcha Ndiaye", 1), (22, ARABIC, 1), (12, LONG, 1)],
)
def test_blank_lines_never_open_a_page_of_their_own(count, name, expected):
    assert pages("leader_lists.typ", a_list(count, name)) == expected


def test_three_hundred_names_go_on():
    assert pages("leader_lists.typ", a_list(300)) > 8


@pytest.mark.parametrize("words", ["On va à cinquante", f"{LONG} " * 3, ARABIC])
def test_a_poster_is_one_page_whatever_is_written(words):
    data = {
        "title": words,
        "who": "Alliance de Grenoble",
        "when": "mardi 2 décembre 2026 à 18 h 30",
        "where": words * 2,
        "access": words * 3,
        "text": words * 8,
        "call": "On vient ensemble",
        "link": "alliance.exemple.org/a/on-va-a-cinquante",
        "code": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>',
        "code_label": "Code",
    }
    assert pages("action_poster.typ", data) == 1
