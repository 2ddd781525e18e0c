"""`verify`: look for what should never be."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from alliance.core.management.verifying import checks, problems


class Command(BaseCommand):
    """Changes nothing; exits with 1 when something is wrong, after saying everything."""

    help = "Vérifie que ce qui est gardé dit toujours la même chose que ce dont on l’a tiré."

    def handle(self, *_args: Any, **_options: Any) -> None:
        wrong = 0
        for name in checks():
            found = list(problems(name))
            wrong += len(found)
            self.stdout.write(f"{name} : {len(found) or 'rien à redire'}")
            for problem in found:
                self.stdout.write(f"  {problem}")
        if wrong:
            raise CommandError(f"Ce qui ne va pas : {wrong}.")
