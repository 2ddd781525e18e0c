"""Listening sockets, opened here and handed over to the programs that serve them.

Nobody can take the port between the choice and the use, and a program that is started
again finds its port, with the callers still waiting on it.
"""

import socket
from collections.abc import Container

from launcher.console import Refusal

HOST = "127.0.0.1"
TRIES = 50


def listen(first: int, *, avoid: Container[int] = ()) -> socket.socket:
    """A socket listening on the first free port from `first` up."""
    for port in range(first, min(first + TRIES, 65536)):
        if port in avoid:
            continue
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Inherited by each connection: short answers leave at once, not 40 ms later.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            listener.bind((HOST, port))
            listener.listen(256)
        except PermissionError as fault:
            listener.close()
            raise Refusal(f"Le port {port} est réservé au système : --port 8000.") from fault
        except OSError:
            listener.close()
            continue
        return listener
    raise Refusal(f"Aucun port libre de {first} à {first + TRIES - 1}.")


def port_of(listener: socket.socket) -> int:
    """The port it listens on."""
    return int(listener.getsockname()[1])
