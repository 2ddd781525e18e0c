"""The one door of every command: turns refusals and known faults into a sentence and a code."""

import errno
import importlib
import signal
import sys
from types import FrameType
from typing import NoReturn

from launcher.console import Refusal, complain

FAULTS = {
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "le quota du disque est atteint",
    errno.EROFS: "le disque est en lecture seule",
    errno.EACCES: "l’écriture est refusée",
    errno.EPERM: "l’opération est refusée",
}


def from_command_line(command: str, arguments: list[str]) -> int:
    """Run `launcher.commands.<command>.main(arguments)` and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    signal.signal(signal.SIGTERM, _interrupt)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as nohup asks
        signal.signal(signal.SIGHUP, _interrupt)
    main = importlib.import_module(f"launcher.commands.{command}").main
    try:
        return int(main(arguments))
    except Refusal as refusal:
        complain(str(refusal))
    except KeyboardInterrupt:
        complain("Interrompu.")
        return 130
    except OSError as fault:
        if fault.errno not in FAULTS:
            raise
        complain(f"{fault.filename or 'Écriture'} : {FAULTS[fault.errno]}.")
    return 1


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
