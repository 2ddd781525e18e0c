"""The door with several phones: links without account, people's own codes, sheets on paper."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actions.domain.actions import WrongState
from actions.domain.phone_tree import access_links
from actions.domain.tokens import reply_token
from actions.domain.turnout import turnout
from actions.domain.welcome import check_in, sheets
from actions.models import AccessLink, Attendance, LinkAccess, SignInSheet
from alliance.journal.models import Entry
from members.models import Person
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.members import PersonFactory
from tests.threads import together

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def today(cast):
    starts_at = timezone.now() + timedelta(minutes=5)
    return ActionFactory(chapter=cast.grenoble, announced=True, starts_at=starts_at)


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


def lend(cast, action, **fields):
    values = {"expires_at": access_links.end_of_check_in(action), "holder": "Karim"} | fields
    return access_links.create(
        purpose="check_in", chapter=cast.grenoble, action=action, actor=cast.amina, **values
    )


def token_of(link):
    return access_links.url_of(link).rstrip("/").split("/")[-1]


def desk(token, name, *args):
    return reverse(f"actions:desk-{name}", args=[token, *args])


def test_a_phone_without_account_checks_in_and_is_remembered(client, cast, today):
    row = AttendanceFactory(action=today, person__first_name="Awa", person__last_name="Diallo")
    token = token_of(lend(cast, today))
    listed = client.get(reverse("actions:link", args=[token]), follow=True).content.decode()
    assert "Awa D." in listed
    assert "Diallo" not in listed

    for _twice in range(2):
        answer = client.post(desk(token, "check-in", row.pk), headers=HTMX)

    assert "Diallo" not in answer.content.decode()
    assert turnout(today).attended == 1
    assert LinkAccess.objects.first().person == row.person
    assert Entry.objects.get(verb="attendance.checked_in").actor_label == "Karim"


def test_by_a_link_one_counts_undoes_and_names(client, cast, today):
    token = token_of(lend(cast, today))
    tap = {"client_id": str(uuid4())}
    for _twice in range(2):
        client.post(desk(token, "walk-in"), tap)
    row = Attendance.objects.get()
    client.post(desk(token, "walk-in-name", row.pk), {"name": "Samira Haddad"})
    assert Attendance.objects.get().person.first_name == "Samira"
    client.post(desk(token, "check-out", row.pk))
    assert turnout(today).attended == 0


def test_a_link_opens_the_list_of_its_action_and_nobody_else(client, cast, today):
    other = AttendanceFactory(action=ActionFactory(chapter=cast.grenoble))
    stranger = PersonFactory(chapter=cast.grenoble)
    token = token_of(lend(cast, today))

    assert client.post(desk(token, "check-in", other.pk)).status_code == 404
    client.post(desk(token, "walk-in"), {"client_id": str(uuid4()), "person": stranger.pk})
    assert turnout(today).attended == 0
    page = client.get(desk(token, "list"), {"qui": stranger.first_name})
    assert page.context["others"] == []


def test_with_whom_by_a_link(client, cast, today):
    bringer = AttendanceFactory(action=today, came=True).person
    row = AttendanceFactory(action=today, came=True)
    token = token_of(lend(cast, today))

    assert client.get(desk(token, "check-with", row.pk)).status_code == 200
    client.post(desk(token, "check-in", row.pk), {"brought_by": bringer.pk})

    row.refresh_from_db()
    assert row.brought_by == bringer


def test_a_link_taken_back_or_over_opens_no_list(client, amina, cast, today):
    link = lend(cast, today)
    row = AttendanceFactory(action=today)
    amina.post(reverse("actions:welcome-link-end", args=[today.pk, link.pk]))
    for answer in (
        client.get(desk(token_of(link), "list")),
        client.post(desk(token_of(link), "check-in", row.pk)),
    ):
        assert answer.status_code == 410
    assert turnout(today).attended == 0


def test_lending_shows_a_code_and_what_was_done(amina, cast, today):
    where = reverse("actions:welcome-links", args=[today.pk])
    amina.post(where, {"name": "Karim"})
    (one,) = amina.get(where).context["links"]
    assert (one["link"].holder, one["link"].expires_at) == (
        "Karim",
        today.ends_at + timedelta(days=2),
    )
    assert "<svg" in one["code"]


def test_the_counter_brings_what_another_phone_tapped(client, cast, today):
    row = AttendanceFactory(action=today)
    token = token_of(lend(cast, today))
    before = timezone.now().isoformat()
    check_in.check_in(action=today, attendance=row)

    fresh = client.get(desk(token, "check-count"), {"depuis": before}).content.decode()
    assert f'id="presence-{row.pk}"' in fresh
    assert 'hx-swap-oob="true"' in fresh
    for nonsense in ("", "hier", "2026-13-45", "2026-01-01T00:00"):
        answer = client.get(desk(token, "check-count"), {"depuis": nonsense})
        assert f"presence-{row.pk}" not in answer.content.decode()


def test_the_counter_brings_what_another_phone_took_back(client, cast, today):
    row = AttendanceFactory(action=today)
    check_in.check_in(action=today, attendance=row)
    extra = check_in.walk_in(action=today)
    number = extra.pk
    token = token_of(lend(cast, today))
    before = timezone.now().isoformat()
    for tapped in (row, extra):
        check_in.undo_check_in(attendance=tapped)

    fresh = client.get(desk(token, "check-count"), {"depuis": before}).content.decode()
    assert f'id="presence-{row.pk}"' in fresh
    assert f'<li id="presence-{number}" hx-swap-oob="delete">' in fresh


def test_where_only_numbers_count_no_phone_sees_a_name(client, cast, today):
    AttendanceFactory(action=today, person__first_name="Secrète")
    today.count_only = True
    today.save()
    token = token_of(lend(cast, today))

    assert "Secrète" not in client.get(desk(token, "list")).content.decode()
    client.post(desk(token, "walk-in"), {"client_id": str(uuid4())})
    assert turnout(today).attended == 1


# --- Her own code ----------------------------------------------------------------------------


def code(row):
    return reverse("actions:person-code", args=[reply_token(row.pk)])


def test_to_herself_the_code_is_a_picture_and_a_post_does_nothing(client, today):
    row = AttendanceFactory(action=today)

    assert "<svg" in client.get(code(row)).content.decode()
    client.post(code(row))
    assert turnout(today).attended == 0


def test_scanned_by_an_organizer_a_button_checks_her_in(amina, today):
    row = AttendanceFactory(action=today)

    assert "Elle ou il est là" in amina.get(code(row)).content.decode()
    assert turnout(today).attended == 0
    for _twice in range(2):
        amina.post(code(row))
    assert turnout(today).attended == 1


def test_scanned_by_a_phone_that_opened_the_link(client, cast, today):
    row = AttendanceFactory(action=today)
    client.get(desk(token_of(lend(cast, today)), "list"))
    client.post(code(row))
    assert turnout(today).attended == 1

    AccessLink.objects.update(revoked_at=timezone.now())
    other = AttendanceFactory(action=today)
    client.post(code(other))
    assert turnout(today).attended == 1


def test_the_link_of_another_action_scans_nobody(client, cast, today):
    other = ActionFactory(chapter=cast.grenoble, announced=True, starts_at=timezone.now())
    client.get(desk(token_of(lend(cast, other)), "list"))
    client.post(code(AttendanceFactory(action=today)))
    assert turnout(today).attended == 0


def test_an_organizer_elsewhere_scans_nobody(client_of, cast, today):
    client_of(cast.yann).post(code(AttendanceFactory(action=today)))
    assert turnout(today).attended == 0


def test_a_forged_code_is_kind(client, db):
    assert client.get(reverse("actions:person-code", args=["1:x"])).status_code == 404


# --- Paper -----------------------------------------------------------------------------------


@pytest.fixture
def sheet(amina, cast, today):
    for first, last in (("Awa", "Adjovi"), ("Bintou", "Bah"), ("Chloé", "Coste")):
        person = PersonFactory(chapter=cast.grenoble, first_name=first, last_name=last)
        AttendanceFactory(action=today, person=person)
    amina.post(reverse("actions:sheet-print", args=[today.pk]))
    return SignInSheet.objects.get()


def typed(client, where, **lines):
    data = {name.replace("_", "-"): value for name, value in lines.items()}
    return client.post(where, data)


def test_a_sheet_keeps_its_order_whoever_comes_onto_the_list(amina, cast, today, sheet):
    AttendanceFactory(action=today, person__first_name="Aaron", person__last_name="Aba")
    text = amina.get(reverse("actions:sheet-detail", args=[sheet.pk])).content.decode()

    assert text.index("Awa Adjovi") < text.index("Bintou Bah") < text.index("Chloé Coste")
    assert "Aaron" not in text


def test_typing_it_twice_counts_once(amina, today, sheet):
    where = reverse("actions:sheet-entry", args=[sheet.pk])
    for _twice in range(2):
        answer = typed(amina, where, ligne_1="x", ligne_3="x", unknown="4", names="Zoé Roy\n\n")
        assert answer.status_code == 302

    figure = turnout(today)
    assert (figure.attended, figure.walk_ins) == (7, 5)
    assert Person.objects.filter(first_name="Zoé").count() == 1
    typed(amina, where, ligne_1="0")
    assert turnout(today).attended == 6


@pytest.mark.parametrize("lines", [{"ligne_1": "z"}, {"unknown": "beaucoup"}, {"unknown": "9999"}])
def test_what_makes_no_sense_is_refused_and_kept(amina, today, sheet, lines):
    answer = typed(amina, reverse("actions:sheet-entry", args=[sheet.pk]), ligne_2="x", **lines)

    assert answer.status_code == 422
    assert f'value="{next(iter(lines.values()))}"' in answer.content.decode()
    assert turnout(today).attended == 0


def test_somebody_who_left_the_list_stays_a_line(amina, today, sheet):
    Attendance.objects.filter(person__first_name="Bintou").delete()
    where = reverse("actions:sheet-entry", args=[sheet.pk])

    assert "n’est plus sur la liste" in amina.get(where).content.decode()
    typed(amina, where, ligne_2="x", ligne_3="x")
    assert Attendance.objects.get(attended=True).person.first_name == "Chloé"


def test_by_the_printed_code_names_are_short(client, today, sheet):
    where = reverse("actions:link", args=[token_of(sheet.links.get())])
    page = client.get(where, follow=True)
    assert "Awa A." in page.content.decode()
    assert "Adjovi" not in page.content.decode()

    entry = page.redirect_chain[-1][0]
    typed(client, entry, ligne_1="x")
    assert turnout(today).attended == 1
    assert LinkAccess.objects.get().verb == "entered"


def test_before_the_day_a_sheet_is_not_typed(cast):
    action = ActionFactory(
        chapter=cast.grenoble, announced=True, starts_at=timezone.now() + timedelta(days=3)
    )
    made = sheets.print_sheet(action=action, rows=[], actor=cast.amina)
    with pytest.raises(WrongState):
        sheets.enter_sheet(sheet=made, marks={}, unknown=2)


def test_where_only_numbers_count_there_is_no_sheet(amina, today):
    today.count_only = True
    today.save()
    amina.post(reverse("actions:sheet-print", args=[today.pk]))
    assert not SignInSheet.objects.exists()


# --- Together --------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_three_phones_never_count_twice(cast, today):
    rows = [AttendanceFactory(action=today) for _ in range(4)]
    tokens = [token_of(lend(cast, today)) for _ in range(3)]
    plus = str(uuid4())

    def phone(token):
        browser = Client()
        for row in rows:
            browser.post(desk(token, "check-in", row.pk))
        browser.post(desk(token, "walk-in"), {"client_id": plus})

    assert together([lambda token=token: phone(token) for token in tokens]) == []
    assert turnout(today).attended == 5
    assert Entry.objects.filter(verb="attendance.checked_in").count() == 4


@pytest.mark.django_db(transaction=True)
def test_one_sheet_typed_by_two_at_once_counts_once(cast, today):
    row = AttendanceFactory(action=today)
    made = sheets.print_sheet(action=today, rows=[row.pk], actor=cast.amina)

    def enter():
        sheets.enter_sheet(sheet=made, marks={row.pk: True}, unknown=3, names=["Zoé Roy"])

    assert together([enter, enter]) == []
    assert turnout(today).attended == 5
