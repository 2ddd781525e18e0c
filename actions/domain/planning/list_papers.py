"""The leaders' lists as a paper: what each page shows, ready to be set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.domain.diary.calendars import place_of
from actions.enums import Answer
from actions.models import Action, Attendance
from alliance.core.phones import format_phone
from alliance.core.text.french import full_datetime


def paper_of(action: Action, lists: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What `leader_lists.typ` shows: an empty line is left for three more names."""
    return {
        "title": _("Listes : %(action)s") % {"action": action.title},
        "action": action.title,
        "when": full_datetime(action.starts_at),
        "where": place_of(action),
        "say": _(
            "« Je te rappelle que c’est %(when)s. Tu viens avec qui ? » On rappelle, "
            "on ne demande pas de confirmer."
        )
        % {"when": full_datetime(action.starts_at)},
        "heads": [_("Nom"), _("Téléphone"), _("Oui"), _("P.-ê."), _("Non"), _("Avec")],
        "pages": [_page(one["figure"], one["names"]) for one in lists],
    }


def _page(figure: Any, names: Iterable[Attendance]) -> dict[str, Any]:
    words = ngettext("en amène %(n)d", "en amène %(n)d", figure.pledged)
    return {
        "leader": str(figure.leader),
        "pledge": words % {"n": figure.pledged} if figure.pledged else "",
        "rows": [_row(row) for row in names],
    }


def _row(row: Attendance) -> dict[str, Any]:
    phones = row.person.phones.all() if row.person else ()
    phone = next((one for one in phones if not one.is_wrong), None)
    return {
        "name": str(row.person),
        "phone": format_phone(phone.number) if phone else "",
        "yes": row.answer == Answer.YES,
        "maybe": row.answer == Answer.MAYBE,
        "no": row.answer == Answer.NO,
        "with": row.companions or "",
    }
