"""The pages of the people list: rows, columns, orders, counts, suggestions, kept lists."""

import pytest

from members.domain.knowing import custom_fields
from members.enums import RoleKind
from members.models import Assessment, Leadership, Person, SavedList
from tests.factories.lists import CustomFieldFactory, SavedListFactory, TagFactory
from tests.factories.members import (
    EmailFactory,
    GroupFactory,
    GroupMembershipFactory,
    MembershipFactory,
    NeighbourhoodFactory,
    PersonFactory,
    PhoneFactory,
    RoleFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/personnes/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


def whole(chapter, field=None, **fields):
    """A person with everything a row may show."""
    person = PersonFactory(chapter=chapter, **fields)
    PhoneFactory(person=person)
    EmailFactory(person=person)
    MembershipFactory(person=person)
    Leadership.objects.create(person=person)
    Assessment.objects.create(person=person, level=3, reason="Vient")
    GroupMembershipFactory(person=person, group=GroupFactory(chapter=chapter))
    person.tags.add(TagFactory(chapter=chapter))
    if field:
        custom_fields.set_value(person=person, field=field, text="CM2")
    return person


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    "query", ["", "?q=diallo", "?q=dialo", "?unseen=never&reach=phone", "?sort=place"]
)
def test_the_list_asks_at_most_twelve_queries(
    cast, amina, rows, query, django_assert_max_num_queries
):
    SavedListFactory(chapter=cast.grenoble, owner=cast.amina)
    for _row in range(rows):
        whole(cast.grenoble)
    with django_assert_max_num_queries(12):
        assert amina.get(LIST + query).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_every_column_at_once_costs_no_more(cast, amina, rows, django_assert_max_num_queries):
    field = CustomFieldFactory(chapter=cast.grenoble)
    for _row in range(rows):
        whole(cast.grenoble, field)
    keys = "place.reach.phones.emails.groups.tags.standing.stage.level.organizer.seen.created"
    keys += f".languages.needs.source.consent_email.custom_{field.pk}.street.city"
    amina.cookies["colonnes"] = keys
    with django_assert_max_num_queries(12):
        page = amina.get(LIST).content.decode()
    assert "CM2" in page
    assert "3/5" in page


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("url", ["filtres/", "colonnes/", "etiquettes/", "trouver/?q=diallo"])
def test_the_panels_ask_the_same_number_of_queries(
    cast, amina, rows, url, django_assert_max_num_queries
):
    for _row in range(rows):
        whole(cast.grenoble, CustomFieldFactory(chapter=cast.grenoble))
    with django_assert_max_num_queries(12):
        assert amina.get(LIST + url, headers=HTMX).status_code == 200


@pytest.mark.parametrize("sort", ["name", "-name", "seen", "-seen", "created", "-created", "place"])
def test_each_order_pages_through_everybody_once(cast, amina, sort):
    granges = NeighbourhoodFactory(chapter=cast.grenoble, name="Les Granges")
    for n in range(111):
        here = granges if n % 2 else None
        PersonFactory(chapter=cast.grenoble, last_name=f"N {n % 7}", neighbourhood=here)
    url, seen = f"?sort={sort}", []
    while url:
        page = amina.get(LIST + url).context["page"]
        seen += [row.pk for row in page.rows]
        url = page.next_url
    assert len(seen) == len(set(seen)) == 112


def test_somebody_added_meanwhile_moves_nobody_on_the_next_page(cast, amina):
    for n in range(60):
        PersonFactory(chapter=cast.grenoble, last_name=f"Nom {n:02d}")
    second = amina.get(LIST).context["page"].next_url
    expected = [row.pk for row in amina.get(LIST + second).context["page"].rows]
    PersonFactory(chapter=cast.grenoble, last_name="Aaa")
    assert [row.pk for row in amina.get(LIST + second).context["page"].rows] == expected


def test_search_answers_are_paged_by_likeness(cast, amina):
    for n in range(60):
        PersonFactory(chapter=cast.grenoble, last_name="Sow", first_name=f"Awa {n:02d}")
    PersonFactory(chapter=cast.grenoble, last_name="Ba", street="12 rue Sow")
    first = amina.get(LIST, {"q": "sow"}).context["page"]
    second = amina.get(LIST + first.next_url).context["page"]
    assert len(first.rows) + len(second.rows) == 61
    assert second.rows[-1].last_name == "Ba"
    again = amina.get(LIST + second.previous_url).context["page"]
    assert [row.pk for row in again.rows] == [row.pk for row in first.rows]


def test_the_count_stops_at_a_thousand(cast, amina):
    Person.objects.bulk_create(
        PersonFactory.build(chapter=cast.grenoble, last_name=f"N{n}") for n in range(1_001)
    )
    page = amina.get(LIST).content.decode()
    assert "plus de 1\u202f000 personnes" in page
    assert "plus de 1\u202f000" in amina.get(LIST, {"q": "fatoumata"}).content.decode()


def test_columns_are_kept_by_the_browser(cast, amina):
    whole(cast.grenoble)
    answer = amina.post(f"{LIST}colonnes/", {"column": ["tags", "emails"], "query": "reach=email"})
    assert answer["Location"] == f"{LIST}?reach=email"
    assert amina.cookies["colonnes"].value == "emails.tags"
    heads = [head["label"] for head in amina.get(LIST).context["headers"]]
    assert heads == ["Personne", "E-mails", "Étiquettes"]


def test_columns_of_a_list_are_the_lists_own(cast, amina):
    saved = SavedListFactory(chapter=cast.grenoble, owner=cast.amina)
    amina.post(f"{LIST}colonnes/", {"column": ["city"], "query": f"liste={saved.pk}"})
    saved.refresh_from_db()
    assert saved.columns == ["city"]
    assert "colonnes" not in amina.cookies


