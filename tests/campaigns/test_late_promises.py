"""What is late stands first on the list; what she negotiated stands in a person's story."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from tests.factories import campaigns as make


def test_a_person_s_story_tells_where_she_negotiated(cast, client_of):
    held = timezone.now() - timedelta(days=3)
    meeting = make.NegotiationFactory(campaign__chapter=cast.grenoble, place="Mairie", held_at=held)
    meeting.delegates.create(person=cast.leader_person, role="opens")
    address = reverse("members:person-timeline", args=[cast.leader_person.pk])
    shown = client_of(cast.amina).get(address).content.decode()
    assert "ouvre · Mairie" in shown
    assert reverse("campaigns:negotiation-detail", args=[meeting.pk]) in shown


def test_the_list_of_campaigns_begins_with_what_is_late(cast, client_of):
    make.PromiseFactory(
        negotiation__campaign__chapter=cast.grenoble, what="Rouvrir le local", due_on="2020-01-01"
    )
    address = reverse("campaigns:campaign-list")
    assert "Rouvrir le local" in client_of(cast.amina).get(address).content.decode()
    assert "Rouvrir le local" not in client_of(cast.yann).get(address).content.decode()
