"""Furniture for every address that needs a key, all of it in Grenoble.

Each module here furnishes one subject: `PUBLIC`, its addresses open to all, and
`keys(cast)`, what its addresses need, by the beginning of their names.
"""

from importlib import import_module
from pkgutil import iter_modules

from tests.cast import Cast

SUBJECTS = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
PUBLIC = {"healthz", "readyz", "style", "style-options", "style-public"}.union(
    *(subject.PUBLIC for subject in SUBJECTS)
)


class Furniture(dict[str, dict[str, object]]):
    """Finds the keys of an address by the longest beginning of its name."""

    def __missing__(self, name: str) -> dict[str, object]:
        found = max((start for start in self if name.startswith(start)), key=len)
        return self[found]


def furnish(cast: Cast) -> Furniture:
    """The keys of every address, by its name."""
    furniture = Furniture()
    for subject in SUBJECTS:
        furniture |= subject.keys(cast)
    return furniture
