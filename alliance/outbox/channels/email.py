"""E-mail: our own SMTP conversation, or any other Django backend.

SMTP is spoken step by step, because what may be done after a fault depends on the step: before the
message's last byte it has provably not been taken; after it, only the server's answer tells.
"""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.utils import DNS_NAME

from alliance.outbox.channels import faults, mime
from alliance.outbox.channels.base import Answer, Channel, Outcome, Unreachable
from alliance.outbox.enums import ChannelName
from alliance.outbox.models import Message

SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def open_email() -> Channel:
    """The channel for the configured EMAIL_BACKEND: ours for SMTP."""
    return SmtpChannel() if settings.EMAIL_BACKEND == SMTP_BACKEND else BackendChannel()


def _identifier(message: Message) -> str:
    return mime.message_id(message.key, _own_address().rpartition("@")[2])


def _own_address() -> str:
    return mime.parsed(settings.DEFAULT_FROM_EMAIL)[1]


# RFC 5321 4.5.3.1.5 says 512 for a line of a reply.
_LONGEST_REPLY = 8192


@dataclass(frozen=True)
class Letter:
    """A message as SMTP wants it."""

    sender: str
    recipient: str
    content: bytes
    identifier: str

    @property
    def envelope(self) -> list[str]:
        """The commands before its content."""
        return [f"MAIL FROM:<{self.sender}>", f"RCPT TO:<{self.recipient}>", "DATA"]


