"""The page of a person and its pieces: at most eight queries, however much is known of her."""

import pytest
from django.utils import timezone

from members import models
from tests.factories import members as make
from tests.factories.dues import PaymentFactory, ReceiptFactory
from tests.factories.lists import CustomFieldFactory, TagFactory

pytestmark = pytest.mark.django_db

PIECES = ["", "adhesion/", "liens/"]


@pytest.fixture
def person(cast):
    home = models.Household.objects.create(chapter=cast.grenoble)
    return make.PersonFactory(
        chapter=cast.grenoble,
        household=home,
        neighbourhood=make.NeighbourhoodFactory(chapter=cast.grenoble),
        brought_by=cast.leader_person,
        organizer=cast.amina,
    )


def surround(person, cast):
    """One more of everything that her page tells."""
    make.PhoneFactory(person=person, is_primary=False)
    make.EmailFactory(person=person, is_primary=False)
    make.ConsentFactory(person=person)
    make.ContactFactory(person=person, author=cast.amina)
    make.FollowUpFactory(person=person, owner=cast.amina)
    group = make.GroupFactory(chapter=cast.grenoble)
    make.GroupMembershipFactory(person=person, group=group)
    person.tags.add(TagFactory(chapter=cast.grenoble))
    field = CustomFieldFactory(chapter=cast.grenoble)
    models.CustomValue.objects.create(person=person, field=field, text="CM2")


def surround_with_people(person, cast):
    """One more of everybody around her."""
    other, mate, gone = make.PersonFactory.create_batch(3, chapter=cast.grenoble)
    models.Relationship.objects.create(person=person, other=other, kind="family")
    models.Merge.objects.create(kept=person, gone=gone)
    for row, values in ((mate, {"household": person.household}), (other, {"brought_by": person})):
        models.Person.objects.filter(pk=row.pk).update(**values)
        make.PhoneFactory(person=row)


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("rows", [1, 3])
def test_a_piece_asks_at_most_eight_queries(
    cast, client_of, person, rows, piece, django_assert_max_num_queries
):
    membership = make.MembershipFactory(person=person)
    for _row in range(rows):
        surround(person, cast)
        surround_with_people(person, cast)
        ReceiptFactory(payment=PaymentFactory(membership=membership))
    amina = client_of(cast.amina)
    with django_assert_max_num_queries(8):
        answer = amina.get(f"/personnes/{person.pk}/{piece}", headers={"HX-Request": "true"})
    assert answer.status_code == 200


@pytest.mark.parametrize("piece", PIECES)
def test_a_piece_is_a_page_without_script(cast, client_of, person, piece):
    page = client_of(cast.amina).get(f"/personnes/{person.pk}/{piece}").content.decode()
    assert "</html>" in page


def test_the_head_tells_her_groups_answers_and_standing(cast, client_of, person):
    surround(person, cast)
    make.MembershipFactory(person=person, ends_on=timezone.localdate().replace(month=12, day=31))
    page = client_of(cast.amina).get(f"/personnes/{person.pk}/").content.decode()
    assert "<dd>CM2</dd>" in page
    assert str(person.tags.get()) in page
    assert str(models.Group.objects.get(memberships__person=person)) in page


def test_dues_and_consents_are_for_organizers(client_of, cast):
    for who, status in ((cast.leader, 403), (cast.board, 403), (cast.yann, 404)):
        url = f"/personnes/{cast.leader_person.pk}/adhesion/"
        assert client_of(who).get(url).status_code == status
