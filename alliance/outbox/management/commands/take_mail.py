"""`take_mail`: what a mail server pipes to when a message comes back, or is answered."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from alliance.outbox.domain.incoming import LARGEST, take_in


class Command(BaseCommand):
    """Reads one mail on its standard input and writes down what it says of our messages.

    For a mail server: `retours: "|/chemin/bin/manage take_mail"`.
    """

    help = "Lit sur l’entrée standard un e-mail revenu (rejet, plainte, réponse) et en prend note."

    def handle(self, *_args: Any, **options: Any) -> None:
        kind = take_in(sys.stdin.buffer.read(LARGEST))
        if kind and int(options.get("verbosity", 1)) > 0:
            self.stdout.write(kind)
