"""The rules of an assembly, and what its page and its door make of them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.governance.domain import quorum, rules
from alliance.governance.models import AssemblyRules, ProxyCount
from alliance.journal.models import Entry
from members.models import Chapter
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.members import MembershipFactory, PersonFactory

RULES = {"notice_days": 15, "quorum_percent": 25, "proxies_each": 2, "member_since_days": 0}


@pytest.fixture
def assembly(cast):
    now = timezone.now()
    return ActionFactory(
        chapter=cast.grenoble,
        kind="assembly",
        announced=True,
        starts_at=now + timedelta(minutes=1),
        ends_at=now + timedelta(hours=2),
    )


def member(chapter, since=100):
    today = timezone.localdate()
    person = PersonFactory(chapter=chapter)
    MembershipFactory(
        person=person, starts_on=today - timedelta(days=since), ends_on=today + timedelta(days=40)
    )
    return person


def check_in(assembly, person):
    AttendanceFactory(action=assembly, person=person, attended=True, checked_in_at=timezone.now())


def test_usual_rules_until_the_statutes_are_read(cast, client_of):
    usual = rules.rules_of(cast.grenoble)
    assert (usual.pk, usual.notice_days, usual.quorum_percent) == (None, 15, 25)
    page = client_of(cast.amina).get("/alliance/grenoble/assemblee/").content.decode()
    assert "1er juillet 1901" in page
    assert "personne ne les a encore vérifiées" in page


def test_rules_are_changed_and_journaled(cast, client_of):
    url = "/alliance/grenoble/assemblee/"
    client = client_of(cast.amina)
    assert client.post(url, {**RULES, "quorum_percent": 33}).status_code == 302
    client.post(url, {**RULES, "quorum_percent": 50})
    entry = Entry.objects.filter(verb="assembly_rules.changed").latest("pk")
    assert entry.detail["was"]["quorum_percent"] == 33
    refused = client.post(url, {**RULES, "quorum_percent": 150})
    assert refused.status_code == 422
    assert AssemblyRules.objects.get().quorum_percent == 50


def test_the_same_rules_again_write_nothing(cast):
    for _turn in range(2):
        rules.change(chapter=cast.grenoble, actor=cast.amina, **RULES)
    assert Entry.objects.filter(verb="assembly_rules.changed").count() == 1


def test_the_figures_of_an_assembly(cast, assembly):
    people = [member(cast.grenoble) for _n in range(9)]
    member(cast.rennes)
    PersonFactory(chapter=cast.grenoble)
    check_in(assembly, people[0])
    check_in(assembly, PersonFactory(chapter=cast.grenoble))
    found = quorum.quorum_of(assembly)
    assert (found.voters, found.needed, found.present, found.missing) == (9, 3, 1, 2)
    assert found.send_by == found.day - timedelta(days=15)
    quorum.note_proxies(action=assembly, proxies=2, actor=cast.amina)
    assert quorum.quorum_of(assembly).is_reached


def test_who_may_vote_is_a_list(cast, client_of, assembly):
    entitled = member(cast.grenoble)
    PersonFactory(chapter=cast.grenoble, last_name="Ailleurs")
    page = client_of(cast.amina).get(f"/personnes/?votes_at={assembly.pk}").content.decode()
    assert entitled.last_name in page
    assert "Ailleurs" not in page
    assert "peuvent voter" in page


def test_seniority_asks_for_an_earlier_day_too(cast, assembly):
    rules.change(chapter=cast.grenoble, actor=cast.amina, **(RULES | {"member_since_days": 60}))
    member(cast.grenoble, since=100)
    member(cast.grenoble, since=10)
    assert quorum.quorum_of(assembly).voters == 1


def test_proxies_beyond_what_people_present_carry_are_refused(cast, client_of, assembly):
    url = f"/assemblees/{assembly.pk}/pouvoirs/"
    client = client_of(cast.amina)
    assert client.post(url, {"proxies": "1"}).status_code == 422
    check_in(assembly, member(cast.grenoble))
    refused = client.post(url, {"proxies": "3"})
    assert "que 2 pouvoirs" in refused.content.decode()
    assert client.post(url, {"proxies": "2"}, headers={"hx-request": "true"}).status_code == 200
    assert ProxyCount.objects.get().proxies == 2
    assert Entry.objects.filter(verb="assembly.proxies_noted").count() == 1


def test_nobody_up_to_date_reaches_no_quorum(cast, assembly):
    assert not quorum.quorum_of(assembly).is_reached


def test_no_quorum_in_the_statutes(cast, assembly):
    rules.change(chapter=cast.grenoble, actor=cast.amina, **(RULES | {"quorum_percent": 0}))
    member(cast.grenoble)
    assert quorum.quorum_of(assembly).is_reached


def test_the_page_of_an_assembly_shows_the_panel_and_of_a_march_none(cast, client_of, assembly):
    march = ActionFactory(chapter=cast.grenoble, kind="march")
    client = client_of(cast.amina)
    panel = f"/assemblees/{assembly.pk}/regles/"
    assert panel in client.get(f"/actions/{assembly.pk}/").content.decode()
    assert "Convoquer au plus tard" in client.get(panel).content.decode()
    assert "/assemblees/" not in client.get(f"/actions/{march.pk}/").content.decode()
    assert client.get(f"/assemblees/{march.pk}/regles/").status_code == 404
    desk = client.get(f"/actions/{assembly.pk}/presences/").content.decode()
    assert f"/assemblees/{assembly.pk}/quorum/" in desk


def test_board_members_read_the_panel_and_type_no_proxies(cast, client_of, assembly):
    client = client_of(cast.board)
    assert client.get(f"/assemblees/{assembly.pk}/regles/").status_code == 200
    assert client.get(f"/assemblees/{assembly.pk}/quorum/").status_code == 403
    assert client.post(f"/assemblees/{assembly.pk}/pouvoirs/", {"proxies": 1}).status_code == 403
    assert client_of(cast.yann).get(f"/assemblees/{assembly.pk}/regles/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_figures_cost_the_same(cast, assembly, django_assert_num_queries, rows):
    for _n in range(rows):
        check_in(assembly, member(cast.grenoble))
    with django_assert_num_queries(4):
        quorum.quorum_of(assembly)


def test_the_wizard_asks_clones_and_leaves_alone(cast, client_of):
    rules.change(chapter=cast.grenoble, actor=cast.amina, **(RULES | {"quorum_percent": 40}))
    client = client_of(cast.nadia)
    typed = {"commune_text": "Villeurbanne", "like": cast.grenoble.pk, "proxies_each": "1"}
    client.post("/alliance/ouvrir/", typed)
    made = rules.rules_of(Chapter.objects.get(slug="villeurbanne"))
    assert (made.quorum_percent, made.proxies_each) == (40, 1)
    client.post("/alliance/ouvrir/", {"commune_text": "Aubervilliers"})
    assert rules.rules_of(Chapter.objects.get(slug="aubervilliers")).pk is None
    bad = {"commune_text": "Saint-Fons", "quorum_percent": "200"}
    assert client.post("/alliance/ouvrir/", bad).status_code == 422


def test_constraints(cast, assembly):
    made = rules.change(chapter=cast.grenoble, actor=cast.amina, **RULES)
    wrong = [
        ("rules_notice_plausible", {"notice_days": 91}),
        ("rules_quorum_is_a_share", {"quorum_percent": 101}),
        ("rules_proxies_plausible", {"proxies_each": 21}),
        ("rules_seniority_plausible", {"member_since_days": 731}),
    ]
    for name, values in wrong:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            AssemblyRules.objects.filter(pk=made.pk).update(**values)
    with pytest.raises(IntegrityError, match="proxy_count_plausible"):
        ProxyCount.objects.create(action=assembly, proxies=5001)
