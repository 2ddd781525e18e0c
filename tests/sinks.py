"""A local SMTP server that keeps what it is given and misbehaves on demand.

Written by hand rather than on aiosmtpd: a test must be able to cut the line at any step, and the
server must not be the slow part of a measure.
"""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

_MESSAGE_ID = re.compile(rb"(?im)^message-id:\s*(<[^>]+>)")


@dataclass(frozen=True)
class Received:
    """A message the sink took, and when (monotonic seconds)."""

    message_id: str
    sender: str
    recipient: str
    content: bytes
    at: float


@dataclass
class Sink:
    """`with Sink() as sink:` listens on a free port of this machine.

    `on_message` receives the ordinal (from 1) and the message, and returns the answer; None cuts
    the line without any answer, and the message counts as taken. `on_recipient` and `on_sender`
    do the same for an address; None cuts the line.
    """

    port: int = 0
    delay: float = 0.0  # seconds of work a message
    pipelining: bool = True
    most_connections: int = 1_000
    on_message: Callable[[int, Received], str | None] = lambda _ordinal, _message: "250 2.0.0 taken"
    on_recipient: Callable[[str], str | None] = lambda _address: "250 2.1.5 ok"
    on_sender: Callable[[str], str | None] = lambda _address: "250 2.1.0 ok"
    received: list[Received] = field(default_factory=list)
    offered: int = 0
    connections: int = 0
    _open: int = 0

    def __enter__(self) -> Sink:
        self.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self.stop()

    @property
    def counts(self) -> Counter[str]:
        """How many times each Message-ID was taken."""
        return Counter(message.message_id for message in self.received)

    @property
    def recipients(self) -> list[str]:
        """To whom, in the order of arrival."""
        return [message.recipient for message in self.received]

    def wait_for(self, count: int, *, seconds: float = 20) -> None:
        """Return once `count` messages were taken; AssertionError if they do not come."""
        deadline = time.monotonic() + seconds
        while len(self.received) < count:
            assert time.monotonic() < deadline, f"{len(self.received)} of {count} messages came"
            time.sleep(0.005)

    def start(self) -> None:
        """Listen; on the same port again after a stop."""
        self._loop = asyncio.new_event_loop()
        listening = threading.Event()
        self._thread = threading.Thread(target=self._run, args=[listening], daemon=True)
        self._thread.start()
        assert listening.wait(10)

    def stop(self) -> None:
        """Refuse new connections and cut the open ones."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self, listening: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._converse, "127.0.0.1", self.port)
        )
        self.port = server.sockets[0].getsockname()[1]
        listening.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._open += 1
        try:
            if self._open > self.most_connections:
                writer.write(b"421 4.7.0 too many connections\r\n")
                await writer.drain()
                return
            await self._session(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._open -= 1
            writer.transport.abort()

    async def _session(self, reader: asyncio.StreamReader, stream: asyncio.StreamWriter) -> None:
        sender = recipient = ""
        writer = _Replies(stream)
        writer.write(b"220 sink\r\n")
        while line := (await reader.readline()).decode("latin-1").strip():
            verb = line[:4].upper()
            answer: str | None = "250 ok"
            if verb == "MAIL":
                sender = _address(line)
                answer = self.on_sender(sender)
            elif verb == "RCPT":
                recipient = _address(line)
                answer = self.on_recipient(recipient)
            elif verb == "DATA":
                writer.write(b"354 go on\r\n")
                content = await reader.readuntil(b"\r\n.\r\n")
                answer = await self._take(sender, recipient, content)
            elif verb == "EHLO" and self.pipelining:
                answer = "250-sink\r\n250 PIPELINING"
            elif verb == "QUIT":
                answer = "221 bye"
            if answer is None:
                writer.leave()
                return
            writer.write(answer.encode() + b"\r\n")
        writer.leave()

    async def _take(self, sender: str, recipient: str, content: bytes) -> str | None:
        self.offered += 1
        ordinal = self.offered
        if self.delay:
            await asyncio.sleep(self.delay)
        found = _MESSAGE_ID.search(content)
        plain = content[:-3].replace(b"\r\n..", b"\r\n.")
        name = found[1].decode() if found else ""
        message = Received(name, sender, recipient, plain, time.monotonic())
        answer = self.on_message(ordinal, message)
        if answer is None or answer.startswith("2"):
            self.received.append(message)
        return answer


class _Replies:
    """The replies to commands that came together leave together (RFC 2920 3.2), as a relay's do."""

    def __init__(self, stream: asyncio.StreamWriter) -> None:
        self.stream, self.waiting = stream, b""

    def write(self, reply: bytes) -> None:
        """It leaves once the session waits for more to read."""
        if not self.waiting:
            asyncio.get_running_loop().call_soon(self.leave)
        self.waiting += reply

    def leave(self) -> None:
        """It leaves now."""
        reply, self.waiting = self.waiting, b""
        if reply and not self.stream.is_closing():
            self.stream.write(reply)


def _address(line: str) -> str:
    return line.partition("<")[2].partition(">")[0]
