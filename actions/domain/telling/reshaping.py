"""What this room's rows become when alliances are made one, or one is made two."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from actions.models import AccessLink, Course, ReminderStep
from members.domain.reshaping import Share, first_wins, register_rule, unify
from members.domain.reshaping.splits import register_sharer
from members.models import Chapter


def register() -> None:
    """Called once the applications are loaded."""
    register_rule(
        Course, unify(says=_("Le même nom des deux côtés : une seule, avec toutes ses sessions."))
    )
    register_rule(
        ReminderStep,
        first_wins(says=_("Les modèles de rappels de l’alliance qui accueille l’emportent.")),
    )
    register_sharer(feeds_of_groups)


def feeds_of_groups(source: Chapter, part: Share) -> Iterable[tuple[Any, list[Any]]]:
    """The calendars of the groups that go."""
    rows = AccessLink.objects.filter(chapter=source, group__in=part.groups)
    yield AccessLink, list(rows.order_by("pk").values_list("pk", flat=True))
