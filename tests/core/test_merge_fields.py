import pytest

from alliance.core.text import merge_fields

KNOWN = {"prenom", "lien"}


def test_accents_capitals_and_spaces_do_not_matter():
    assert merge_fields.fill("Bonjour { Prénom } !", {"prenom": "Fatou"}) == "Bonjour Fatou !"


def test_an_unknown_field_is_named_as_it_was_typed():
    with pytest.raises(merge_fields.UnknownFields) as refusal:
        merge_fields.check("{prénom}, {Adhésion} et {x}", known=KNOWN)
    assert refusal.value.names == ["Adhésion", "x"]


def test_a_name_cannot_bring_html():
    filled = merge_fields.fill_html("<p>{prenom}</p>", {"prenom": "<b>x</b>"})
    assert filled == "<p>&lt;b&gt;x&lt;/b&gt;</p>"


def test_only_addresses_stand_inside_a_link():
    html = '<a href="%7Blien%7D">a</a><a href="%7Bprenom%7D">b</a>'
    values = {"lien": "https://x.test/r/1/", "prenom": "javascript:alert(1)"}
    filled = merge_fields.fill_html(html, values, addresses={"lien"})
    assert filled == '<a href="https://x.test/r/1/">a</a><a href="">b</a>'


def test_a_field_forgotten_by_the_house_leaves_no_braces():
    assert merge_fields.fill("Bonjour {ancien}!", {}) == "Bonjour !"
