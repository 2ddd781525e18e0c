import pytest

from alliance.core.text.sms_text import lighten, measure


@pytest.mark.parametrize(
    ("text", "units", "parts", "unicode"),
    [
        ("", 0, 0, False),
        ("é è à ù", 7, 1, False),
        ("a" * 160, 160, 1, False),
        ("a" * 161, 161, 2, False),
        ("a" * 306, 306, 2, False),
        ("a" * 307, 307, 3, False),
        ("€", 2, 1, False),
        ("ê" * 70, 70, 1, True),
        ("ê" * 71, 71, 2, True),
        ("ê" * 135, 135, 3, True),
        ("😀", 2, 1, True),
        ("مرحبا", 5, 1, True),
    ],
)
def test_what_an_operator_charges(text, units, parts, unicode):
    length = measure(text)
    assert (length.units, length.parts, length.unicode) == (units, parts, unicode)


def test_the_dear_characters_are_named():
    assert measure("fête à Échirolles, ça va ?").dear == "êç"


def test_how_much_room_is_left():
    assert measure("a" * 150).left == 10


def test_typography_costs_nothing():
    said = "L’ascenseur de la « tour Ç » : c’est la fête…"
    assert lighten(said) == "L'ascenseur de la \"tour Ç\" : c'est la fete..."
    assert not measure(lighten(said)).unicode


def test_another_alphabet_is_left_whole():
    assert lighten("مرحبا، ç") == "مرحبا، ç"
