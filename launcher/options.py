"""Reading the options of a command, with refusals in French."""

import argparse
from typing import Any, NoReturn

from launcher.console import Refusal


class Options(argparse.ArgumentParser):
    """An argument parser that refuses like the rest of the launcher."""

    def __init__(self, command: str, description: str) -> None:
        super().__init__(prog=f"bin/{command}", description=description, allow_abbrev=False)

    def read(self, arguments: list[str]) -> Any:
        """The chosen options; Refusal for one that does not exist."""
        chosen, unknown = self.parse_known_args(arguments)
        if unknown:
            self.error(f"{' '.join(unknown)} n’existe pas")
        return chosen

    def error(self, message: str) -> NoReturn:
        """Refuse, and say where the help is."""
        raise Refusal(f"{self.prog} : {message}. Voir {self.prog} --help.")


def port(text: str) -> int:
    """A port number an ordinary program may listen on."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"« {text} » n’est pas un port de 1 à 65535")
    return int(text)
