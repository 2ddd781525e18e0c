"""What may be kept is read from the content; a photo loses what it carried."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from PIL import Image

from alliance.core.files.private_files import Shelf, private_storage, serve
from alliance.core.files.uploads import FileKind, RefusedFile, check

PHOTO = {FileKind.PICTURE}


def picture(name="photo.jpg", size=(40, 30), form="JPEG", mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, form, **options)
    return SimpleUploadedFile(name, out.getvalue())


def archive(*names, name="papier.docx", **files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for one in names:
            made.writestr(one, files.get(one, "x"))
    return SimpleUploadedFile(name, out.getvalue())


def with_place():
    exif = Image.Exif()
    exif[0x010F] = "Téléphone de Fatoumata"
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif.tobytes())


def test_a_photo_loses_its_place_and_its_phone_and_stands_upright():
    checked = check(with_place())
    assert b"Fatoumata" not in checked.content
    with Image.open(io.BytesIO(checked.content)) as kept:
        assert dict(kept.getexif()) == {}
        assert kept.size == (30, 40)
    assert (checked.extension, checked.content_type) == ("jpg", "image/jpeg")


def test_a_large_photo_is_reduced():
    with Image.open(io.BytesIO(check(picture(size=(5000, 1000))).content)) as kept:
        assert kept.width == 2400


def test_a_transparent_picture_stays_transparent():
    assert check(picture("logo.png", form="PNG", mode="RGBA")).content_type == "image/png"


def test_fifty_megabytes_are_refused_with_the_limit():
    heavy = SimpleUploadedFile("grande.jpg", b"x" * 2_000_000)
    heavy.size = 50 * 1024 * 1024
    with pytest.raises(RefusedFile, match="pèse 50 Mo, la limite est de 15 Mo"):
        check(heavy)


def test_a_lying_size_is_refused_too():
    lying = SimpleUploadedFile("grande.jpg", b"x" * 3_000)
    lying.size = 10
    with pytest.raises(RefusedFile, match="pèse"):
        check(lying, max_bytes=1_000)


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'<?xml version="1.0"?>\n<svg onload="x()"/>',
        b"<!DOCTYPE html><html><script>x()</script></html>",
    ],
)
def test_a_drawing_that_may_run_is_refused(content):
    with pytest.raises(RefusedFile, match="programme"):
        check(SimpleUploadedFile("dessin.svg", content))


def test_a_pdf_called_jpg_is_what_it_is():
    disguised = SimpleUploadedFile("photo.jpg", b"%PDF-1.7\n...")
    assert check(disguised).name == "photo.pdf"
    with pytest.raises(RefusedFile, match="c’est un document"):
        check(disguised, kinds=PHOTO)


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (SimpleUploadedFile("vide.pdf", b" "), "ni une photo"),
        (SimpleUploadedFile("virus.exe", b"MZ\x90\x00" * 20), "ni une photo"),
        (SimpleUploadedFile("p.heic", b"\x00\x00\x00\x18ftypheic" + b"0" * 50), "iPhone"),
        (SimpleUploadedFile("cassee.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"0" * 90), "photo"),
        (SimpleUploadedFile("zip.docx", b"PK\x03\x04broken".ljust(80, b"0")), "abîmé"),
        (archive("a.txt"), "archives"),
        (archive("[Content_Types].xml", "word/vbaProject.bin"), "macros"),
    ],
)
def test_what_cannot_be_kept_says_what_to_do(upload, words):
    with pytest.raises(RefusedFile, match=words):
        check(upload)


def test_an_empty_file_is_refused():
    with pytest.raises(RefusedFile, match="vide"):
        check(SimpleUploadedFile("rien.pdf", b""))


def test_office_papers_are_kept_as_they_are():
    word = archive("[Content_Types].xml", "word/document.xml", name="lettre.doc")
    assert check(word).name == "lettre.docx"
    text = archive("mimetype", mimetype="application/vnd.oasis.opendocument.text")
    assert check(text).extension == "odt"


def test_a_name_is_only_for_people():
    checked = check(picture("../../etc/pass\x00wd\u202e.php"))
    assert checked.name.endswith(".jpg")
    assert "/" not in checked.name
    assert Shelf("dossiers")(None, "x.jpg") != Shelf("dossiers")(None, "x.jpg")


@pytest.mark.django_db  # closing an answer looks after the connection
def test_a_kept_file_has_no_address_and_is_served_without_power(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    storage = private_storage()
    kept = storage.save("d/x.pdf", check(SimpleUploadedFile("x.pdf", b"%PDF-1.7")).as_file())
    assert (tmp_path / kept).stat().st_mode & 0o077 == 0

    class Field:
        def open(self, mode):
            return storage.open(kept, mode)

    answer = serve(Field(), name="x.pdf", content_type="application/pdf")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]
    answer.close()
    storage.delete(kept)
    with pytest.raises(Http404):
        serve(Field(), name="x.pdf", content_type="application/pdf")
