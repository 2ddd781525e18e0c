"""`manage.py mailbox`: receive the application's mail on one's own machine, and show it."""

import asyncio
import logging
import signal
import socket
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from alliance.core.mailbox.letters import Mailbox, receive
from alliance.core.mailbox.pages import PageServer

HOST = "127.0.0.1"


class Command(BaseCommand):
    """Nothing leaves the machine: both doors are open on 127.0.0.1 alone."""

    help = "Reçoit par SMTP le courrier de l’application et le montre sur une page."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ports, or sockets that already listen (how bin/run hands them over)."""
        parser.add_argument("--smtp-port", type=int, default=1025, metavar="N")
        parser.add_argument("--http-port", type=int, default=8025, metavar="N")
        parser.add_argument("--smtp-fd", type=int, metavar="FD")
        parser.add_argument("--http-fd", type=int, metavar="FD")
        parser.add_argument("--folder", type=Path, default=Path(settings.DATA_DIR) / "mail")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until SIGTERM or Ctrl-C."""
        logging.getLogger("mail.log").setLevel(logging.ERROR)  # a line for each SMTP verb
        mailbox = Mailbox(options["folder"])
        smtp = _listener(options["smtp_fd"], options["smtp_port"])
        pages = PageServer(mailbox, _listener(options["http_fd"], options["http_port"]))
        threading.Thread(target=pages.serve_forever, daemon=True).start()
        asyncio.run(_until_told_to_stop(mailbox, smtp))
        pages.shutdown()


def _listener(handle: int | None, port: int) -> socket.socket:
    if handle is not None:
        return socket.socket(fileno=handle)
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # each connection inherits it
    listener.bind((HOST, port))
    listener.listen(256)
    return listener


async def _until_told_to_stop(mailbox: Mailbox, listener: socket.socket) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await receive(mailbox, listener, stop)
