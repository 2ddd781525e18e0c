"""Gathering: what looks alike is proposed together, always with the reason."""

import pytest
from django.urls import reverse

from campaigns.domain.heard import gathering, issues
from campaigns.models import Grievance, Issue
from tests.factories import campaigns as make
from tests.factories.members import NeighbourhoodFactory, PersonFactory

LIFTS = (
    "L’ascenseur est en panne depuis trois semaines.",
    "Ma mère ne descend plus, l’ascenceur est cassé.",
    "Six étages à pied : les ascenseurs sont toujours en panne.",
)
RUBBISH = (
    "Les poubelles débordent, il y a des rats dans la cour.",
    "Des rats ! Les poubelles ne sont jamais ramassées.",
    "On vit avec les rats et les poubelles pleines.",
)


@pytest.fixture
def heard(cast):
    hood = NeighbourhoodFactory(chapter=cast.grenoble, name="Teisseire")
    for words in (*LIFTS, *RUBBISH, "Le bus de 20 h 40 est supprimé."):
        make.GrievanceFactory(
            chapter=cast.grenoble, words=words, theme="housing", neighbourhood=hood
        )
    return Grievance.objects.filter(chapter=cast.grenoble)


def words_of(heap):
    return {voice.words for voice in heap.voices}


def test_heaps_hold_what_looks_alike(heard):
    heaps = gathering.proposals(heard)
    assert [words_of(heap) for heap in heaps] in (
        [set(LIFTS), set(RUBBISH)],
        [set(RUBBISH), set(LIFTS)],
    )


def test_the_reason_is_always_said(heard):
    for heap in gathering.proposals(heard):
        reasons = " ".join(map(str, heap.reasons))
        assert "mêmes mots" in reasons
        assert "Teisseire" in reasons


def test_a_misspelt_word_is_the_usual_one(heard):
    lifts = next(h for h in gathering.proposals(heard) if set(LIFTS) == words_of(h))
    assert any("ascenceur" in words for words in words_of(lifts))


def test_the_same_person_said_it_twice_counts_once(cast):
    person = PersonFactory(chapter=cast.grenoble)
    for words in LIFTS[:2]:
        make.GrievanceFactory(chapter=cast.grenoble, words=words, person=person)
    assert gathering.proposals(Grievance.objects.all()) == []
    assert gathering.proposals(Grievance.objects.all(), at_least=1)[0].breadth == 1


def test_who_could_say_yes_brings_nearer(cast):
    for words in ("Le loyer augmente encore.", "Mon loyer a pris cent euros."):
        make.GrievanceFactory(
            chapter=cast.grenoble, words=words, who_could_say_yes="la directrice de l’office"
        )
    reasons = [str(r) for r in gathering.proposals(Grievance.objects.all())[0].reasons]
    assert any("la directrice de l’office" in reason for reason in reasons)


def test_between_neighbours_is_not_to_sort(cast):
    make.GrievanceFactory(chapter=cast.grenoble, is_vertical=False)
    assert not Grievance.objects.to_sort().exists()


def test_nothing_and_one_make_no_heap(cast):
    assert gathering.proposals(Grievance.objects.all()) == []
    make.GrievanceFactory(chapter=cast.grenoble)
    assert gathering.proposals(Grievance.objects.all()) == []


@pytest.mark.parametrize("words", ["'", "\\' | & !", "''':*", "%", "👍👍", "a" * 1_900])
def test_hostile_words_gather_nothing_and_break_nothing(cast, words):
    for _n in range(2):
        make.GrievanceFactory(chapter=cast.grenoble, words=words)
    gathering.proposals(Grievance.objects.all())
    issue = make.IssueFactory(chapter=cast.grenoble, title=words[:160])
    issues.add(issue=issue, grievances=Grievance.objects.all()[:1])
    gathering.resembling(issue)


def test_a_heap_finds_what_resembles_it(heard, cast):
    issue = make.IssueFactory(chapter=cast.grenoble, title="Les ascenseurs en panne")
    issues.add(issue=issue, grievances=heard.filter(words=LIFTS[0]))
    found = [one.words for one in gathering.resembling(issue)]
    assert LIFTS[2] in found
    assert "Le bus de 20 h 40 est supprimé." not in found


def test_five_thousand_are_read_in_two_queries(cast, django_assert_max_num_queries):
    Grievance.objects.bulk_create(
        Grievance(chapter=cast.grenoble, words=f"{(LIFTS + RUBBISH)[n % 6]} Hall {n}.")
        for n in range(5_000)
    )
    with django_assert_max_num_queries(2):
        heaps = gathering.proposals(Grievance.objects.all())
    assert sum(len(heap.voices) for heap in heaps) >= 4_500


def test_from_the_heap_to_the_issue_in_one_gesture(heard, cast, client_of):
    client = client_of(cast.amina)
    page = client.get(reverse("campaigns:sorting")).content.decode()
    assert "mêmes mots" in page
    lifts = list(heard.filter(words__in=LIFTS).values_list("pk", flat=True))
    form = {"title": "Des ascenseurs qui marchent", "grievances": lifts}
    answer = client.post(reverse("campaigns:issue-make"), form)
    issue = Issue.objects.get()
    assert answer["Location"] == reverse("campaigns:issue", args=[issue.pk])
    assert issue.grievances.count() == 3


def test_the_board_does_not_sort(cast, client_of):
    assert client_of(cast.board).get(reverse("campaigns:sorting")).status_code == 403


def test_a_word_that_everybody_says_is_not_a_resemblance(cast):
    lifts = [make.GrievanceFactory(chapter=cast.grenoble, words=words) for words in LIFTS]
    issue = issues.make(chapter=cast.grenoble, title="Les ascenseurs en panne", grievances=lifts)
    make.GrievanceFactory(chapter=cast.grenoble, words="Depuis trois semaines, plus de bus.")
    assert gathering.resembling(issue) == []
