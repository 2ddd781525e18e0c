"""Families survive: what is shared only helps, the name decides."""

import pytest

from members.domain.imports.likeness import Names, Shared, Someone, compare_names, judge

NACERA = Someone("Nacéra", "Benali")
PHONE = Shared(phone=True)


def verdict(row, known, shared=None):
    judgement = judge(row, known, shared or Shared())
    return judgement and str(judgement.verdict)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (Someone("NACERA", "BENALI"), Names.SAME),
        (Someone("Benali", "Nacéra"), Names.SAME),
        (Someone("Nacéra", "Benalli"), Names.CLOSE),
        (Someone("Nassera", "Benali"), Names.CLOSE),
        (Someone("N.", "Benali"), Names.CLOSE),
        (Someone("", "Benali"), Names.PART),
        (Someone("Nacéra", "Haddad"), Names.FIRST_ONLY),
        (Someone("Karim", "Benali"), Names.OTHER),
    ],
)
def test_names_are_compared_without_accents_case_or_order(other, expected):
    assert compare_names(NACERA, other) == expected


def test_a_usual_name_counts_as_a_first_name():
    assert compare_names(Someone("Kader", "Sow"), Someone("Abdelkader", "Sow", "Kader")) == (
        Names.SAME
    )


@pytest.mark.parametrize(
    "shared", [Shared(phone=True), Shared(email=True), Shared(street=True), Shared(external=True)]
)
def test_the_same_name_and_one_thing_in_common_is_the_same_person(shared):
    assert verdict(Someone("NACERA", "Benali"), NACERA, shared) == "same"


def test_the_same_birth_year_is_something_in_common():
    row, known = Someone("Nacéra", "Benali", "", 1980), Someone("Nacera", "Benali", "", 1980)
    assert verdict(row, known) == "same"


def test_the_same_name_alone_is_left_to_a_human():
    assert verdict(NACERA, NACERA) == "undecided"


def test_a_namesake_born_another_year_is_somebody_else():
    row, known = Someone("Nacéra", "Benali", "", 1980), Someone("Nacéra", "Benali", "", 1955)
    assert verdict(row, known) is None
    assert verdict(row, known, PHONE) == "undecided"


def test_a_shared_phone_with_another_first_name_is_family():
    judgement = judge(Someone("Karim", "Benali"), NACERA, PHONE)
    assert str(judgement.verdict) == "new"
    assert "famille" in judgement.reason


def test_a_shared_phone_with_a_close_name_is_left_to_a_human():
    assert verdict(Someone("Nassera", "Benali"), NACERA, PHONE) == "undecided"
    assert verdict(Someone("", "Benali"), NACERA, PHONE) == "undecided"
    assert verdict(Someone("Nacéra", "Haddad"), NACERA, PHONE) == "undecided"


def test_a_close_name_in_the_same_street_is_left_to_a_human():
    assert verdict(Someone("Nassera", "Benali"), NACERA, Shared(street=True)) == "undecided"


def test_nothing_in_common_says_nothing():
    assert verdict(Someone("Karim", "Haddad"), NACERA) is None


def test_the_same_identifier_with_another_name_is_left_to_a_human():
    assert verdict(Someone("Karim", "Haddad"), NACERA, Shared(external=True)) == "undecided"


def test_an_archived_page_is_never_completed_without_a_human():
    archived = Someone("Nacéra", "Benali", archived=True)
    assert verdict(NACERA, archived, PHONE) == "undecided"
