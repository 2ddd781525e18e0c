"""Pages of the calls for those who organize: prepare, share, follow, paper and its entry."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.domain.phone_tree import call_lists
from actions.models import CallList, Reply
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.lists import SavedListFactory
from tests.factories.members import ConsentFactory, GroupMembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def soon(cast):
    starts_at = timezone.now() + timedelta(days=2)
    return ActionFactory(
        chapter=cast.grenoble, announced=True, starts_at=starts_at, organizer=cast.amina
    )


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


@pytest.fixture
def made(cast, soon):
    people = [AttendanceFactory(action=soon).person for _ in range(3)]
    return call_lists.prepare(
        chapter=cast.grenoble, people=people, title="Ce soir", actor=cast.amina, action=soon
    )


def url(name, *args):
    return reverse(f"actions:{name}", args=args)


def form_of(page):
    form = page.context["form"]
    return {"client_id": form["client_id"].value(), "title": form["title"].value(), "until": "0"}


def test_from_the_silent_ones_of_an_action_to_who_calls(amina, cast, soon):
    silent = AttendanceFactory(action=soon, person__brought_by=cast.leader_person)
    AttendanceFactory(action=soon, yes=True)
    where = url("call-list-create") + f"?action={soon.pk}&qui=none"
    page = amina.get(where)
    assert page.context["count"] == 1

    for _twice in range(2):
        answer = amina.post(where, form_of(page) | {"action": soon.pk})
    made = CallList.objects.get()
    assert answer["Location"] == url("call-list-split", made.pk)

    page = amina.get(answer["Location"])
    ((caller, ticked),) = page.context["callers"][:1]
    assert (caller.name, ticked) == ("Nacéra Benali", True)
    amina.post(answer["Location"], {"callers": [caller.key]})
    assert made.lines.get(person=silent.person).branch.name == "Nacéra Benali"


def test_from_a_group_a_saved_list_and_a_leader(amina, cast):
    member = GroupMembershipFactory(group=cast.led_group).person
    PersonFactory(chapter=cast.grenoble, brought_by=cast.leader_person)
    saved = SavedListFactory(chapter=cast.grenoble, owner=cast.amina, query="")
    for query, least in (
        (f"groupe={cast.led_group.pk}", 2),
        (f"liste={saved.pk}", 3),
        (f"leader={cast.leader_person.pk}", 1),
    ):
        page = amina.get(url("call-list-create") + f"?{query}")
        assert page.context["count"] >= least
    assert member.chapter == cast.grenoble


def test_without_a_source_the_page_offers_them(amina, soon):
    page = amina.get(url("call-list-create"))
    assert soon in page.context["coming"]


@pytest.mark.parametrize(
    "query", ["action=99999999", "groupe=0", "liste=-1", "leader=x", "action="]
)
def test_nonsense_sources_are_no_list(amina, query):
    assert amina.get(url("call-list-create") + f"?{query}").status_code in {200, 404}


def test_whoever_refused_calls_is_left_in_peace(cast, soon):
    row = AttendanceFactory(action=soon)
    other = AttendanceFactory(action=soon)
    ConsentFactory(person=row.person, channel="phone", given=False)

    made = call_lists.prepare(
        chapter=cast.grenoble,
        people=[row.person, other.person],
        title="x",
        actor=cast.amina,
        action=soon,
    )

    assert [line.person for line in made.lines.all()] == [other.person]


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_of_a_list_costs_the_same_with_one_and_three_names(
    amina, cast, soon, django_assert_num_queries, size
):
    people = [AttendanceFactory(action=soon).person for _ in range(size)]
    made = call_lists.prepare(
        chapter=cast.grenoble, people=people, title="x", actor=cast.amina, action=soon
    )
    with django_assert_num_queries(6):
        amina.get(url("call-list-detail", made.pk))


def test_a_silent_branch_gives_its_names(amina, cast, made):
    helper = call_lists.add_caller(call_list=made, name="Sarah", actor=cast.amina)
    made.branches.update(started_at=timezone.now() - timedelta(hours=3))

    page = amina.get(url("call-list-detail", made.pk))
    assert [one.branch.name for one in page.context["silent"]] == [str(cast.amina)]
    mine = made.branches.get(user=cast.amina)
    amina.post(url("call-list-move", made.pk), {"branch": mine.pk, "to": helper.pk})

    assert helper.lines.count() == 3


def test_names_are_moved_by_hand_and_a_caller_added(amina, made):
    amina.post(url("call-list-add", made.pk), {"name": "Sarah", "phone": "06 39 98 00 02"})
    sarah = made.branches.get(name="Sarah")
    line = made.lines.first()

    amina.post(url("call-list-move", made.pk), {"lines": [line.pk], "to": sarah.pk})
    amina.post(url("call-list-move", made.pk), {"lines": [line.pk], "to": "999"})

    assert list(sarah.lines.all()) == [line]


def test_the_link_page_shows_it_ready_to_send_and_replaces_it(amina, made):
    branch = made.branches.get()
    page = amina.get(url("call-link", made.pk, branch.pk))
    before = page.context["url"]
    assert before in page.context["text"]

    amina.post(url("call-link", made.pk, branch.pk))
    after = amina.get(url("call-link", made.pk, branch.pk)).context["url"]
    assert after != before
    amina.post(url("call-link", made.pk, branch.pk), {"reprendre": "1"})
    assert amina.get(url("call-link", made.pk, branch.pk)).context["url"] == ""


def test_the_sheet_has_numbers_names_and_a_code(amina, made):
    text = amina.get(url("call-sheet", made.pk, made.branches.get().pk)).content.decode()

    assert "O P N M A R F" in text
    assert str(made.lines.first().person) in text
    assert "<svg" in text


def test_a_sheet_is_typed_one_key_a_line_and_twice_changes_nothing(amina, made):
    where = url("call-entry", made.pk, made.branches.get().pk)
    typed = {"ligne-1": "o", "ligne-2": "2", "ligne-3": ""}
    for _twice in range(2):
        client_id = amina.get(where).context["client_id"]
        assert amina.post(where, typed | {"client_id": client_id}).status_code == 302

    lines = list(made.lines.order_by("number"))
    assert [(ln.outcome, ln.companions) for ln in lines] == [("yes", 0), ("yes", 2), ("", 0)]
    assert Reply.objects.count() == 2


def test_an_unreadable_line_says_so_and_the_others_are_kept(amina, made):
    where = url("call-entry", made.pk, made.branches.get().pk)

    page = amina.post(where, {"ligne-1": "z", "ligne-2": "n", "client_id": "x"})

    assert page.status_code == 422
    assert "ne veut rien dire" in page.content.decode()
    assert 'value="z"' in page.content.decode()
    assert made.lines.get(number=2).outcome == "no"


def test_the_lists_of_an_action_and_of_the_chapter(amina, made, soon):
    assert made.title in amina.get(url("action-calls", soon.pk)).content.decode()
    page = amina.get(url("call-list-index"))
    assert [line["list"] for line in page.context["running"]] == [made]
    amina.post(url("call-list-close", made.pk))
    page = amina.get(url("call-list-index"))
    assert [line["list"] for line in page.context["past"]] == [made]
    amina.post(url("call-list-close", made.pk), {"jusqu": "1"})
    assert CallList.objects.get().is_open


def test_from_people_ticked_on_their_list(amina, cast, soon):
    person = PersonFactory(chapter=cast.grenoble)
    where = reverse("members:bulk") + f"?geste=liste-appels&person={person.pk}"
    form = amina.get(where).context["form"]
    sent = {name: form[name].value() for name in ("client_id", "expected")}

    answer = amina.post(where, sent | {"title": "Nouvelles", "action": ""})

    made = CallList.objects.get()
    assert answer["Location"] == url("call-list-split", made.pk)
    assert made.lines.get().person == person


def test_leaders_and_the_board_make_no_lists(client_of, cast, made):
    for who in (cast.leader, cast.board):
        assert client_of(who).get(url("call-list-detail", made.pk)).status_code == 403
        assert client_of(who).get(url("call-list-create")).status_code == 403


def test_a_group_and_a_leader_have_their_calls_one_tap_away(amina, client_of, cast):
    PersonFactory(chapter=cast.grenoble, brought_by=cast.leader_person)
    group = amina.get(url("group-actions", cast.led_group.pk)).content.decode()
    hers = amina.get(url("person-actions", cast.leader_person.pk)).content.decode()

    assert f"?groupe={cast.led_group.pk}" in group
    assert f"?leader={cast.leader_person.pk}" in hers
    seen = client_of(cast.leader).get(url("group-actions", cast.led_group.pk)).content.decode()
    assert "Appeler le groupe" not in seen
