"""Real exports of other software, in their exact shape, from end to end."""

import io
from datetime import date

import xlsxwriter

from members.domain.imports import choices, report
from members.models import Consent, Membership, Person
from tests.factories.members import MembershipTypeFactory
from tests.members.imports.building import dropped, imported, previewed, row_of, table
from tests.members.imports.messy import as_csv

HELLOASSO = (
    "Référence commande;Date de la commande;Statut de la commande;Nom adhérent;Prénom adhérent ;"
    "Nom payeur;Prénom payeur;Email payeur;Moyen de paiement;Tarif;Montant tarif"
)
ORDER = "12345;15/03/2024 18:30;Validé;{};BENALI;Karim;karim@free.fr;Carte bancaire;Adulte;10,00"


def person(first_name):
    return Person.objects.get(first_name=first_name)


def test_helloasso_two_members_under_one_payer(cast):
    kind = MembershipTypeFactory(chapter=cast.grenoble, months=12)
    rows = (ORDER.format("BENALI;Karim"), ORDER.format("BENALI;Lina"))
    data = b"\xef\xbb\xbf" + table(HELLOASSO, *rows)
    batch = imported(cast.grenoble, data, membership_type=kind.pk)
    assert person("Karim").emails.get().address == "karim@free.fr"
    assert not person("Lina").emails.exists()
    assert "karim@free.fr" in row_of(batch, 3).warnings[0]
    assert {m.payments.get().method for m in Membership.objects.all()} == {"helloasso"}


def test_helloasso_an_order_that_waits_pays_nothing(cast):
    kind = MembershipTypeFactory(chapter=cast.grenoble)
    waiting = ORDER.format("BENALI;Lina").replace("Validé", "En attente")
    imported(cast.grenoble, table(HELLOASSO, waiting), membership_type=kind.pk)
    assert not person("Lina").memberships.exists()


def test_nationbuilder_dates_put_the_month_first_and_article_9_stays_out(cast):
    header = (
        "nationbuilder_id;first_name;last_name;email;mobile_number;created_at;religion;tag_list"
    )
    row = "42;Awa;Sow;awa@free.fr;0611111111;03/04/2024 10:15 AM;islam;logement, école"
    batch = imported(cast.grenoble, table(header, row))
    found = person("Awa")
    assert found.first_met_on == date(2024, 3, 4)
    assert {tag.name for tag in found.tags.all()} == {"logement", "école"}
    assert found.external_ids.get().source == "nationbuilder"
    assert "islam" not in str(row_of(batch, 2).values)


def test_civicrm_sort_name_and_several_groups(cast):
    header = "Contact ID,Sort Name,Email,Phone,Do Not Email,Group(s),Tag(s)"
    row = '7,"Dupont, Jean",jean@free.fr,0611111111,1,"Amicale,Parents des Buttes",bénévole'
    imported(cast.grenoble, f"{header}\r\n{row}\r\n")
    found = person("Jean")
    assert found.last_name == "Dupont"
    assert found.group_memberships.count() == 2
    assert [(c.channel, c.given) for c in Consent.objects.filter(person=found)] == [
        ("email", False)
    ]


def test_paheko_both_names_in_one_field(cast):
    header = "numero;pronom;nom;email;adresse;code_postal;ville;telephone;pays;lettre_infos"
    row = "3;;DE LA CRUZ Maria Pilar;;3 rue Haute;38000;Grenoble;0611111111;FR;1"
    imported(cast.grenoble, table(header, row))
    found = person("Maria Pilar")
    assert (found.last_name, found.street) == ("De La Cruz", "3 rue Haute")
    assert not found.consents.exists()


def test_action_network_tags_and_unsubscribed(cast):
    header = "uuid,first_name,last_name,email,zip_code,can2_phone,can2_subscription_status"
    row = 'u-1,Awa,Sow,awa@free.fr,38000,+33611111111,unsubscribed,"logement, école"'
    imported(cast.grenoble, f"{header},can2_user_tags\n{row}\n")
    assert person("Awa").tags.count() == 2
    assert person("Awa").consents.get().given is False


def test_galette_two_members_share_an_address(cast):
    header = "id_adh;nom_adh;prenom_adh;email_adh;gsm_adh;ddn_adh;adresse_adh;cp_adh;ville_adh"
    rows = (
        "1;SOW;Awa;famille@free.fr;0611111111;1980-05-01;3 rue Haute;38000;Grenoble",
        "2;SOW;Ali;famille@free.fr;0622222222;1978-02-03;3 rue Haute;38000;Grenoble",
    )
    imported(cast.grenoble, table(header, *rows))
    assert person("Awa").household == person("Ali").household is not None
    assert person("Ali").emails.get().address == "famille@free.fr"
    assert person("Ali").birth_year == 1978


def test_excel_in_windows_1252_that_lost_the_zeros(cast):
    rows = [["Lefèvre", "Élodie", "612345678", "1000"]]
    data = as_csv(rows, ["Nom", "Prénom", "Tél", "CP"], encoding="cp1252")
    imported(cast.grenoble, data)
    found = person("Élodie")
    assert (found.phones.get().number, found.postal_code) == ("+33612345678", "01000")


def test_action_populaire_and_zetkin_are_recognized(cast):
    ap = "id,first_name,last_name,is_political_support,email,contact_phone,location_zip,address"
    batch = dropped(cast.grenoble, f"{ap}\n9,Awa,Sow,true,a@free.fr,0611111111,38000,3 rue Haute\n")
    guess = choices.guess(batch)
    assert guess.profile.label == "Action populaire"
    assert guess.columns[3].sensitive
    zetkin = "id,ext_id,first_name,last_name,email,phone,alt_phone,co_address,zip_code,city"
    batch = dropped(cast.grenoble, f"{zetkin}\n9,,Awa,Sow,a@free.fr,0611111111,,,38000,Grenoble\n")
    assert choices.guess(batch).profile.label == "Zetkin"


def test_a_workbook_with_titles_a_formula_and_a_true_date(cast):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Adhérents")
    sheet.write_row(0, 0, ["Adhérents 2024"])
    sheet.write_row(2, 0, ["Nom", "Prénom", "Tél", "Rencontrée le"])
    sheet.write_row(3, 0, ["Sow", "Awa", 611111111, date(2024, 3, 4)])
    sheet.write_formula(4, 0, '="Ba"', None, "Ba")
    book.close()
    imported(cast.grenoble, target.getvalue(), name="liste.xlsx")
    assert person("Awa").first_met_on == date(2024, 3, 4)
    assert Person.objects.filter(last_name="Ba").exists()


def test_importing_the_same_export_again_creates_nothing(cast):
    kind = MembershipTypeFactory(chapter=cast.grenoble)
    data = table(HELLOASSO, ORDER.format("BENALI;Karim"), ORDER.format("SOW;Awa"))
    imported(cast.grenoble, data, membership_type=kind.pk)
    before = Person.objects.count(), Membership.objects.count()
    again = imported(cast.grenoble, data, membership_type=kind.pk)
    assert (Person.objects.count(), Membership.objects.count()) == before
    assert report.outcome(again).created == 0


def test_the_preview_names_the_columns_left_out(cast):
    batch = previewed(cast.grenoble, table("Nom;Religion", "Sow;x"))
    assert batch.mapping == {"Nom": "last_name"}
