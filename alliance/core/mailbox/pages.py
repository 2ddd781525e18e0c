"""The pages of the local mailbox: a list, a message, its HTML in a sandbox, its pieces.

Served by the standard library on 127.0.0.1. What comes from a message is always escaped;
its HTML is shown as a separate document that may run nothing and fetch nothing.
"""

import re
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliance.core.mailbox.letters import Letter, Mailbox, Piece, Summary

PER_PAGE = 100
HOSTS = {"localhost", "127.0.0.1"}
PAGE_POLICY = "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'"
# Links of a message open in a new tab, outside the sandbox: « Je viens » can be tried.
SANDBOX = "allow-popups allow-popups-to-escape-sandbox"
LETTER_POLICY = f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox {SANDBOX}"
LINK = re.compile(r"https?://[^\s<>\"«»]+[^\s<>\"«».,;:!?)]")

STYLE = """
:root { color-scheme: light dark; --line: #8884; --accent: #b4472b; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.4rem; } h1 a { color: inherit; text-decoration: none; }
a { color: var(--accent); } @media (prefers-color-scheme: dark) { a { color: #ffab91; } }
ul.list { list-style: none; padding: 0; } ul.list li { border-top: 1px solid var(--line); }
ul.list a { display: block; padding: .6rem .2rem; color: inherit; text-decoration: none; }
ul.list a:hover, ul.list a:focus { background: #8882; } .when, .who { opacity: .8; }
.when { float: right; padding-left: 1rem; } strong { display: block; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); padding: 1rem;
border-radius: .5rem; } iframe { width: 100%; height: 36rem; border: 1px solid var(--line);
border-radius: .5rem; background: #fff; } dt { font-weight: 600; } dd { margin: 0 0 .4rem; }
dd { overflow-wrap: anywhere; } input, button { font: inherit; padding: .4rem .6rem; }
"""


class Pages(BaseHTTPRequestHandler):
    """One request. The server carries the mailbox."""

    server: "PageServer"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer a page, or a plain refusal."""
        # A page of the outside that resolves to 127.0.0.1 must read no mail.
        if (self.headers.get("Host") or "").rsplit(":", 1)[0] not in HOSTS:
            self._answer(b"", status=HTTPStatus.MISDIRECTED_REQUEST)
            return
        address = urlsplit(self.path)
        words = parse_qs(address.query)
        match address.path.strip("/").split("/"):
            case [""]:
                page = words.get("page", ["1"])[0]
                self._page(_list(self.server.mailbox, words.get("q", [""])[0], _number(page)))
            case ["style.css"]:
                self._answer(STYLE.encode(), kind="text/css; charset=utf-8")
            case ["m", name, *rest]:
                letter = self.server.mailbox.open(name)
                if letter is None:
                    self._page(_missing(), HTTPStatus.NOT_FOUND)
                else:
                    self._letter(letter, rest)
            case _:
                self._page(_missing(), HTTPStatus.NOT_FOUND)

    do_HEAD = do_GET

    def _letter(self, letter: Letter, rest: list[str]) -> None:
        match rest:
            case []:
                self._page(_one(letter))
            case ["html"]:
                document = f'<!doctype html><base target="_blank">{letter.html}'
                self._answer(document.encode(), policy=LETTER_POLICY)
            case ["source"]:
                self._answer(letter.source, kind="text/plain; charset=utf-8")
            case ["piece", number] if 0 < _number(number) <= len(letter.pieces):
                piece = letter.pieces[_number(number) - 1]
                self._answer(piece.content, kind="application/octet-stream", filename=piece.name)
            case _:
                self._page(_missing(), HTTPStatus.NOT_FOUND)

    def _page(self, body: SafeString, status: HTTPStatus = HTTPStatus.OK) -> None:
        page = format_html(
            '<!doctype html><html lang="fr"><meta charset="utf-8"><title>{}</title>'
            '<meta name="viewport" content="width=device-width"><link rel="stylesheet" '
            'href="/style.css"><body><h1><a href="/">{}</a></h1>{}</body></html>',
            *(_("Courrier local"), _("Courrier local"), body),
        )
        self._answer(page.encode(), status=status)

    def _answer(
        self,
        content: bytes,
        *,
        status: HTTPStatus = HTTPStatus.OK,
        kind: str = "text/html; charset=utf-8",
        policy: str = PAGE_POLICY,
        filename: str = "",
    ) -> None:
        self.send_response(status)
        headers = {
            "Content-Type": kind,
            "Content-Length": str(len(content)),
            "Content-Security-Policy": f"{policy}; base-uri 'none'; frame-ancestors 'self'",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        }
        if filename:
            headers["Content-Disposition"] = (
                f"attachment; filename*=UTF-8''{quote(filename, safe='')}"
            )
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is for the application."""


