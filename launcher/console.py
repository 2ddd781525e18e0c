"""What the launcher says: short French sentences, one a line."""

import contextlib
import sys


class Refusal(Exception):
    """A reason to stop, worded for the person at the keyboard."""


def say(text: str) -> None:
    """Print one line; a closed pipe (`bin/run | head`) must not stop the house."""
    with contextlib.suppress(OSError, ValueError):
        print(f"» {text}", flush=True)


def complain(text: str) -> None:
    """Print one line on the error output."""
    with contextlib.suppress(OSError, ValueError):
        print(f"✗ {text}", file=sys.stderr, flush=True)
