"""« 0 personne »: our sentences are French, and French counts in the plural from two only.

gettext knows how a translation counts, not how its source does: without this, a sentence shown as
it was written would count as English does.
"""

from __future__ import annotations

import gettext

from django.utils.translation import trans_real

FROM = 2


class FrenchSource(gettext.NullTranslations):
    """What is said when nothing is translated: the French of the code."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Singular below two."""
        return msgid1 if abs(n) < FROM else msgid2

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        """The same, in a context."""
        return self.ngettext(msgid1, msgid2, n)


def register() -> None:
    """Called once the applications are loaded."""
    trans_real.translation("fr").add_fallback(FrenchSource())
