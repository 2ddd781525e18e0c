"""Pairs side by side: decided, taken back, refused with a sentence."""

import pytest

from members.domain import merging
from members.models import DistinctPair, Merge, Person
from tests.factories.members import EmailFactory, PersonFactory, PhoneFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST, DECIDE = "/personnes/doublons/", "/personnes/doublons/decider/"


@pytest.fixture
def amina(client_of, cast):
    return client_of(cast.amina)


def twins(chapter, name="Haddad"):
    people = [PersonFactory(chapter=chapter, first_name="Ali", last_name=name) for _twice in "ab"]
    for person in people:
        PhoneFactory(person=person, number="+33476112233")
    return people


@pytest.fixture
def pair(cast):
    return twins(cast.grenoble)


def decide(client, pair, decision, *, htmx=False, **more):
    data = {"first": pair[0].pk, "second": pair[1].pk, "decision": decision} | more
    headers = {"HTTP_HX_REQUEST": "true"} if htmx else {}
    return client.post(DECIDE, data, **headers)


def test_the_pair_is_shown_with_its_reasons(amina, pair):
    page = amina.get(LIST).content.decode()
    assert page.count("data-pair ") == 1
    assert "même nom" in page
    assert "même téléphone" in page
    assert f'value="{pair[0].pk}" checked' in page


def test_the_same_person_is_merged_into_the_page_chosen(amina, pair):
    decide(amina, pair, "same", keep=pair[1].pk)
    merge = Merge.objects.get()
    assert (merge.kept, merge.gone) == (pair[1], pair[0])
    assert "Aucun doublon" in amina.get(LIST).content.decode()


def test_an_old_link_leads_to_the_page_kept(amina, pair):
    decide(amina, pair, "same", keep=pair[0].pk)
    answer = amina.get(f"/personnes/{pair[1].pk}/")
    assert answer["Location"] == f"/personnes/{pair[0].pk}/"


def test_a_merge_is_undone_from_the_page_of_the_person(amina, pair):
    decide(amina, pair, "same", keep=pair[0].pk)
    merge = Merge.objects.get()
    page = amina.get(f"/personnes/{pair[0].pk}/").content.decode()
    assert f"/personnes/fusions/{merge.pk}/defaire/" in page
    answer = amina.post(f"/personnes/fusions/{merge.pk}/defaire/", follow=True)
    assert "comme avant" in answer.content.decode()
    assert Person.objects.get(pk=pair[1].pk).merged_into is None


def test_a_merge_that_cannot_be_undone_says_why(amina, cast, pair):
    first = merging.merge(keep=pair[0], gone=pair[1], actor=cast.amina)
    third = PersonFactory(chapter=cast.grenoble)
    merging.merge(keep=third, gone=pair[0], actor=cast.amina)
    answer = amina.post(f"/personnes/fusions/{first.pk}/defaire/", follow=True)
    assert "plus récente" in answer.content.decode()


def test_two_people_are_remembered_and_it_can_be_taken_back(amina, pair):
    for _twice in range(2):
        answer = decide(amina, pair, "different")
        assert answer["Location"] == LIST
    assert DistinctPair.objects.count() == 1
    amina.post(f"/personnes/doublons/{pair[0].pk}/{pair[1].pk}/oublier/")
    assert amina.get(LIST).content.decode().count("data-pair ") == 1


def test_with_scripts_the_pair_leaves_and_the_message_comes(amina, pair):
    page = decide(amina, pair, "different", htmx=True).content.decode()
    assert "hx-swap-oob" in page
    assert "data-pair " not in page
    assert f"/personnes/doublons/{pair[0].pk}/{pair[1].pk}/oublier/" in page


@pytest.mark.parametrize("htmx", [True, False])
def test_a_refused_merge_says_why_and_shows_the_pair_again(amina, pair, htmx):
    for person in pair:
        UserFactory(person=person)
    answer = decide(amina, pair, "same", htmx=htmx)
    assert answer.status_code == 422
    assert "a un compte" in answer.content.decode()
    assert answer.content.decode().count("data-pair ") == 1


def test_merging_the_same_pair_twice_is_refused(amina, pair):
    decide(amina, pair, "same")
    assert "déjà fusionnée" in decide(amina, pair, "same").content.decode()


@pytest.mark.parametrize("wrong", [{"first": ""}, {"second": "x"}, {"first": "9" * 30}])
def test_a_mangled_decision_finds_nobody(amina, pair, wrong):
    assert decide(amina, pair, "same", **wrong).status_code == 404
    assert not Merge.objects.exists()


def test_another_chapter_s_people_do_not_exist(amina, cast, pair):
    assert decide(amina, twins(cast.rennes), "same").status_code == 404
    assert decide(amina, [pair[0], PersonFactory(chapter=cast.rennes)], "same").status_code == 404


def test_a_leader_does_not_merge(client_of, cast):
    leader = client_of(cast.leader)
    assert leader.get(LIST).status_code == 403
    assert decide(leader, [cast.leader_person] * 2, "same").status_code == 403


def test_two_known_pages_are_compared_from_the_person(amina, cast, pair):
    url = f"/personnes/{pair[0].pk}/doublon/"
    other = PersonFactory(chapter=cast.grenoble, first_name="Tout", last_name="Autre")
    assert amina.get(f"{url}?avec={other.pk}").content.decode().count("data-pair ") == 1
    assert amina.get(f"{url}?avec_text=Tout+Autre").content.decode().count("data-pair ") == 1
    for nobody in (f"avec={pair[0].pk}", "avec_text=Zzzz"):
        assert "Choisissez une autre fiche" in amina.get(f"{url}?{nobody}").content.decode()


def test_an_administrator_looks_chapter_by_chapter(client_of, cast, pair):
    twins(cast.rennes, "Roux")
    nadia = client_of(cast.nadia)
    for chapter, name in ((cast.grenoble, "Haddad"), (cast.rennes, "Roux")):
        page = nadia.get(f"{LIST}?alliance={chapter.pk}").content.decode()
        assert page.count("data-pair ") == 1
        assert name in page


@pytest.mark.parametrize("pairs", [1, 3])
def test_the_list_asks_the_same_number_of_queries(amina, cast, django_assert_num_queries, pairs):
    for rank in range(pairs):
        for _twice in "ab":
            person = PersonFactory(chapter=cast.grenoble, first_name=f"Ali{rank}", last_name="Roux")
            EmailFactory(person=person, address=f"ali{rank}@example.org")
    amina.get(LIST)
    with django_assert_num_queries(9):
        assert amina.get(LIST).content.decode().count("data-pair ") == pairs


@pytest.mark.parametrize("decision", ["", "oui", "merge"])
def test_nothing_is_merged_without_being_said(amina, pair, decision):
    assert decide(amina, pair, decision).status_code == 422
    assert not Merge.objects.exists()


def test_a_pair_alone_on_its_page_leads_to_the_page_kept(amina, pair):
    shown = amina.get(f"/personnes/{pair[1].pk}/doublon/", {"avec": pair[0].pk})
    assert "hx-post" not in shown.content.decode().split("data-pairs")[1].split("</form>")[0]
    kept = shown.context["pair"].keep
    answer = decide(amina, pair, "same", keep=kept.pk, next=f"/personnes/{kept.pk}/")
    assert answer["Location"] == f"/personnes/{kept.pk}/"
