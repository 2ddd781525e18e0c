"""An IMAP server in a thread: the few commands we speak, answered as Dovecot answers them."""

from __future__ import annotations

import re
import shlex
import socketserver
from dataclasses import dataclass, field
from email import message_from_bytes
from threading import Thread
from typing import Any

PASSWORD = "mot/de,passe"
_BYTES = re.compile(r"BODY\.PEEK\[\]<0\.(\d+)>")
_HEADERS = re.compile(r"BODY\.PEEK\[HEADER\.FIELDS \(([A-Z -]+)\)\]")


@dataclass
class ImapSink:
    """`with ImapSink({"INBOX": [raw, …]}) as sink:`; `seen` are the flags, `said` the commands."""

    folders: dict[str, list[bytes]]
    seen: set[tuple[str, int]] = field(default_factory=set)
    said: list[str] = field(default_factory=list)

    def __enter__(self) -> ImapSink:
        sink = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                _Session(sink, self.rfile, self.wfile).serve()

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def url(self, folder: str = "INBOX", password: str = "mot%2Fde%2Cpasse") -> str:
        return f"imap://a%40b.test:{password}@127.0.0.1:{self.server.server_address[1]}/{folder}"


class _Session:
    def __init__(self, sink: ImapSink, rfile: Any, wfile: Any) -> None:
        self.sink, self.rfile, self.wfile = sink, rfile, wfile
        self.folder, self.readonly = "", False

    def serve(self) -> None:
        self.say("* OK [CAPABILITY IMAP4rev1 LITERAL+] ready.")
        while line := self.rfile.readline().decode("ascii").rstrip("\r\n"):
            tag, _space, rest = line.partition(" ")
            verb = rest.split()[0].upper()
            if verb == "UID":
                verb, rest = rest.split()[1].upper(), rest.split(" ", 1)[1]
            self.sink.said.append(verb if verb == "LOGIN" else rest)
            status = getattr(self, f"do_{verb.lower()}", self.bad)(shlex.split(rest)[1:], rest)
            self.say(f"{tag} {status}")
            if verb == "LOGOUT":
                return

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def bad(self, _args: list[str], _line: str) -> str:
        return "BAD Unknown command."

    def do_capability(self, _args: list[str], _line: str) -> str:
        self.say("* CAPABILITY IMAP4rev1 LITERAL+")
        return "OK Capability completed."

    def do_login(self, args: list[str], _line: str) -> str:
        known = args == ["a@b.test", PASSWORD]
        return "OK Logged in" if known else "NO [AUTHENTICATIONFAILED] Authentication failed."

    def do_select(self, args: list[str], _line: str) -> str:
        if args[0] not in self.sink.folders:
            return "NO Mailbox doesn't exist"
        self.folder = args[0]
        self.say(f"* {len(self.sink.folders[self.folder])} EXISTS")
        return f"OK [READ-{'ONLY' if self.readonly else 'WRITE'}] Select completed."

    def do_examine(self, args: list[str], line: str) -> str:
        self.readonly = True
        return self.do_select(args, line)

    def do_search(self, args: list[str], _line: str) -> str:
        found = [uid for uid in self.uids() if self.matches(uid, args)]
        self.say(" ".join(["* SEARCH", *map(str, found)]))
        return "OK Search completed."

    def matches(self, uid: int, args: list[str]) -> bool:
        if args == ["UNSEEN"]:
            return (self.folder, uid) not in self.sink.seen
        assert (args[0], args[2]) == ("SINCE", "OR"), args
        assert re.fullmatch(r"\d{1,2}-[A-Z][a-z]{2}-\d{4}", args[1]), args
        mail = message_from_bytes(self.mail(uid))
        wanted = [(args[4], args[5]), (args[7], args[8])]
        return any(text.lower() in str(mail.get(name, "")).lower() for name, text in wanted)

    def do_fetch(self, args: list[str], line: str) -> str:
        for uid in map(int, args[0].split(",")):
            if size := _BYTES.search(line):
                self.literal(uid, "BODY[]<0>", self.mail(uid)[: int(size[1])])
            elif names := _HEADERS.search(line):
                mail = message_from_bytes(self.mail(uid))
                asked = [f"{name}: {mail[name]}\r\n" for name in names[1].split() if mail[name]]
                content = ("".join(asked) + "\r\n").encode()
                self.literal(uid, f"BODY[HEADER.FIELDS ({names[1]})]", content)
        return "OK Fetch completed."

    def literal(self, uid: int, name: str, content: bytes) -> None:
        self.wfile.write(f"* {uid} FETCH (UID {uid} {name} {{{len(content)}}}\r\n".encode())
        self.wfile.write(content + b")\r\n")

    def do_store(self, args: list[str], _line: str) -> str:
        if self.readonly:
            return "NO Mailbox is read-only."
        self.sink.seen.add((self.folder, int(args[0])))
        return "OK Store completed."

    def do_logout(self, _args: list[str], _line: str) -> str:
        self.say("* BYE Logging out")
        return "OK Logout completed."

    def uids(self) -> range:
        return range(1, len(self.sink.folders[self.folder]) + 1)

    def mail(self, uid: int) -> bytes:
        return self.sink.folders[self.folder][uid - 1]
