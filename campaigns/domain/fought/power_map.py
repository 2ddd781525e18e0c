"""The power map: who weighs on the decision, for or against us, and how it moved.

A place is never changed: a new one is added with its day, its author and its reason. Whoever
moves somebody says which place she had seen; if it is no longer the last one, nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.core.text.names import clean_text
from alliance.journal.domain import record
from campaigns.enums import ActorKind, TargetKind
from campaigns.models import Campaign, MapActor, MapPosition
from members.models import User

SUPPORT_WORDS: Final = (
    (-60, gettext_lazy("adversaire")),
    (-20, gettext_lazy("plutôt contre")),
    (20, gettext_lazy("entre deux")),
    (60, gettext_lazy("plutôt pour")),
    (101, gettext_lazy("allié·e")),
)
INFLUENCE_WORDS: Final = (
    (34, gettext_lazy("pèse peu")),
    (67, gettext_lazy("pèse")),
    (101, gettext_lazy("décide ou presque")),
)


class InvalidPlace(Exception):
    """The place cannot be so; `str()` says why, in French."""


class MovedMeanwhile(Exception):
    """Somebody else moved this actor since the map was shown; `now` is where it stands."""

    def __init__(self, now: MapPosition | None) -> None:
        super().__init__()
        self.now = now


@dataclass(frozen=True)
class Dot:
    """An actor on the map, with where it stood before (oldest first)."""

    actor: MapActor
    place: MapPosition
    before: tuple[MapPosition, ...]

    @property
    def support_words(self) -> str:
        """Its support, said."""
        return _said(SUPPORT_WORDS, self.place.support)

    @property
    def influence_words(self) -> str:
        """Its influence, said."""
        return _said(INFLUENCE_WORDS, self.place.influence)

    @property
    def drift(self) -> int:
        """How far its last move brought it towards us; negative when it went away."""
        return self.place.support - self.before[-1].support if self.before else 0


def _said(words: Iterable[tuple[int, Any]], value: int) -> str:
    return str(next(text for limit, text in words if value < limit))


def dots(campaign: Campaign, *, on: date | None = None) -> list[Dot]:
    """The map as it stood on a day (today by default), the most influential first (two queries)."""
    day = on or timezone.localdate()
    found = []
    for actor in campaign.map_actors.prefetch_related("positions"):
        places = [place for place in actor.positions.all() if place.noted_on <= day]
        if places and (actor.removed_on is None or actor.removed_on > day):
            found.append(Dot(actor, places[-1], tuple(places[:-1])))
    return sorted(found, key=lambda dot: (-dot.place.influence, dot.actor.name))


def first_day(campaign: Campaign) -> date | None:
    """The day of the first place noted."""
    noted = MapPosition.objects.filter(actor__campaign=campaign).order_by("noted_on", "id")
    return noted.values_list("noted_on", flat=True).first()


@transaction.atomic
def add(
    *,
    campaign: Campaign,
    name: str,
    kind: str,
    influence: int,
    support: int,
    note: str = "",
    actor: User | None,
) -> MapActor:
    """Put somebody on the map; somebody taken off comes back. Journaled.

    A target or an allied group of that name is tied to its page. Raises InvalidPlace.
    """
    words = clean_text(name, 120)
    if not words:
        raise InvalidPlace(_("Dites qui c’est."))
    link = campaign.targets.filter(target__name=words).first()
    group = campaign.groups.filter(name=words).first()
    row, _new = MapActor.objects.update_or_create(
        campaign=campaign,
        name=words,
        defaults={
            "kind": ActorKind.TARGET if link else ActorKind.GROUP if group else ActorKind(kind),
            "target": link.target if link else None,
            "group": group,
            "removed_on": None,
        },
    )
    last = row.positions.last()
    place(
        map_actor=row,
        influence=influence,
        support=support,
        seen=last.pk if last else None,
        note=note,
        actor=actor,
    )
    return row


@transaction.atomic
def place(
    *,
    map_actor: MapActor,
    influence: int,
    support: int,
    seen: int | None,
    note: str = "",
    noted_on: date | None = None,
    actor: User | None,
) -> MapPosition:
    """Say where somebody stands from now on; journaled. The same place again adds nothing.

    `seen` is the place that was before the eyes of whoever moves it. Raises MovedMeanwhile when
    it is no longer the last one, InvalidPlace outside the map or for a day to come.
    """
    day = noted_on or timezone.localdate()
    if not (0 <= influence <= 100 and -100 <= support <= 100):
        raise InvalidPlace(_("L’influence va de 0 à 100, le soutien de −100 à 100."))
    if day > timezone.localdate():
        raise InvalidPlace(_("Cette date est à venir : notez-le le jour venu."))
    row = MapActor.objects.select_for_update().select_related("campaign").get(pk=map_actor.pk)
    last = row.positions.last()
    if (last.pk if last else None) != seen:
        raise MovedMeanwhile(last)
    words = clean_text(note, 300)
    if last and (last.influence, last.support) == (influence, support) and not words:
        return last
    if last and day < last.noted_on:
        raise InvalidPlace(_("Une place plus récente est déjà notée : choisissez un jour après."))
    made = MapPosition.objects.create(
        actor=row, influence=influence, support=support, noted_on=day, note=words, author=actor
    )
    _note("map.placed", row, actor)
    return made


@transaction.atomic
def take_off(*, map_actor: MapActor, actor: User | None, on: date | None = None) -> None:
    """No longer counts; where it stood stays in the past of the map. Journaled."""
    map_actor.removed_on = on or timezone.localdate()
    map_actor.save(update_fields=["removed_on"])
    _note("map.removed", map_actor, actor)


def proposals(campaign: Campaign) -> list[tuple[str, str]]:
    """Targets and allied groups that are not on the map yet: name, kind."""
    held = set(campaign.map_actors.filter(removed_on=None).values_list("name", flat=True))
    links = sorted(
        campaign.targets.select_related("target"), key=lambda one: one.kind != TargetKind.PRIMARY
    )
    named = [(link.target.name, str(ActorKind.TARGET)) for link in links]
    named += [(group.name, str(ActorKind.GROUP)) for group in campaign.groups.all()]
    return [one for one in named if one[0] not in held]


def _note(verb: str, row: MapActor, actor: User | None) -> None:
    record(verb=verb, actor=actor, subject=row, chapter_id=row.campaign.chapter_id)
