"""The calendar and its feeds: what is seen, moved after asking, read by real clients."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from actions.domain import actions
from actions.domain.diary import agenda, feeds
from actions.domain.phone_tree import access_links
from actions.models import AccessLink, Action
from members.domain import meeting_changes
from members.models import GroupMeeting, Role
from tests.factories.actions import ActionFactory
from tests.factories.members import GroupFactory

pytestmark = pytest.mark.django_db
MONTH = reverse("actions:calendar")


@pytest.fixture
def soon(cast):
    return ActionFactory(
        chapter=cast.grenoble,
        announced=True,
        organizer=cast.amina,
        starts_at=timezone.now().replace(microsecond=0) + timedelta(days=3),
    )


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


def month_of(moment):
    return f"{timezone.localdate(moment):%Y-%m}"


def events(answer):
    return {str(one["summary"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}


def path_of(link):
    return "/" + access_links.url_of(link).split("/", 3)[-1]


# --- The month -------------------------------------------------------------------------------


def test_weeks_begin_on_monday_and_are_whole():
    weeks = agenda.weeks_of(date(2026, 11, 17))
    assert weeks[0][0] == date(2026, 10, 26)
    assert weeks[-1][-1] == date(2026, 12, 6)
    assert {len(week) for week in weeks} == {7}


def test_a_month_holds_actions_trainings_and_meetings(amina, cast, soon):
    ActionFactory(
        chapter=cast.grenoble, kind="training", title="Négocier", starts_at=soon.starts_at
    )
    GroupMeeting.objects.create(group=cast.led_group, starts_at=soon.starts_at)
    ActionFactory(chapter=cast.rennes, title="Ailleurs", starts_at=soon.starts_at)

    page = amina.get(MONTH, {"mois": month_of(soon.starts_at)})

    sorts = [one.sort for _day, found in page.context["agenda"] for one in found]
    assert sorted(sorts) == ["action", "meeting", "training"]
    assert "Ailleurs" not in page.content.decode()


def test_an_evening_stands_on_its_local_day(amina, cast):
    late = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)  # 23 h 30 in Paris
    after = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # 0 h 30, the year after
    for title, at in (("Réveillon", late), ("Vœux", after)):
        ActionFactory(chapter=cast.grenoble, title=title, starts_at=at)

    page = amina.get(MONTH, {"mois": "2026-12", "vue": "agenda"})
    assert [one.title for _d, found in page.context["agenda"] for one in found] == ["Réveillon"]


@pytest.mark.parametrize("month", ["", "bof", "2026-13", "0001-01", "9999-12", "2026-12-01x"])
def test_nonsense_months_are_this_one(amina, month):
    assert amina.get(MONTH, {"mois": month, "groupe": "x", "alliance": "y"}).status_code == 200


def test_it_narrows_to_a_chapter_and_a_group(amina, cast, soon):
    group = GroupFactory(chapter=cast.grenoble)
    soon.groups.add(group)
    ActionFactory(chapter=cast.grenoble, title="Autre", starts_at=soon.starts_at)
    where = {"mois": month_of(soon.starts_at), "groupe": group.pk, "alliance": "grenoble"}

    page = amina.get(MONTH, where)

    assert [one.title for _d, found in page.context["agenda"] for one in found] == [soon.title]


@pytest.mark.parametrize("size", [1, 3])
def test_a_month_costs_the_same_with_one_and_three(
    amina, cast, size, django_assert_max_num_queries
):
    for _n in range(size):
        ActionFactory(chapter=cast.grenoble, starts_at=timezone.now() + timedelta(hours=1))
        GroupMeeting.objects.create(group=cast.led_group, starts_at=timezone.now())
    with django_assert_max_num_queries(10):
        amina.get(MONTH)


def test_an_account_without_role_sees_no_calendar(client_of, cast):
    assert client_of(cast.stranger).get(MONTH).status_code == 403
    assert client_of(cast.leader).get(MONTH).status_code == 200
    assert client_of(cast.board).get(MONTH).status_code == 200


def test_dropping_an_action_asks_first_and_then_moves_once(amina, cast, soon):
    day = timezone.localdate(soon.starts_at) + timedelta(days=2)
    where = reverse("actions:action-move", args=[soon.pk])

    page = amina.get(where, {"date": f"{day:%Y-%m-%d}"})

    assert f'value="{day:%Y-%m-%d}"' in page.content.decode()
    assert Action.objects.get().starts_at == soon.starts_at
    form = page.context["form"]
    sent = {name: form[name].value() for name in ("time", "end_time", "expected_version")}
    amina.post(where, sent | {"date": day, "place_name": soon.place_name, "place_address": "",
                              "access_note": ""})  # fmt: skip
    moved = Action.objects.get()
    assert (timezone.localdate(moved.starts_at), moved.sequence) == (day, 1)


def test_dropping_a_draft_opens_its_page_with_the_day(amina, cast):
    draft = ActionFactory(chapter=cast.grenoble, starts_at=timezone.now() + timedelta(days=5))
    day = f"{timezone.localdate() + timedelta(days=9):%Y-%m-%d}"

    page = amina.get(reverse("actions:action-move", args=[draft.pk]), {"date": day}, follow=True)

    assert f'value="{day}"' in page.content.decode()
    nonsense = amina.get(reverse("actions:action-move", args=[draft.pk]), {"date": "hier"})
    assert nonsense["Location"].endswith("/modifier/")


def test_only_those_who_prepare_may_drag(client_of, cast, soon):
    where = {"mois": month_of(soon.starts_at)}
    assert "data-move" in client_of(cast.amina).get(MONTH, where).content.decode()
    assert "data-move" not in client_of(cast.leader).get(MONTH, where).content.decode()


# --- Feeds -----------------------------------------------------------------------------------


def feed(user, purpose, chapter, group=None):
    link = feeds.subscribe(user=user, purpose=purpose, chapter=chapter, group=group)
    return Client().get(path_of(link)), path_of(link)


def test_a_feed_is_read_by_a_calendar_program(cast, soon):
    Action.objects.filter(pk=soon.pk).update(
        description="Une phrase si longue qu’il faut la plier, " * 6
    )
    meeting = GroupMeeting.objects.create(group=cast.led_group, starts_at=soon.starts_at)
    answer, _path = feed(cast.amina, "feed_chapter", cast.grenoble)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert max(len(line) for line in answer.content.split(b"\r\n")) <= 75
    found = events(answer)
    event = found[soon.title]
    assert str(event["uid"]).startswith(str(soon.public_id))
    assert event["dtstart"].params["TZID"] == "Europe/Paris"
    assert event["dtstart"].dt == soon.starts_at
    assert b"BEGIN:VTIMEZONE" in answer.content
    assert any(str(meeting.client_id) in str(one["uid"]) for one in found.values())


def test_the_same_rows_give_the_same_answer_and_304(cast, soon):
    answer, path = feed(cast.amina, "feed_chapter", cast.grenoble)
    again = Client().get(path, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")

    actions.edit(action=soon, expected_version=soon.version, changes={"title": "Autre titre"})
    fresh = Client().get(path, headers={"If-None-Match": answer["ETag"]})
    assert fresh.status_code == 200
    assert fresh["ETag"] != answer["ETag"]


def test_a_move_and_a_cancellation_raise_the_sequence_of_one_uid(cast, soon):
    answer, path = feed(cast.amina, "feed_chapter", cast.grenoble)
    first = events(answer)[soon.title]
    later = soon.starts_at + timedelta(days=1)
    actions.move(action=soon, expected_version=soon.version, starts_at=later)
    moved = events(Client().get(path))[soon.title]
    soon.refresh_from_db()
    actions.cancel(action=soon)
    gone = events(Client().get(path))[soon.title]

    assert first["uid"] == moved["uid"] == gone["uid"]
    assert [int(one["sequence"]) for one in (first, moved, gone)] == [0, 1, 2]
    assert moved["dtstart"].dt == later
    assert gone["status"] == "CANCELLED"


def test_each_feed_holds_its_own(cast, soon):
    draft = ActionFactory(
        chapter=cast.grenoble, title="Brouillon", organizer=cast.amina, starts_at=soon.starts_at
    )
    ActionFactory(
        chapter=cast.grenoble, title="À une autre", announced=True, starts_at=soon.starts_at
    )
    soon.groups.add(cast.led_group)
    mine, _p = feed(cast.amina, "feed_mine", cast.grenoble)
    chapter, _p = feed(cast.amina, "feed_chapter", cast.grenoble)
    group, _p = feed(cast.leader, "feed_group", cast.grenoble, cast.led_group)

    assert set(events(mine)) == {soon.title, draft.title}
    assert events(mine)[draft.title]["status"] == "TENTATIVE"
    assert set(events(chapter)) == {soon.title, "À une autre"}
    assert set(events(group)) == {soon.title}


def test_a_meeting_that_moves_then_falls_through_moves_in_the_calendar_too(cast, soon):
    meeting = GroupMeeting.objects.create(group=cast.led_group, starts_at=soon.starts_at)
    later = soon.starts_at + timedelta(days=2)
    meeting_changes.move(meeting=meeting, starts_at=later, place="", expected_sequence=0)
    meeting_changes.cancel(meeting=meeting, expected_sequence=1)
    answer, _path = feed(cast.amina, "feed_chapter", cast.grenoble)

    told = [one for one in events(answer).values() if str(meeting.client_id) in str(one["uid"])]
    assert [(one["sequence"], one["status"], one["dtstart"].dt) for one in told] == [
        (2, "CANCELLED", later)
    ]


def test_a_meeting_is_dragged_by_those_who_may_tell_of_it(amina, client_of, cast, soon):
    meeting = GroupMeeting.objects.create(group=cast.led_group, starts_at=soon.starts_at)
    url = reverse("members:meeting-move", args=[meeting.pk])
    month = {"mois": f"{timezone.localtime(soon.starts_at):%Y-%m}"}
    assert f'data-move="{url}"' in amina.get(reverse("actions:calendar"), month).text
    meeting_changes.cancel(meeting=meeting, expected_sequence=0)
    assert url not in amina.get(reverse("actions:calendar"), month).text


def test_no_name_of_a_person_is_in_a_feed(cast, soon):
    GroupMeeting.objects.create(
        group=cast.led_group,
        host=cast.leader_person,
        place="Chez Nacéra",
        starts_at=soon.starts_at,
    )
    answer, _path = feed(cast.amina, "feed_chapter", cast.grenoble)
    assert "Nac" not in answer.content.decode()


def test_a_feed_dies_with_the_right_of_its_owner(cast, soon):
    _answer, path = feed(cast.amina, "feed_chapter", cast.grenoble)
    Role.objects.filter(user=cast.amina).update(
        starts_on=date(2020, 1, 1), ends_on=timezone.localdate() - timedelta(days=1)
    )
    assert Client().get(path).status_code == 410


def test_an_inactive_account_reads_no_feed(cast, soon):
    _answer, path = feed(cast.amina, "feed_chapter", cast.grenoble)
    cast.amina.is_active = False
    cast.amina.save()
    assert Client().get(path).status_code == 410


def test_addresses_are_made_once_renewed_and_stopped(amina, cast):
    where = reverse("actions:feed-list")
    for _twice in range(2):
        amina.post(where, {"agenda": f"feed_chapter-{cast.grenoble.pk}"})
    link = AccessLink.objects.get()
    assert path_of(link) in amina.get(where).content.decode()

    amina.post(reverse("actions:feed-end", args=[link.pk]), {"neuve": "1"})
    fresh = AccessLink.objects.get(revoked_at=None)
    assert Client().get(path_of(link)).status_code == 410
    assert Client().get(path_of(fresh)).status_code == 200
    amina.post(reverse("actions:feed-end", args=[fresh.pk]))
    assert Client().get(path_of(fresh)).status_code == 410


def test_nobody_subscribes_to_what_she_may_not_see_or_stops_anothers(amina, client_of, cast):
    answer = amina.post(reverse("actions:feed-list"), {"agenda": f"feed_chapter-{cast.rennes.pk}"})
    assert answer.status_code == 403
    link = feeds.subscribe(user=cast.amina, purpose="feed_chapter", chapter=cast.grenoble)
    stop = reverse("actions:feed-end", args=[link.pk])
    assert client_of(cast.leader).post(stop).status_code == 404


def test_forged_feeds_and_links_of_another_kind_say_nothing(client, cast, soon):
    assert client.get("/agenda/forge.ics").status_code == 404
    link = access_links.create(
        purpose="check_in",
        chapter=cast.grenoble,
        action=soon,
        expires_at=soon.ends_at,
        actor=cast.amina,
    )
    token = path_of(link).strip("/").split("/")[-1]
    assert client.get(f"/agenda/{token}.ics").status_code == 404
    calendar, path = feed(cast.amina, "feed_chapter", cast.grenoble)
    assert calendar.status_code == 200
    other = path.split("/")[-1].removesuffix(".ics")
    assert client.get(reverse("actions:link", args=[other])).status_code == 404
