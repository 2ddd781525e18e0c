"""The research file: checked by content, served to whoever reads the campaign, never by address."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from campaigns.models import Document
from tests.factories import campaigns as make

PDF = b"%PDF-1.7\n%x"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def campaign(cast):
    return make.CampaignFactory(chapter=cast.grenoble)


def photo(name="panne.jpg"):
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "Fatoumata"
    Image.new("RGB", (60, 40), "red").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile(name, out.getvalue())


def send(client, campaign, file, kind="study", **more):
    address = reverse("campaigns:campaign-file", args=[campaign.pk])
    return client.post(address, {"file": file, "kind": kind} | more)


def test_a_paper_is_kept_without_an_address_and_served_to_readers(cast, client_of, campaign):
    answer = send(client_of(cast.amina), campaign, SimpleUploadedFile("lettre du maire.pdf", PDF))
    assert answer.status_code == 302
    row = Document.objects.get()
    assert row.title == "lettre du maire.pdf"
    assert "maire" not in row.file.name
    opened = client_of(cast.board).get(reverse("campaigns:document-open", args=[row.pk]))
    assert b"".join(opened.streaming_content) == PDF
    assert opened["Content-Disposition"].startswith("attachment")
    assert client_of(cast.yann).get(opened.request["PATH_INFO"]).status_code == 404


def test_a_photo_is_shown_and_loses_what_it_carried(cast, client_of, campaign):
    send(client_of(cast.amina), campaign, photo(), kind="photo")
    row = Document.objects.get()
    opened = client_of(cast.amina).get(reverse("campaigns:document-open", args=[row.pk]))
    content = b"".join(opened.streaming_content)
    assert (opened["Content-Type"], b"Fatoumata" in content) == ("image/jpeg", False)


@pytest.mark.parametrize(
    ("file", "kind", "words"),
    [
        (SimpleUploadedFile("dessin.svg", SVG), "study", "contenir un programme"),
        (SimpleUploadedFile("photo.jpg", PDF), "photo", "c’est un document"),
        (SimpleUploadedFile("vide.jpg", b""), "photo", "vide"),
        (None, "photo", "Choisissez un fichier"),
    ],
)
def test_what_is_refused_says_why_and_keeps_the_title(cast, client_of, campaign, file, kind, words):
    data = {} if file is None else {"file": file}
    address = reverse("campaigns:campaign-file", args=[campaign.pk])
    answer = client_of(cast.amina).post(address, data | {"kind": kind, "title": "Cage B"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert words in shown
    assert "Cage B" in shown
    assert not Document.objects.exists()


def test_fifty_megabytes_are_refused_with_a_sentence(cast, client_of, campaign, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    heavy = SimpleUploadedFile("grande.jpg", b"\xff\xd8\xff" + b"0" * 3 * 1024 * 1024)
    answer = send(client_of(cast.amina), campaign, heavy, kind="photo")
    assert answer.status_code == 422
    assert "la limite est de 1 Mo" in answer.content.decode()


def test_the_same_paper_twice_is_said(cast, client_of, campaign):
    client = client_of(cast.amina)
    send(client, campaign, SimpleUploadedFile("a.pdf", PDF), title="La lettre")
    again = send(client, campaign, SimpleUploadedFile("b.pdf", PDF))
    assert "déjà dans le dossier" in again.content.decode()


def test_a_double_click_adds_one(cast, client_of, campaign):
    client = client_of(cast.amina)
    number = "5f0c31a8-7a3a-4bfb-9a5f-0d2f3ccf0002"
    for _click in range(2):
        send(client, campaign, SimpleUploadedFile("a.pdf", PDF), client_id=number)
    assert Document.objects.count() == 1


def test_a_paper_thrown_away_leaves_the_disk(
    cast, client_of, campaign, tmp_path, django_capture_on_commit_callbacks
):
    client = client_of(cast.amina)
    send(client, campaign, SimpleUploadedFile("a.pdf", PDF))
    row = Document.objects.get()
    assert (tmp_path / row.file.name).exists()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("campaigns:document-remove", args=[row.pk]))
    assert not (tmp_path / row.file.name).exists()
    assert client.get(reverse("campaigns:document-open", args=[row.pk])).status_code == 404


def test_a_reader_adds_nothing(cast, client_of, campaign):
    answer = send(client_of(cast.board), campaign, SimpleUploadedFile("a.pdf", PDF))
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("fields", "name"),
    [({"title": ""}, "document_has_a_title"), ({"sha256": "0" * 64}, "document_once_per_campaign")],
)
def test_impossible_papers_are_refused_by_the_database(campaign, fields, name):
    make.DocumentFactory(campaign=campaign, sha256="0" * 64)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make.DocumentFactory(campaign=campaign, **fields)


def test_the_page_asks_the_same_for_one_and_three(cast, client_of, campaign):
    client, address = client_of(cast.amina), reverse("campaigns:campaign-file", args=[campaign.pk])

    def asked():
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    make.DocumentFactory(campaign=campaign)
    one = asked()
    make.DocumentFactory.create_batch(2, campaign=campaign, content_type="image/png")
    assert asked() == one
