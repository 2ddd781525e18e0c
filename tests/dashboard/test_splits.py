"""One alliance made two: who goes, what goes with them, what stays; and it is undone."""

import pytest

from campaigns.models import Conversation, Grievance, ListeningDrive
from members.domain import reshaping
from members.enums import RoleKind
from members.models import (
    Chapter,
    CustomField,
    CustomValue,
    Household,
    MembershipType,
    Neighbourhood,
    Person,
    Reshaping,
    Role,
    Tag,
)
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.campaigns import IssueFactory
from tests.factories.members import (
    GroupFactory,
    GroupMembershipFactory,
    MembershipFactory,
    PersonFactory,
    UserFactory,
)
from tests.snapshots import snapshot


@pytest.fixture
def town(cast):
    """Two neighbourhoods of Grenoble; the Sud is to go, with the choir and its people."""
    chapter = cast.grenoble
    sud = Neighbourhood.objects.create(chapter=chapter, name="Sud")
    nord = Neighbourhood.objects.create(chapter=chapter, name="Nord")
    choir = GroupFactory(chapter=chapter, name="Chorale", neighbourhood=nord)
    team = GroupFactory(chapter=chapter, name="Comité Nord", neighbourhood=nord)
    people = {
        "sud": PersonFactory(chapter=chapter, neighbourhood=sud),
        "singer": PersonFactory(chapter=chapter, neighbourhood=nord),
        "both": PersonFactory(chapter=chapter, neighbourhood=nord),
        "nord": PersonFactory(chapter=chapter, neighbourhood=nord),
        "sud_nord": PersonFactory(chapter=chapter, neighbourhood=sud),
    }
    for group, names in ((choir, ("singer", "both")), (team, ("both", "nord", "sud_nord"))):
        for name in names:
            GroupMembershipFactory(group=group, person=people[name])
    return {"sud": sud, "choir": choir, "team": team, "people": people}


def split(cast, town, **more):
    return reshaping.split(
        source=cast.grenoble,
        target=cast.rennes,
        neighbourhoods=[town["sud"].pk],
        groups=[town["choir"].pk],
        actor=cast.nadia,
        **more,
    )


def test_who_goes(cast, town):
    part = reshaping.share(cast.grenoble, [town["sud"].pk], [town["choir"].pk])
    going = {name for name, person in town["people"].items() if person.pk in part.people}
    assert going == {"sud", "singer", "sud_nord"}
    assert part.shared_members == 1
    split(cast, town)
    moved = Person.objects.filter(chapter=cast.rennes).values_list("pk", flat=True)
    assert set(moved) == set(part.people)


def test_a_page_merged_into_one_that_goes_follows(cast, town):
    page = PersonFactory(chapter=cast.grenoble, merged_into=town["people"]["sud"])
    assert page.pk in reshaping.share(cast.grenoble, [town["sud"].pk], []).people


def test_what_belongs_to_the_alliance_is_found_or_made_by_name(cast, town):
    singer = town["people"]["singer"]
    tag = Tag.objects.create(chapter=cast.grenoble, name="Alto")
    singer.tags.add(tag)
    field = CustomField.objects.create(chapter=cast.grenoble, name="Voix", kind="text")
    CustomValue.objects.create(person=singer, field=field, text="grave")
    kind = MembershipType.objects.create(chapter=cast.grenoble, name="Adhésion", amount=20)
    MembershipFactory(person=singer, type=kind)
    twin = MembershipType.objects.create(chapter=cast.rennes, name="Adhésion", amount=25)
    split(cast, town)
    singer.refresh_from_db()
    assert singer.tags.get().chapter == cast.rennes
    assert singer.custom_values.get().field.chapter == cast.rennes
    assert singer.memberships.get().type == twin
    assert (singer.neighbourhood.name, singer.neighbourhood.chapter) == ("Nord", cast.rennes)


def test_a_household_cut_in_two_stays_with_those_who_stay(cast, town):
    home, whole = (Household.objects.create(chapter=cast.grenoble) for _n in range(2))
    people = town["people"]
    Person.objects.filter(pk__in=[people["singer"].pk, people["nord"].pk]).update(household=home)
    Person.objects.filter(pk=people["sud"].pk).update(household=whole)
    split(cast, town)
    homes = dict(Person.objects.values_list("pk", "household"))
    assert homes[people["singer"].pk] is None
    assert homes[people["nord"].pk] == home.pk
    assert Household.objects.get(pk=whole.pk).chapter == cast.rennes


