"""Petitions: signed in public or on paper; only whoever agrees becomes a person."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from alliance.core.web.throttling import too_many
from campaigns.domain.fought import petitions
from campaigns.models import Petition, Signature
from members.forms.joining import SALT
from members.models import Consent, FollowUp, Person
from tests.factories import campaigns as make
from tests.threads import together

TODAY = timezone.localdate()
AN_OLD_PAGE = timezone.now() - timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def petition(cast):
    return make.PetitionFactory(campaign__chapter=cast.grenoble, state="open")


@pytest.fixture
def stamp(monkeypatch):
    """As if the page had been read for a minute."""
    monkeypatch.setattr("time.time", lambda: AN_OLD_PAGE.timestamp())
    made = signing.TimestampSigner(salt=SALT).sign("page")
    monkeypatch.undo()
    return made


def signed(client, petition, page, **more):
    data = {"name": "Awa Sow", "place": "Teisseire", "client_id": uuid4(), "stamp": page} | more
    return client.post(reverse("campaigns:public-petition", args=[petition.slug]), data)


def url(name, row, *more):
    return reverse(f"campaigns:{name}", args=[row.pk, *more])


def test_a_signature_is_a_name_and_a_place_and_makes_nobody(client, petition, stamp):
    before = Person.objects.count()
    answer = signed(client, petition, stamp, phone="06 12 34 56 78")
    row = Signature.objects.get()
    assert answer["Location"].endswith("/merci/")
    assert (row.name, row.phone, row.person) == ("Awa Sow", "", None)
    assert Person.objects.count() == before


def test_who_wants_news_becomes_a_person_and_is_called_back(client, petition, stamp):
    signed(client, petition, stamp, may_contact="on", phone="06 12 34 56 78")
    row = Signature.objects.get()
    assert row.person.first_name == "Awa"
    assert row.consent_words == petition.campaign.chapter.consent_wording
    assert Consent.objects.filter(person=row.person, given=True).exists()
    assert petition.title in FollowUp.objects.get(person=row.person).what


def test_news_need_a_phone_or_an_email(client, petition, stamp):
    answer = signed(client, petition, stamp, may_contact="on")
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Laissez un téléphone ou un e-mail" in shown
    assert 'value="Awa Sow"' in shown
    assert not Signature.objects.exists()


def test_the_same_name_of_the_same_place_signs_once(client, petition, stamp):
    signed(client, petition, stamp)
    signed(client, petition, stamp, name="sow  AWA", place="TEISSEIRE")
    signed(client, petition, stamp, place="Mistral")
    assert petition.signatures.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_the_same_instant_sign_once(cast, petition):
    number = uuid4()

    def tap():
        petitions.sign(petition=petition, name="Awa", place="ici", client_id=number)

    problems = together([tap, tap])
    assert all(isinstance(one, IntegrityError) for one in problems)
    assert petition.signatures.count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": " "}, "comme vous signez"),
        ({"place": ""}, "Votre ville ou votre quartier"),
        ({"site": "http://x"}, "doit rester vide"),
        ({"stamp": "forged"}, "relisez, puis envoyez"),
        ({"client_id": "x"}, ""),
    ],
)
def test_what_cannot_be_taken_says_why(client, petition, stamp, fields, words):
    answer = signed(client, petition, stamp, **fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Signature.objects.exists()


def test_a_flood_is_slowed_and_what_was_typed_stays(client, petition, stamp, monkeypatch):
    monkeypatch.setattr("campaigns.views.signing.PER_VISITOR", 1)
    signed(client, petition, stamp)
    answer = signed(client, petition, stamp, name="Karim")
    assert answer.status_code == 429
    assert 'value="Karim"' in answer.content.decode()


def test_tries_are_counted_by_purpose():
    assert [too_many({"a:x": 2}) for _try in range(3)] == [False, False, True]
    assert too_many({"b:x": 2}) is False


@pytest.mark.parametrize(("state", "code"), [("draft", 404), ("closed", 410), ("delivered", 410)])
def test_only_an_open_petition_is_signed(client, petition, stamp, state, code):
    Petition.objects.update(state=state, delivered_on=TODAY)
    assert signed(client, petition, stamp).status_code == code
    assert not Signature.objects.exists()
    seen = client.get(reverse("campaigns:public-petition", args=[petition.slug]))
    assert seen.status_code == (404 if state == "draft" else 200)


def sheet(**lines):
    return {f"{field}-{line}": value for line, row in lines.items() for field, value in row.items()}


def test_a_paper_sheet_is_typed_then_corrected(cast, client_of, petition):
    client, address = client_of(cast.amina), url("petition-sheet", petition, 1)
    awa = {"name-1": "Awa Sow", "place-1": "Teisseire"}
    client.post(address, awa | {"name-3": "Karim", "place-3": "Mistral"})
    client.post(address, awa | {"name-1": "Awa Sowe", "name-3": ""})
    row = petition.signatures.get()
    assert (row.name, row.sheet, row.line, row.source) == ("Awa Sowe", 1, 1, "paper")


def test_lines_that_are_not_taken_say_why_and_the_others_are(cast, client_of, petition):
    make.SignatureFactory(petition=petition, name="Awa Sow", name_key="awa sow", place="Teisseire")
    data = {"name-1": "Awa Sow", "place-1": "Teisseire", "name-2": "Karim", "place-2": ""}
    data |= {"name-4": "Lina", "place-4": "Mistral", "contact-4": "1", "phone-4": "0611223344"}
    answer = client_of(cast.amina).post(url("petition-sheet", petition, 2), data)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "a déjà signé" in shown
    assert "Votre ville ou votre quartier" in shown
    assert petition.signatures.get(sheet=2).person.first_name == "Lina"


def photo():
    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, "JPEG")
    return SimpleUploadedFile("remise.jpg", out.getvalue())


def test_it_is_given_with_a_date_and_a_photo(cast, client_of, petition):
    make.SignatureFactory.create_batch(3, petition=petition)
    client = client_of(cast.amina)
    data = {"on": TODAY, "how": "Devant le conseil."}
    client.post(url("petition-deliver", petition), data | {"photo": photo()})
    petition.refresh_from_db()
    assert (petition.state, petition.delivered_count) == ("delivered", 3)
    assert petition.delivered_photo.campaign == petition.campaign


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"on": TODAY + timedelta(days=1)}, "à venir"),
        ({"photo": SimpleUploadedFile("x.jpg", b"%PDF-1.7 x")}, "c’est un document"),
    ],
)
def test_a_giving_that_cannot_be_says_why(cast, client_of, petition, fields, words):
    make.SignatureFactory(petition=petition)
    answer = client_of(cast.amina).post(url("petition-deliver", petition), {"on": TODAY} | fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_the_text_stays_once_somebody_signed_it(cast, client_of, petition):
    make.SignatureFactory(petition=petition)
    data = {"title": "T", "text": "Autre chose", "goal": 10}
    answer = client_of(cast.amina).post(url("petition-edit", petition), data)
    assert answer.status_code == 422
    assert "Des gens ont signé ce texte-là" in answer.content.decode()


def test_a_petition_is_written_closed_and_opened_by_hand(cast, client_of, petition):
    client, address = client_of(cast.amina), url("campaign-petition-write", petition.campaign)
    client.post(address, {"title": "Six ascenseurs !", "text": "Nous demandons…", "goal": 200})
    row = Petition.objects.latest("pk")
    assert (row.state, row.slug[:15]) == ("draft", "six-ascenseurs-")
    client.post(url("petition-turn", row), {"open": "1"})
    row.refresh_from_db()
    assert row.state == "open"
    paper = client.get(url("petition-paper", row, 1)).content.decode()
    assert "Nous demandons…" in paper
    assert client.get(url("petition-paper", row, 9999)).status_code == 404


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"phone": "0611"}, "signature_keeps_no_means_without_consent"),
        ({"may_contact": True}, "signature_consent_has_words"),
        ({"name": ""}, "signature_has_a_name"),
        ({"sheet": 1, "line": 1}, "signature_once_per_line"),
    ],
)
def test_impossible_signatures_are_refused_by_the_database(petition, fields, name):
    make.SignatureFactory(petition=petition, sheet=1, line=1)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make.SignatureFactory(petition=petition, **fields)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"title": ""}, "petition_has_a_title"),
        ({"text": ""}, "petition_has_a_text"),
        ({"goal": 0}, "petition_goal_plausible"),
        ({"state": "delivered"}, "petition_delivered_on_a_day"),
    ],
)
def test_impossible_petitions_are_refused_by_the_database(petition, fields, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make.PetitionFactory(campaign=petition.campaign, **fields)


@pytest.mark.parametrize("page", ["campaign-petitions", "petition-detail", "public"])
def test_the_pages_ask_the_same_for_one_and_three(cast, client_of, petition, page):
    client = client_of(cast.amina)
    address = {
        "campaign-petitions": url("campaign-petitions", petition.campaign),
        "petition-detail": url("petition-detail", petition),
        "public": reverse("campaigns:public-petition", args=[petition.slug]),
    }[page]

    def asked():
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    make.SignatureFactory(petition=petition, sheet=1, line=1)
    one = asked()
    for number in (2, 3):
        make.SignatureFactory(petition=petition, sheet=number, line=1)
        make.PetitionFactory(campaign=petition.campaign)
    assert asked() == one
