"""French as it is spoken."""

import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.translation import ngettext, npgettext

from alliance.core.text import french

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime.datetime(2025, 11, 24, 10, 0, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def _in_france():
    with translation.override("fr"), timezone.override(PARIS):
        yield


def at(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=PARIS)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (at(2025, 11, 24, 18), "aujourd’hui à 18 h"),
        (at(2025, 11, 25, 9, 30), "demain à 9 h 30"),
        (at(2025, 11, 23, 9, 5), "hier à 9 h 05"),
        (at(2025, 12, 2, 18), "mardi 2 déc. à 18 h"),
        (at(2025, 12, 1, 18), "lundi 1er déc. à 18 h"),
        (at(2024, 11, 26, 18), "mardi 26 nov. 2024 à 18 h"),
        (at(2026, 1, 6, 0), "mardi 6 janv. 2026 à 0 h"),
    ],
)
def test_spoken_datetime(moment, text):
    assert plain(french.spoken_datetime(moment, now=NOW)) == text


def test_days_are_those_of_the_current_time_zone():
    late = datetime.datetime(2025, 11, 24, 23, 30, tzinfo=datetime.UTC)
    assert plain(french.spoken_datetime(late, now=NOW)) == "demain à 0 h 30"


def test_full_datetime():
    assert plain(french.full_datetime(at(2025, 11, 25, 18))) == "mardi 25 novembre 2025 à 18 h"


@pytest.mark.parametrize(
    ("gap", "text"),
    [
        ({"seconds": 5}, "à l’instant"),
        ({"minutes": -1}, "il y a 1 minute"),
        ({"hours": 2}, "dans 2 heures"),
        ({"days": -3}, "il y a 3 jours"),
        ({"days": -40}, "il y a 1 mois"),
        ({"days": 364}, "dans 11 mois"),
        ({"days": -800}, "il y a 2 ans"),
    ],
)
def test_since(gap, text):
    assert plain(french.since(NOW + datetime.timedelta(**gap), now=NOW)) == text


@pytest.mark.parametrize(("count", "word"), [(0, "voix"), (1, "un"), (1.5, "un"), (2, "dix")])
def test_zero_and_one_are_singular(count, word):
    assert french.plural(count, "voix" if count == 0 else "un", "dix") == word


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234, "1 234"), (12.5, "12,5"), (-1234567, "−1 234 567"), (Decimal("3.00"), "3")],
)
def test_numbers(value, text):
    assert plain(french.number(value)) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [(12, "12 €"), (Decimal("12.50"), "12,50 €"), (1234.005, "1 234,01 €"), (0, "0 €")],
)
def test_euros(amount, text):
    assert plain(french.euros(amount)) == text


@pytest.mark.parametrize(
    ("items", "text"),
    [([], ""), (["A"], "A"), (["A", "B"], "A et B"), (["A", "B", "C"], "A, B et C")],
)
def test_lists_are_joined(items, text):
    assert french.join_list(items) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Amina", "d’Amina"),
        ("Karim", "de Karim"),
        ("Élodie", "d’Élodie"),
        ("Hélène", "d’Hélène"),
        ("Yves", "d’Yves"),
        ("Yasmine", "de Yasmine"),
        ("", "de "),
    ],
)
def test_elision(name, text):
    assert french.elide("de", name) == text


@pytest.mark.parametrize(
    ("names", "letters"),
    [
        (["Nacéra", "Benali"], "NB"),
        (["Élodie"], "Él"),
        (["Jean-Pierre Le Goff"], "JG"),
        ([""], "?"),
    ],
)
def test_initials(names, letters):
    assert french.initials(*names) == letters


def test_ordinals():
    assert [french.ordinal(1), french.ordinal(1, feminine=True), french.ordinal(2)] == [
        "1er",
        "1re",
        "2e",
    ]


def render(source: str, **context: object) -> str:
    return plain(Template("{% load french %}" + source).render(Context(context)))


def test_time_tag_carries_the_exact_moment():
    html = render("{% spoken dt %}", dt=at(2024, 11, 26, 18))
    assert html == (
        '<time datetime="2024-11-26T18:00+01:00" title="mardi 26 novembre 2024 à 18 h">'
        "mardi 26 nov. 2024 à 18 h</time>"
    )
    assert "il y a" in render('{% spoken dt "since" %}', dt=at(2024, 11, 26, 18))
    assert ">26" not in render("{% spoken dt %}", dt=None)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('{{ 0|pluriel:"personne,personnes" }}', "personne"),
        ('{{ 3|pluriel:"personne,personnes" }}', "personnes"),
        ("promesse{{ 2|pluriel }}", "promesses"),
        ("{{ 1234|nombre }}", "1 234"),
        ("{{ 12|euros }}", "12 €"),
        ("{{ names|enumere }}", "A et B"),
        ("{{ 'Amina'|de }}", "d’Amina"),
        ("{{ '+33612345678'|phone }}", "06 12 34 56 78"),
        ("{{ 'Nacéra Benali'|initiales }}", "NB"),
        ("{{ 2|ordinal }}", "2e"),
        ("{{ none|phone }}{{ none|euros }}{{ none|heure }}", ""),
    ],
)
def test_filters(source, text):
    assert render(source, names=["A", "B"], none=None) == text


def test_nobody_is_singular_in_our_sentences():
    """French counts in the plural from two; English says « 0 people »."""
    for count, word in ((0, "jour"), (1, "jour"), (2, "jours")):
        assert ngettext("jour", "jours", count) == word
        assert npgettext("contexte", "jour", "jours", count) == word
