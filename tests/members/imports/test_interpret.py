"""From cells to values: nothing a human typed is lost, and nobody is refused for want of e-mail."""

from datetime import date

import pytest

from members.domain.imports.draft import Plan
from members.domain.imports.interpret import interpreter


def read(columns, *row, **plan):
    """Read one row of a file whose columns are {header: field}."""
    choices = Plan(list(columns), list(columns.values()), date(2026, 11, 22), **plan)
    return interpreter(choices)(list(row))


def values(columns, *row, **plan):
    return read(columns, *row, **plan).values


NAME = {"Nom": "last_name", "Prénom": "first_name"}


def test_a_name_is_enough():
    assert values(NAME, "BENALI", "nacéra") == {"last_name": "Benali", "first_name": "Nacéra"}


def test_a_row_without_any_name_is_an_error():
    assert read({**NAME, "Tél": "phone"}, "", "", "0612345678").error


@pytest.mark.parametrize(
    ("cell", "order", "first", "last"),
    [
        ("DE LA CRUZ Maria Pilar", "last_first", "Maria Pilar", "De La Cruz"),
        ("Mme BENALI Nacéra", "last_first", "Nacéra", "Benali"),
        ("Benali, Nacéra", "first_last", "Nacéra", "Benali"),
        ("Benali Nacera", "last_first", "Nacera", "Benali"),
        ("Nacera Benali", "first_last", "Nacera", "Benali"),
    ],
)
def test_full_names_are_cut(cell, order, first, last):
    found = values({"Nom": "full_name"}, cell, name_order=order)
    assert (found["first_name"], found["last_name"]) == (first, last)


def test_every_phone_of_the_row_is_kept_the_mobile_first():
    columns = {**NAME, "Fixe": "phone", "Portable": "phone"}
    found = values(columns, "Benali", "", "04 76 46 00 00", "612345678")
    assert [number for number, _kind in found["phones"]] == ["+33612345678", "+33476460000"]


def test_an_unreadable_phone_is_told_and_kept_in_the_note():
    found = read({**NAME, "Tél": "phone"}, "Benali", "", "06 12 34")
    assert "06 12 34" in found.warnings[0]
    assert "06 12 34" in found.values["note"]


def test_a_likely_slip_in_an_address_is_told():
    found = read({**NAME, "Mail": "email"}, "Benali", "", "nacera@gmail.con")
    assert found.values["emails"] == ["nacera@gmail.con"]
    assert "nacera@gmail.com" in found.warnings[0]


def test_slips_are_mended_only_when_chosen():
    columns = {**NAME, "Mail": "email"}
    found = read(columns, "Benali", "", "nacera@gmail.con", fix_emails=True)
    assert (found.values["emails"], found.warnings) == (["nacera@gmail.com"], [])


def test_the_payer_s_address_is_not_the_member_s():
    columns = {**NAME, "Email payeur": "payer_email", "Nom payeur": "payer_last_name"}
    found = read(columns, "Benali", "Nacéra", "karim@free.fr", "Benali")
    assert "emails" not in found.values
    assert "karim@free.fr" in found.warnings[0]


def test_the_payer_who_is_the_member_keeps_her_address():
    columns = {
        **NAME, "Email payeur": "payer_email",
        "Nom payeur": "payer_last_name", "Prénom payeur": "payer_first_name",
    }  # fmt: skip
    assert values(columns, "BENALI", "Nacéra", "n@free.fr", "benali", "nacera")["emails"] == [
        "n@free.fr"
    ]


def test_no_consent_is_read_from_silence_nor_from_a_subscription():
    columns = {**NAME, "can2_subscription_status": "email_status"}
    assert "consents" not in values(columns, "Benali", "", "subscribed")


def test_an_unsubscription_is_a_refusal_of_e_mails():
    columns = {**NAME, "can2_subscription_status": "email_status"}
    assert values(columns, "Benali", "", "unsubscribed")["consents"] == {"email": False}


def test_a_column_of_agreement_is_read_with_its_words():
    found = values({**NAME, "Accord": "consent"}, "Benali", "", "oui")
    assert found["consents"] == {"email": True, "sms": True, "phone": True}
    assert "Accord" in found["consent_words"]


def test_a_known_organizer_follows_the_person_and_an_unknown_one_goes_to_the_note():
    columns = {**NAME, "Référent": "organizer"}
    assert values(columns, "B", "", "AMINA", organizers={"amina": 7})["organizer"] == 7
    assert "Jeanne" in values(columns, "B", "", "Jeanne")["note"]


def test_comments_of_several_columns_say_which():
    found = values({**NAME, "Note": "note", "Sujet": "note"}, "B", "", "le soir", "ascenseur")
    assert found["note"].splitlines()[1].startswith("Sujet")


def test_a_name_too_long_is_cut_and_told():
    found = read(NAME, "B" * 300, "")
    assert len(found.values["last_name"]) == 100
    assert found.warnings


DUES = {**NAME, "Adhésion": "membership_start", "Montant": "amount", "Payé": "payment_method"}


def test_dues_are_read_when_a_type_was_chosen():
    row = ("Benali", "", "12/03/2024", "10,00 €", "chèque")
    assert "dues" not in values(DUES, *row)
    assert values(DUES, *row, with_dues=True)["dues"] == [
        {"start": "2024-03-12", "end": "", "amount": "10.00", "method": "cheque",
         "on": "2024-03-12", "reference": ""}
    ]  # fmt: skip


def test_an_order_that_is_not_validated_makes_no_dues():
    columns = {**DUES, "Statut": "order_status"}
    found = read(columns, "B", "", "12/03/2024", "10", "carte", "En attente", with_dues=True)
    assert "dues" not in found.values
    assert "En attente" in found.warnings[0]


@pytest.mark.parametrize("name", ["TOTAL", "Sous-total", "Total général"])
def test_a_total_is_nobody(name):
    assert "total" in read({"Nom": "full_name", "Tél": "phone"}, name, "").error
    assert not read({"Nom": "full_name", "Tél": "phone"}, name, "0612345678").error


def test_a_date_left_as_a_number_is_a_date():
    assert values({**NAME, "Né(e) le": "birth"}, "Benali", "", "27395")["birth_year"] == 1975
