"""The local mailbox: real SMTP in, nothing dangerous on the page."""

import asyncio
import http.client
import smtplib
import socket
import threading
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path

import pytest

from alliance.core.mailbox.letters import Mailbox, receive
from alliance.core.mailbox.pages import PageServer


def listener() -> socket.socket:
    opened = socket.socket()
    opened.bind(("127.0.0.1", 0))
    opened.listen()
    return opened


@pytest.fixture
def mailbox(tmp_path: Path) -> Mailbox:
    return Mailbox(tmp_path / "mail")


@pytest.fixture
def smtp(mailbox: Mailbox) -> Iterator[smtplib.SMTP]:
    door, loop, stop = listener(), asyncio.new_event_loop(), asyncio.Event()
    port = door.getsockname()[1]
    thread = threading.Thread(target=loop.run_until_complete, args=[receive(mailbox, door, stop)])
    thread.start()
    with smtplib.SMTP("127.0.0.1", port) as client:
        yield client
    loop.call_soon_threadsafe(stop.set)
    thread.join()
    loop.close()


@pytest.fixture
def pages(mailbox: Mailbox) -> Iterator[int]:
    server = PageServer(mailbox, listener())
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def get(port: int, path: str, host: str = "localhost") -> tuple[int, dict[str, str], str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    line.request("GET", path, headers={"Host": f"{host}:{port}"})
    answer = line.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read().decode()


def letter(**headers: str) -> EmailMessage:
    message = EmailMessage()
    defaults = {"From": "amina@demo.test", "To": "nacera@demo.test", "Subject": "Réunion mardi"}
    for name, value in {**defaults, **headers}.items():
        message[name] = value
    message.set_content("Je viens : https://alliance.test/r/abc/.\n")
    message.add_alternative(
        '<p>Je <a href="https://alliance.test/r/abc/">viens</a></p>', subtype="html"
    )
    message.add_attachment("BEGIN:VCALENDAR", subtype="calendar", filename="réunion.ics")
    return message


def keep(mailbox: Mailbox, message: EmailMessage) -> str:
    return mailbox.store(sender="a@b.test", recipients=["n@b.test"], content=message.as_bytes())


def test_keeps_what_came_by_smtp_with_its_envelope(mailbox: Mailbox, smtp: smtplib.SMTP) -> None:
    smtp.send_message(letter(), to_addrs=["nacera@demo.test", "hidden@demo.test"])
    (name,) = mailbox.names()
    kept = message_from_bytes((mailbox.folder / name).read_bytes())
    assert kept.get_all("Delivered-To") == ["nacera@demo.test", "hidden@demo.test"]
    assert kept["Return-Path"] == "<amina@demo.test>"


def test_a_full_disk_is_a_refusal_for_now(mailbox: Mailbox, smtp: smtplib.SMTP) -> None:
    mailbox.folder.rmdir()
    with pytest.raises(smtplib.SMTPDataError) as refusal:
        smtp.send_message(letter())
    assert refusal.value.smtp_code == 452


def test_lists_the_newest_first_and_searches(mailbox: Mailbox) -> None:
    first = keep(mailbox, letter())
    second = keep(mailbox, letter(To="Mathieu <m@demo.test>"))
    assert [found.name for found in mailbox.search("")] == [second, first]
    assert [found.name for found in mailbox.search("MATHIEU réunion")] == [second]


def test_takes_a_letter_apart(mailbox: Mailbox) -> None:
    found = mailbox.open(keep(mailbox, letter()))
    assert found is not None
    assert found.summary.subject == "Réunion mardi"
    assert found.text.startswith("Je viens")
    assert [piece.name for piece in found.pieces] == ["réunion.ics"]


@pytest.mark.parametrize("name", ["../secrets.env", "x.eml", "", "1" * 20 + "-zzzzzzzz.eml"])
def test_opens_nothing_but_letters(mailbox: Mailbox, name: str) -> None:
    assert mailbox.open(name) is None


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"Content-Type: text/plain; charset=nope\n\nx", b"Subject: =?x?"],
)
def test_shows_a_broken_letter_all_the_same(mailbox: Mailbox, pages: int, content: bytes) -> None:
    name = mailbox.store(sender="", recipients=[], content=content)
    assert get(pages, "/")[0] == 200
    assert get(pages, f"/m/{name}")[0] == 200


def test_what_a_letter_says_is_escaped(mailbox: Mailbox, pages: int) -> None:
    name = keep(mailbox, letter(Subject="<script>alert(1)</script>"))
    for path in ("/", f"/m/{name}", "/?q=<script>"):
        status, headers, body = get(pages, path.replace("<", "%3C"))
        assert status == 200
        assert "<script" not in body
        assert "script-src" not in headers["Content-Security-Policy"]
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_its_html_runs_nothing_and_opens_links_in_a_new_tab(mailbox: Mailbox, pages: int) -> None:
    _status, headers, body = get(pages, f"/m/{keep(mailbox, letter())}/html")
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
    assert body.startswith('<!doctype html><base target="_blank">')


def test_links_of_the_text_can_be_followed(mailbox: Mailbox, pages: int) -> None:
    _status, _headers, body = get(pages, f"/m/{keep(mailbox, letter())}")
    assert '<a href="https://alliance.test/r/abc/" target="_blank"' in body


def test_a_piece_is_downloaded_never_shown(mailbox: Mailbox, pages: int) -> None:
    status, headers, body = get(pages, f"/m/{keep(mailbox, letter())}/piece/1")
    assert (status, body.strip()) == (200, "BEGIN:VCALENDAR")
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"] == "attachment; filename*=UTF-8''r%C3%A9union.ics"


@pytest.mark.parametrize("path", ["/m/../../x", "/m/none.eml", "/nothing", "/m/x/piece/9"])
def test_what_does_not_exist_is_a_kind_page(pages: int, path: str) -> None:
    status, _headers, body = get(pages, path)
    assert status == 404
    assert "n’existe pas" in body


def test_a_site_of_the_outside_reads_no_mail(pages: int) -> None:
    assert get(pages, "/", host="evil.test")[0] == 421