def test_local_listening_goes_and_heaps_stay(cast, town):
    chapter, sud = cast.grenoble, town["sud"]
    drive = ListeningDrive.objects.create(
        chapter=chapter, neighbourhood=sud, name="Écoute au Sud", starts_on="2026-09-01"
    )
    heard = Conversation.objects.create(chapter=chapter, drive=drive, neighbourhood=sud)
    alone = Grievance.objects.create(chapter=chapter, conversation=heard, words="Le bruit")
    heaped = Grievance.objects.create(
        chapter=chapter, conversation=heard, words="Le froid", issue=IssueFactory(chapter=chapter)
    )
    split(cast, town)
    places = dict(Grievance.objects.values_list("pk", "chapter"))
    assert places == {alone.pk: cast.rennes.pk, heaped.pk: chapter.pk}
    assert ListeningDrive.objects.get().chapter == cast.rennes


def test_actions_stay_with_their_presences(cast, town):
    action = ActionFactory(chapter=cast.grenoble)
    row = AttendanceFactory(action=action, person=town["people"]["sud"])
    split(cast, town)
    action.refresh_from_db()
    row.refresh_from_db()
    assert (action.chapter, row.person) == (cast.grenoble, town["people"]["sud"])


def test_a_leader_keeps_her_account_where_she_goes(cast, town):
    user = UserFactory(person=town["people"]["sud"])
    Role.objects.create(user=user, chapter=cast.grenoble, kind=RoleKind.LEADER)
    split(cast, town, organizers=[cast.amina])
    assert user.roles.get().chapter == cast.rennes
    assert cast.amina.roles.filter(chapter=cast.rennes, kind=RoleKind.ORGANIZER).exists()


def test_undoing_restores_every_row(cast, town):
    singer = town["people"]["singer"]
    singer.tags.add(Tag.objects.create(chapter=cast.grenoble, name="Alto"))
    Neighbourhood.objects.create(chapter=cast.rennes, name="sud", qpv_code="")
    before = snapshot("reshaping")
    done = split(cast, town)
    reshaping.take_back(done=done, actor=cast.nadia)
    assert snapshot("reshaping") == before


def test_nothing_to_go_is_refused(cast):
    with pytest.raises(reshaping.CannotReshape, match="Rien ne partirait"):
        reshaping.split(
            source=cast.grenoble,
            target=cast.rennes,
            neighbourhoods=[],
            groups=[],
            actor=cast.nadia,
        )


def test_from_the_page_to_a_new_alliance_and_back(cast, client_of, town):
    url, client = "/alliance/grenoble/separer/", client_of(cast.nadia)
    typed = {
        "neighbourhoods": [town["sud"].pk],
        "commune_text": "Échirolles",
        "organizers": [cast.amina.pk],
        "client_id": "0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f",
    }
    shown = client.post(url, {**typed, "revoir": "1"})
    assert shown.status_code == 200
    assert "Rien ne partirait" not in shown.content.decode()
    assert client.post(url, {**typed, "typed": "Lyon"}).status_code == 422
    assert not Reshaping.objects.exists()
    page = client.post(url, {**typed, "typed": "alliance de grenoble"}, follow=True)
    made = Chapter.objects.get(slug="echirolles")
    assert Person.objects.filter(chapter=made).count() == 2
    assert "2 personnes ont changé" in page.content.decode()
    client.post(f"/alliance/reunions/{Reshaping.objects.get().pk}/defaire/")
    made.refresh_from_db()
    assert made.closed_on is not None
    assert not Person.objects.filter(chapter=made).exists()


def test_the_page_asks_for_what_is_missing_and_keeps_the_rest(cast, client_of, town):
    client = client_of(cast.nadia)
    empty = client.post("/alliance/grenoble/separer/", {"name": "Sud ensemble", "revoir": "1"})
    assert empty.status_code == 422
    assert "Sud ensemble" in empty.content.decode()
    assert client_of(cast.amina).post("/alliance/grenoble/separer/").status_code == 403


def test_uniting_from_the_page(cast, client_of, town):
    url, client = "/alliance/rennes/reunir/", client_of(cast.nadia)
    assert "administration" in client_of(cast.yann).get(url).content.decode()
    assert client_of(cast.yann).post(url).status_code == 403
    page = client.get(url, {"avec": cast.grenoble.pk}).content.decode()
    assert "Ce qui passe" in page
    wrong = client.post(url, {"avec": cast.grenoble.pk, "typed": "Grenoble"})
    assert wrong.status_code == 422
    answer = client.post(
        url, {"avec": cast.grenoble.pk, "typed": "Alliance de Rennes"}, follow=True
    )
    assert "est réunie à" in answer.content.decode()
    settings = client.get("/alliance/rennes/reglages/").content.decode()
    assert "défaites la réunion" in settings
    client.post("/alliance/rennes/fermer/", {"rouvrir": "1"})
    assert Chapter.objects.get(slug="rennes").closed_on is not None
