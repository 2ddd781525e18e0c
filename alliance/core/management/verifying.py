"""What `bin/manage verify` looks at: each room registers what must always hold in its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

# Yields a sentence for each thing that is wrong; writes nothing.
Check = Callable[[], Iterable[str]]

_registered: dict[str, Check] = {}


def register_check(name: str, check: Check) -> None:
    """Look at this too; called from `AppConfig.ready`. The same name again replaces it."""
    _registered[name] = check


def checks() -> list[str]:
    """The names of all that is looked at."""
    return sorted(_registered)


def problems(name: str) -> Iterator[str]:
    """What one check finds wrong."""
    yield from _registered[name]()
