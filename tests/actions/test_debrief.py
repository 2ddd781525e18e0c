"""After the action: the circle's bilan, friendly calls, photos out of sight, articles."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from actions.domain import debriefs
from actions.domain.actions import EditedMeanwhile, WrongState
from actions.domain.forecasts.lessons import keep_missing
from actions.models import ActionPhoto, Debrief, PressLink
from alliance.journal.models import Entry
from members.models import FollowUp
from tests.factories.actions import ActionFactory, AttendanceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def over(cast):
    return ActionFactory(chapter=cast.grenoble, announced=True, past=True, organizer=cast.amina)


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def url(name, *args):
    return reverse(f"actions:{name}", args=args)


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def said(**changes):
    return {
        "expected_version": "0",
        "feeling": "Fiers",
        "next_on": in_days(7).strftime("%d/%m/%Y"),
        **changes,
    }


def picture(**options):
    photo = Image.new("RGB", (40, 30), "red")
    exif = photo.getexif()
    exif[0x010F] = "Téléphone d’Awa"
    out = io.BytesIO()
    photo.save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("IMG_1.jpg", out.getvalue(), content_type="image/jpeg")


def test_five_questions_and_a_date_are_kept(amina, over, cast):
    answer = amina.post(url("debrief", over.pk), said(grew="Karim a parlé"))
    kept = Debrief.objects.get()
    assert answer.status_code == 302
    assert (kept.feeling, kept.grew, kept.next_on) == ("Fiers", "Karim a parlé", in_days(7))
    assert "Karim a parlé" in amina.get(url("debrief", over.pk)).content.decode()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"next_on": ""}, "Fixez la prochaine date"),
        ({"next_on": "01/01/2020"}, "déjà passée"),
        ({"next_on": "le 32"}, "Écrivez la date"),
        ({"feeling": ""}, "au moins une phrase"),
    ],
)
def test_a_bilan_without_date_or_word_is_refused_and_kept_on_the_page(amina, over, wrong, why):
    answer = amina.post(
        url("debrief", over.pk),
        said(won="Un rendez-vous") | wrong | ({"won": ""} if "feeling" in wrong else {}),
    )
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert not Debrief.objects.exists()


def test_two_phones_at_once_lose_nothing(amina, over):
    amina.post(url("debrief", over.pk), said())
    answer = amina.post(url("debrief", over.pk), said(feeling="Épuisés"))
    assert answer.status_code == 422
    assert "Épuisés" in answer.content.decode()
    assert Debrief.objects.get().feeling == "Fiers"
    with pytest.raises(EditedMeanwhile):
        debriefs.hold(action=over, next_on=in_days(1), answers={"won": "Oui"})


def test_no_bilan_before_the_action(cast):
    soon = ActionFactory(chapter=cast.grenoble, announced=True, soon=True)
    with pytest.raises(WrongState):
        debriefs.hold(action=soon, next_on=in_days(20), answers={"won": "Oui"})


def test_absents_are_called_as_friends_and_once(amina, over, cast):
    AttendanceFactory(action=over, yes=True, came=True)
    absent = AttendanceFactory(action=over, yes=True)
    AttendanceFactory(action=over, no=True)

    for _click in range(2):
        amina.post(url("debrief-absents", over.pk))

    call = FollowUp.objects.get()
    assert (call.person, call.owner) == (absent.person, cast.amina)
    found = debriefs.absents(over)
    assert (len(found.people), found.to_call) == (1, [])


def test_nobody_is_absent_from_an_action_nobody_checked_in(over):
    AttendanceFactory(action=over, yes=True)
    assert debriefs.absents(over).people == []


def test_a_photo_loses_what_it_tells_and_is_seen_by_the_chapter_only(
    amina, over, cast, client_of, client
):
    for _twice in range(2):
        amina.post(url("debrief-photos", over.pk), {"photos": [picture()], "caption": "Le hall"})
    photo = ActionPhoto.objects.get()
    address = url("debrief-photo", over.pk, photo.pk)
    shown = amina.get(address)
    content = b"".join(shown.streaming_content)
    assert shown["Content-Type"] == "image/jpeg"
    assert "Téléphone".encode() not in content
    assert client.get(address).status_code == 302
    assert client_of(cast.yann).get(address).status_code == 404
    assert client_of(cast.board).get(address).status_code == 403


def test_what_is_not_a_photo_says_why(amina, over):
    program = SimpleUploadedFile("photo.jpg", b"<script>alert(1)</script>")
    answer = amina.post(url("debrief-photos", over.pk), {"photos": [program]}, follow=True)
    assert "peut contenir un programme" in answer.content.decode()
    assert not ActionPhoto.objects.exists()


def test_a_removed_photo_leaves_the_disk(amina, over, django_capture_on_commit_callbacks):
    photo = debriefs.add_photo(action=over, upload=picture())
    path = photo.file.path
    with django_capture_on_commit_callbacks(execute=True):
        amina.post(url("debrief-photo-remove", over.pk, photo.pk))
    assert not ActionPhoto.objects.exists()
    with pytest.raises(FileNotFoundError):
        open(path, "rb")  # noqa: SIM115


def test_one_photo_once_an_action(over):
    ActionPhoto.objects.create(action=over, file="a.jpg", sha256="1" * 64)
    with pytest.raises(IntegrityError, match="photo_once_per_action"):
        ActionPhoto.objects.create(action=over, file="b.jpg", sha256="1" * 64)


def test_a_photo_is_told_again_and_may_be_removed_twice(amina, over):
    photo = debriefs.add_photo(action=over, upload=picture(), caption="La mairi")
    amina.post(url("debrief-photo-caption", over.pk, photo.pk), {"caption": "La mairie"})
    photo.refresh_from_db()
    assert photo.caption == "La mairie"
    for _click in range(2):
        answer = amina.post(url("debrief-photo-remove", over.pk, photo.pk))
        assert answer.status_code == 302


WRONG = [
    "javascript:alert(1)",
    "pas une adresse",
    "ftp://exemple.fr",
    "https://lemonde.fr@ailleurs.test/",
    "mailto:a@exemple.fr",
]


@pytest.mark.parametrize("typed", WRONG)
def test_an_article_has_an_address_of_the_web(amina, over, typed):
    answer = amina.post(url("debrief-press", over.pk), {"url": typed})
    assert answer.status_code == 422
    assert not PressLink.objects.exists()


def test_an_article_is_kept_once(amina, over):
    for typed in ("https://exemple.fr/a", "exemple.fr/a"):
        amina.post(url("debrief-press", over.pk), {"url": typed, "title": "Le Dauphiné"})
    assert PressLink.objects.get().title == "Le Dauphiné"


def test_an_article_is_corrected(amina, over):
    link = debriefs.add_press(action=over, url="https://exemple.fr/a", title="Le Daufiné")
    address = url("debrief-press-correct", over.pk, link.pk)
    amina.post(address, {"url": "https://www.exemple.fr/b", "title": "Le Dauphiné"})
    link.refresh_from_db()
    assert (link.url, link.title) == ("https://www.exemple.fr/b", "Le Dauphiné")
    page = amina.get(url("debrief", over.pk)).text
    assert ">exemple.fr<" in page


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "https://exemple.fr/deja"])
def test_a_correction_that_is_wrong_says_so_beside_the_field(amina, over, typed):
    debriefs.add_press(action=over, url="https://exemple.fr/deja")
    link = debriefs.add_press(action=over, url="https://exemple.fr/a")
    answer = amina.post(url("debrief-press-correct", over.pk, link.pk), {"url": typed})
    assert answer.status_code == 422
    assert f'id="press-{link.pk}-url_error"' in answer.text
    link.refresh_from_db()
    assert link.url == "https://exemple.fr/a"


def test_an_article_is_forgotten_once_and_the_journal_knows_its_address(amina, over):
    link = debriefs.add_press(action=over, url="https://exemple.fr/a")
    for _click in range(2):
        assert amina.post(url("debrief-press-remove", over.pk, link.pk)).status_code == 302
    entry = Entry.objects.get(verb="action.press_removed")
    assert entry.detail == {"url": "https://exemple.fr/a"}


def test_what_this_action_taught(over):
    AttendanceFactory.create_batch(3, action=over, yes=True, came=True)
    AttendanceFactory(action=over, yes=True)
    kept = debriefs.kept(over)
    assert (kept.yes, kept.came, kept.percent) == (4, 3, 75)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_bilan_costs_the_same_for_any_number(amina, over, rows, django_assert_num_queries):
    for _row in range(rows):
        AttendanceFactory(action=over, yes=True, came=True)
        AttendanceFactory(action=over, yes=True)
        ActionPhoto.objects.create(action=over, file="a.jpg", sha256=uuid4().hex)
        PressLink.objects.create(action=over, url=f"https://exemple.fr/{uuid4()}")
    keep_missing()
    amina.get(url("debrief", over.pk))
    with django_assert_num_queries(14):
        amina.get(url("debrief", over.pk))