class SmtpChannel:
    """One persistent connection to the relay of EMAIL_URL."""

    name: str = ChannelName.EMAIL

    def __init__(self) -> None:
        self._line: smtplib.SMTP | None = None
        self._is_fresh = True
        # Whose envelope left with the content before it: its replies are on their way.
        self._announced: Letter | None = None

    def open(self) -> None:
        """Connect, encrypt and log in if there is no connection yet. Raises Unreachable."""
        self._ready()

    def prepare(self, message: Message, now: datetime) -> Letter:
        """The letter's bytes, dots doubled. Raises Unsendable."""
        identifier = _identifier(message)
        content = mime.build(
            message, sender=settings.DEFAULT_FROM_EMAIL, identifier=identifier, now=now
        )
        return Letter(
            sender=_own_address(),
            recipient=mime.ascii_address(message.to_address),
            content=content.replace(b"\r\n.", b"\r\n..") + b"\r\n.\r\n",
            identifier=identifier,
        )

    def send(self, prepared: Letter, then: Letter | None = None) -> Outcome:
        """Hand one letter over and read the answer. Raises Unreachable if the relay is gone, or
        refuses our own address: that is no fault of the letter.

        With PIPELINING, the envelope of the letter that comes `then` leaves in the packet that ends
        this one (RFC 2920 3.1): one round trip a letter. Its content waits for its own turn.
        """
        if self._announced not in (None, prepared):
            self.close()
        try:
            outcome = self._envelope(prepared)
        except OSError as fault:  # smtplib's own are OSErrors too
            # The content was not sent yet: the relay cannot have it.
            self.close()
            return Outcome(Answer.DELAYED, _said(fault) or faults.cut_before())
        return outcome or self._content(prepared, then)

    def close(self) -> None:
        """Say goodbye; never raises."""
        if self._line is not None and self._announced is None:
            with contextlib.suppress(OSError):
                self._line.quit()
        self._hang_up()

    def _hang_up(self) -> None:
        """Where the relay waits for content: it would take a QUIT for some."""
        line, self._line, self._announced = self._line, None, None
        if line is not None:
            line.close()

    def _connect(self) -> smtplib.SMTP:
        where: dict[str, Any] = {
            "host": settings.EMAIL_HOST,
            "port": settings.EMAIL_PORT,
            "local_hostname": DNS_NAME.get_fqdn(),
            "timeout": settings.EMAIL_TIMEOUT,
        }
        if settings.EMAIL_USE_SSL:
            line: smtplib.SMTP = smtplib.SMTP_SSL(**where, context=_secured())
        else:
            line = smtplib.SMTP(**where)
        try:
            line.ehlo_or_helo_if_needed()
            if settings.EMAIL_USE_TLS:
                line.starttls(context=_secured())
                line.ehlo()
            if settings.EMAIL_HOST_USER and settings.EMAIL_HOST_PASSWORD:
                line.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        except BaseException:
            line.close()
            raise
        return line

    def _envelope(self, letter: Letter) -> Outcome | None:
        """MAIL FROM, RCPT TO and DATA; None when the relay waits for the content."""
        (mail, words), *replies = self._asked(letter.envelope)
        if mail // 100 == 4:
            raise smtplib.SMTPResponseException(mail, words)
        if mail // 100 != 2:
            self.close()
            raise Unreachable(_reply(mail, words))
        wanted = zip(replies, (2, 3), strict=False)
        code, words = next((r for r, digit in wanted if r[0] // 100 != digit), replies[-1])
        if code == 354:
            return None
        if replies[-1][0] == 354:  # it waits for a letter that it has refused
            self._hang_up()
        else:
            self._start_over(code)
        return _refusal(code, words)

    def _asked(self, commands: list[str]) -> list[tuple[int, bytes]]:
        """The replies. Relays close idle or long-used connections: then once more on a new one."""
        line = self._ready()
        was_fresh, self._is_fresh = self._is_fresh, False
        announced, self._announced = self._announced is not None, None
        replies = _dialogue(line, commands, announced=announced)
        if replies[0][0] == 421 and not was_fresh:
            self.close()
            self.open()
            self._is_fresh = False
            replies = _dialogue(self._ready(), commands)
        return replies

    def _content(self, letter: Letter, then: Letter | None) -> Outcome:
        line = self._ready()
        packet = letter.content
        if then is not None and line.has_extn("pipelining"):
            packet, self._announced = packet + _packet(then.envelope), then
        try:
            if line.sock is not None:
                line.sock.settimeout(settings.OUTBOX_ANSWER_TIMEOUT)
            line.send(packet)
            code, words = _read_reply(line)
            if line.sock is not None:
                line.sock.settimeout(settings.EMAIL_TIMEOUT)
        except OSError as fault:
            self.close()
            why = faults.no_answer(in_time=not isinstance(fault, TimeoutError))
            return Outcome(Answer.UNKNOWN, why, letter.identifier)
        if code // 100 == 2:
            return Outcome(Answer.ACCEPTED, provider_id=letter.identifier)
        if self._announced is None or code // 100 not in (4, 5) or code == 421:
            self._start_over(code)  # else it has already: its next words concern the next letter
        if code // 100 not in (4, 5):  # gibberish says nothing
            return Outcome(Answer.UNKNOWN, _reply(code, words), letter.identifier)
        return _refusal(code, words)

    def _start_over(self, code: int) -> None:
        """Back to the state before MAIL FROM, by a new connection if this one is of no more use."""
        if code // 100 in (4, 5) and code != 421 and self._line is not None:
            with contextlib.suppress(OSError):
                self._line.rset()
                return
        self.close()

    def _ready(self) -> smtplib.SMTP:
        if self._line is None:
            try:
                self._line = self._connect()
            except OSError as fault:  # smtplib's own are OSErrors too
                raise Unreachable(_said(fault) or faults.no_connection(fault)) from fault
            self._is_fresh = True
        return self._line


class BackendChannel:
    """Any other Django backend (memory in tests, console, a provider's API).

    Its errors do not say at which step they came: each leaves a doubt.
    """

    name: str = ChannelName.EMAIL

    def __init__(self) -> None:
        self._backend = get_connection()

    def open(self) -> None:
        """Let the backend connect. Raises Unreachable."""
        try:
            self._backend.open()
        except Exception as fault:
            raise Unreachable(_words(fault)) from fault

    def prepare(self, message: Message, now: datetime) -> EmailMultiAlternatives:
        """The message as Django's own class. Raises Unsendable."""
        recipient = mime.ascii_address(message.to_address)
        identifier = _identifier(message)
        # Built for its checks: one rule for what may be sent, whatever the backend.
        mime.build(message, sender=settings.DEFAULT_FROM_EMAIL, identifier=identifier, now=now)
        name, address = mime.parsed(settings.DEFAULT_FROM_EMAIL)
        letter = EmailMultiAlternatives(
            subject=message.subject,
            body=message.text,
            from_email=mime.formatted(message.from_name or name, address),
            to=[mime.formatted(message.to_name, recipient)],
            reply_to=[message.reply_to] if message.reply_to else None,
            headers={
                **message.headers,
                "Message-ID": identifier,
                "Auto-Submitted": "auto-generated",
            },
            connection=self._backend,
        )
        if message.html:
            letter.attach_alternative(message.html, "text/html")
        for file in message.enclosed:
            letter.attach(file.name, file.content, file.content_type.split(";")[0])
        return letter

    def send(
        self, prepared: EmailMultiAlternatives, then: EmailMultiAlternatives | None = None
    ) -> Outcome:
        """Hand over; anything but success is a doubt."""
        identifier = str(prepared.extra_headers["Message-ID"])
        try:
            count = self._backend.send_messages([prepared])
        except Exception as fault:
            return Outcome(Answer.UNKNOWN, _words(fault), identifier)
        if not count:
            return Outcome(Answer.UNKNOWN, "", identifier)
        return Outcome(Answer.ACCEPTED, provider_id=identifier)

    def close(self) -> None:
        """Say goodbye; never raises."""
        with contextlib.suppress(Exception):
            self._backend.close()


def _secured() -> ssl.SSLContext:
    """What we ask of an encrypted line."""
    return _context(settings.EMAIL_SSL_CERTFILE, settings.EMAIL_SSL_KEYFILE)


@lru_cache(maxsize=2)
def _context(certificate: str | None, key: str | None) -> ssl.SSLContext:
    # Reading the authorities of the system takes longer than sending ten letters.
    context = ssl.create_default_context()
    if certificate:
        context.load_cert_chain(certificate, key)
    return context


def _packet(commands: list[str]) -> bytes:
    return "".join(f"{command}\r\n" for command in commands).encode("ascii")


def _read_reply(line: smtplib.SMTP) -> tuple[int, bytes]:
    """As `line.getreply`, in a third of the time: four replies a letter add up."""
    if line.file is None:
        return line.getreply()
    words = []
    while True:
        read = line.file.readline(_LONGEST_REPLY)
        if not read:
            line.close()
            raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
        words.append(read[4:].strip())
        if read[3:4] != b"-":
            code = read[:3]
            return int(code) if code.isdigit() else -1, b"\n".join(words)


def _dialogue(
    line: smtplib.SMTP, commands: list[str], *, announced: bool = False
) -> list[tuple[int, bytes]]:
    """Commands and replies, until one is refused; in one round trip with PIPELINING (RFC 2920).

    `announced` commands left already. A connection that was closed before the first reply says 421.
    """
    at_once = announced or line.has_extn("pipelining")
    replies: list[tuple[int, bytes]] = []
    try:
        if at_once and not announced:
            line.send(_packet(commands))
        for command in commands:
            code, words = _read_reply(line) if at_once else line.docmd(command)
            replies.append((code, words))
            if code == 421 or (not at_once and code // 100 not in (2, 3)):
                break
    except OSError:
        if replies:
            raise
        return [(421, b"closed")]
    return replies


def _refusal(code: int, words: bytes) -> Outcome:
    answer = Answer.REFUSED if code // 100 == 5 else Answer.DELAYED
    return Outcome(answer, _reply(code, words))


def _reply(code: int, words: bytes) -> str:
    return f"{code} {words.decode(errors='replace')}"[:500]


def _said(fault: Exception) -> str:
    """The relay's own words, if the fault is an answer of its."""
    if not isinstance(fault, smtplib.SMTPResponseException):
        return ""
    said = fault.smtp_error
    return _reply(fault.smtp_code, said if isinstance(said, bytes) else str(said).encode())


def _words(fault: Exception) -> str:
    return _said(fault) or f"{type(fault).__name__}: {fault}"[:500]