class PageServer(ThreadingHTTPServer):
    """The pages on a socket that already listens."""

    daemon_threads = True

    def __init__(self, mailbox: Mailbox, listener: socket) -> None:
        super().__init__(listener.getsockname(), Pages, bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self.mailbox = mailbox


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _when(summary: Summary) -> str:
    return date_format(timezone.localtime(summary.received_at), r"j F, G \h i")


def _list(mailbox: Mailbox, words: str, page: int) -> SafeString:
    found = mailbox.search(words)
    start = (max(page, 1) - 1) * PER_PAGE
    rows = format_html_join(
        "\n",
        '<li><a href="/m/{}"><span class="when">{}</span><strong>{}</strong>'
        '<span class="who">{}</span></a></li>',
        ((s.name, _when(s), s.subject, s.recipients) for s in found[start : start + PER_PAGE]),
    )
    counted = ngettext("%(count)d message", "%(count)d messages", len(found))
    older = ""
    if len(found) > start + PER_PAGE:
        query = urlencode({"q": words, "page": max(page, 1) + 1})
        older = format_html('<p><a href="/?{}">{}</a></p>', query, _("Plus anciens"))
    return format_html(
        '<form><label>{} <input type="search" name="q" value="{}"></label> '
        "<button>{}</button></form>"
        "<p>{}</p><ul class='list'>{}</ul>{}",
        *(_("Destinataire ou objet"), words, _("Chercher")),
        *(counted % {"count": len(found)} if found else _("Aucun message."), rows, older),
    )


def _one(letter: Letter) -> SafeString:
    link = f"/m/{letter.summary.name}"
    shown = [
        (_("De"), letter.summary.sender),
        (_("À"), letter.summary.recipients),
        (_("Reçu le"), _when(letter.summary)),
    ]
    pair = "<dt>{}</dt><dd>{}</dd>"
    parts = [
        format_html("<h2>{}</h2>", letter.summary.subject),
        format_html("<dl>{}</dl>", format_html_join("", pair, shown)),
    ]
    if letter.pieces:
        parts += [_title(_("Pièces jointes")), _pieces(link, letter.pieces)]
    if letter.html:
        frame = '<iframe src="{}/html" sandbox="{}" title="{}"></iframe>'
        parts += [_title(_("Mise en page")), format_html(frame, link, SANDBOX, _("Message"))]
    if letter.text:
        parts += [_title(_("Texte")), format_html("<pre>{}</pre>", _with_links(letter.text))]
    parts.append(
        format_html(
            '<details><summary>{}</summary><dl>{}</dl></details><p><a href="{}/source">{}</a></p>',
            *(_("Tous les en-têtes"), format_html_join("", pair, letter.headers)),
            *(link, _("Message brut")),
        )
    )
    return format_html_join("", "{}", ((part,) for part in parts))


def _pieces(link: str, pieces: list[Piece]) -> SafeString:
    rows = (
        (link, number, piece.name, piece.kind, len(piece.content))
        for number, piece in enumerate(pieces, start=1)
    )
    item = '<li><a href="{}/piece/{}">{}</a> ({}, {} octets)</li>'
    return format_html("<ul>{}</ul>", format_html_join("", item, rows))


def _title(text: str) -> SafeString:
    return format_html("<h3>{}</h3>", text)


def _missing() -> SafeString:
    return format_html("<p>{}</p>", _("Ce message n’existe pas ou n’existe plus."))


def _with_links(text: str) -> SafeString:
    """The text escaped, its web addresses made links."""
    parts, position = [], 0
    for found in LINK.finditer(text):
        parts.append(escape(text[position : found.start()]))
        anchor = '<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>'
        parts.append(format_html(anchor, found[0], found[0]))
        position = found.end()
    parts.append(escape(text[position:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part was escaped above