@pytest.mark.parametrize("cookie", ["", "x" * 4_000, "level.'; drop", "custom_99999999999999999"])
def test_a_forged_cookie_shows_what_it_can(cast, amina, cookie):
    amina.cookies["colonnes"] = cookie
    assert amina.get(LIST).status_code == 200


def test_a_leader_sees_neither_opinions_nor_gestures(cast, client_of):
    Assessment.objects.create(person=cast.leader_person, level=2, reason="Hésite")
    leader = client_of(cast.leader)
    leader.cookies["colonnes"] = "level.city"
    page = leader.get(LIST)
    assert [head["label"] for head in page.context["headers"]] == ["Personne", "Ville"]
    assert "2/5" not in page.content.decode()
    assert 'name="geste"' not in page.content.decode()


def test_the_address_is_cleaned_before_it_is_shared(cast, amina):
    answer = amina.get(LIST, {"tag": "", "unseen": "90", "sort": ""})
    assert answer["Location"] == f"{LIST}?unseen=90"


def test_letters_are_answered_with_people_and_groups(cast, amina):
    whole(cast.grenoble, first_name="Nassima")
    page = amina.get(f"{LIST}trouver/", {"q": "granges"}, headers=HTMX).content.decode()
    assert f"/groupes/{cast.led_group.pk}/" in page
    assert "Nassima" in amina.get(f"{LIST}trouver/", {"q": "nasima"}).content.decode()
    assert amina.get(f"{LIST}trouver/", {"q": "  "}).content.decode().strip() == ""


def test_a_board_member_is_offered_groups_only(cast, client_of):
    page = client_of(cast.board).get(f"{LIST}trouver/", {"q": "nacera"})
    assert page.status_code == 200
    assert "Nacéra" not in page.content.decode()


def test_hostile_words_are_words(cast, amina):
    words = "<script>alert(1)</script>"
    PersonFactory(chapter=cast.grenoble, first_name=words, city=words)
    for url in (LIST, f"{LIST}?q=script", f"{LIST}?tag={words}", f"{LIST}trouver/?q=script"):
        assert "<script>alert" not in amina.get(url).content.decode()


def test_a_list_is_kept_opened_changed_and_dropped(cast, amina):
    answer = amina.post(f"{LIST}listes/nouvelle/?unseen=90&apres=x", {"name": "À revoir"})
    saved = SavedList.objects.get()
    assert (saved.query, saved.owner, saved.is_shared) == ("unseen=90", cast.amina, False)
    assert answer["Location"] == f"{LIST}?unseen=90&liste={saved.pk}"
    assert amina.get(f"{LIST}listes/{saved.pk}/")["Location"] == answer["Location"]
    edit = f"{LIST}listes/{saved.pk}/modifier/?reach=none"
    amina.post(
        edit, {"name": "À voir", "is_shared": "on", "query": "reach=none", "take_query": "on"}
    )
    saved.refresh_from_db()
    assert (saved.name, saved.is_shared, saved.query) == ("À voir", True, "reach=none")
    assert "Toute l’équipe" in amina.get(f"{LIST}listes/{saved.pk}/supprimer/").content.decode()
    amina.post(f"{LIST}listes/{saved.pk}/supprimer/")
    assert not SavedList.objects.exists()


def test_a_list_stays_alive_and_says_when_its_tag_is_gone(cast, amina):
    tag = TagFactory(chapter=cast.grenoble)
    saved = SavedListFactory(chapter=cast.grenoble, owner=cast.amina, query=f"tag={tag.pk}")
    whole(cast.grenoble).tags.add(tag)
    assert len(amina.get(f"{LIST}listes/{saved.pk}/", follow=True).context["rows"]) == 1
    tag.delete()
    page = amina.get(f"{LIST}listes/{saved.pk}/", follow=True)
    assert page.status_code == 200
    assert "n’existe plus" in page.content.decode()


def test_whose_list_it_is(cast, amina, client_of):
    saved = SavedListFactory(chapter=cast.grenoble, owner=cast.amina)
    urls = [f"{LIST}listes/{saved.pk}/{end}" for end in ("", "modifier/", "supprimer/")]
    for user, status in ((cast.yann, 404), (cast.board, 403), (cast.leader, 403)):
        assert [client_of(user).get(url).status_code for url in urls] == [status] * 3
    colleague = client_of(cast.nadia)
    assert colleague.get(urls[0]).status_code in {403, 404}
    SavedList.objects.update(is_shared=True)
    assert colleague.get(urls[0]).status_code == 302


def test_a_shared_list_is_changed_by_its_owner_alone(cast, client_of):
    other = RoleFactory(chapter=cast.grenoble, kind=RoleKind.ORGANIZER).user
    saved = SavedListFactory(chapter=cast.grenoble, owner=cast.amina, is_shared=True)
    client = client_of(other)
    assert client.get(f"{LIST}listes/{saved.pk}/").status_code == 302
    assert client.post(f"{LIST}listes/{saved.pk}/supprimer/").status_code == 403


def test_two_lists_of_one_name_are_refused_with_a_sentence(cast, amina):
    SavedListFactory(chapter=cast.grenoble, owner=cast.amina, name="À revoir")
    other = SavedListFactory(chapter=cast.grenoble, owner=cast.amina)
    page = amina.post(f"{LIST}listes/{other.pk}/modifier/", {"name": "À revoir"})
    assert page.status_code == 422
    assert "déjà une liste de ce nom" in page.content.decode()


def test_keeping_a_list_twice_keeps_one(cast, amina):
    for _time in range(2):
        amina.post(f"{LIST}listes/nouvelle/?reach=none", {"name": "À revoir"})
    assert SavedList.objects.count() == 1
