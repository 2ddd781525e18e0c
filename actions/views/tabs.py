"""The tabs by answer, each with its number, shared by the pages that list people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from actions.domain.turnout import Turnout
from actions.enums import Answer


def answer_tabs(figure: Turnout, current: str, *, anchor: str) -> list[dict[str, Any]]:
    """« Sûr·es » and « Venu·es » only once there are some; a number is a link to its list."""
    tabs = [
        ("tous", _("Invité·es"), figure.asked),
        (Answer.YES.value, _("Oui"), figure.yes),
        ("sure", _("Sûr·es"), figure.sure),
        (Answer.MAYBE.value, _("Peut-être"), figure.maybe),
        ("waiting", _("Liste d’attente"), figure.waiting),
        (Answer.NONE.value, _("Sans réponse"), figure.unanswered),
        (Answer.NO.value, _("Non"), figure.no),
        ("came", _("Venu·es"), figure.attended),
    ]
    return [
        {
            "label": label,
            "count": count,
            "url": f"?reponse={value}#{anchor}",
            "current": value == (current or "tous"),
        }
        for value, label, count in tabs
        if count or value not in {"sure", "waiting", "came"}
    ]
