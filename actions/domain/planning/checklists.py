"""What is to be done before the day, by whom, and who brings what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.enums import ActionKind
from actions.models import Action, CheckItem, MaterialItem
from alliance.core.text.names import clean_text
from members.models import Person, User

OUTSIDE = {ActionKind.RALLY, ActionKind.MARCH, ActionKind.QUEUE, ActionKind.OCCUPATION}
ITEMS_LIMIT = 60
# Days before the action, what, and whether only for actions outside.
USUAL = (
    (14, gettext_lazy("Réserver le lieu, ou repérer la place"), False),
    (10, gettext_lazy("Écrire le tract et le faire relire"), False),
    (7, gettext_lazy("Imprimer les tracts et les affiches"), False),
    (5, gettext_lazy("Prévenir la presse"), True),
    (3, gettext_lazy("Distribuer les rôles du jour"), False),
    (2, gettext_lazy("Peindre la banderole"), True),
    (1, gettext_lazy("Appeler les oui une dernière fois"), False),
)
USUAL_MATERIAL = (
    (gettext_lazy("Mégaphone"), True),
    (gettext_lazy("Banderole"), True),
    (gettext_lazy("Feuille d’émargement et stylos"), False),
    (gettext_lazy("Café, thé, gâteaux"), False),
)


class InvalidItem(Exception):
    """This cannot be noted; the message says why, in French."""


@dataclass(frozen=True)
class Checklist:
    """What is to be done: `late` are open and past their day on `today`."""

    items: list[CheckItem]
    today: date

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(item.done_at is not None for item in self.items)

    @property
    def late(self) -> list[CheckItem]:
        """Those whose day has passed."""
        return [i for i in self.items if not i.done_at and i.due_on and i.due_on < self.today]


def checklist(action: Action, now: datetime | None = None) -> Checklist:
    """The list of an action, the soonest first (one query)."""
    items = list(action.check_items.select_related("person"))
    return Checklist(items, timezone.localdate(now))


@transaction.atomic
def add(
    *,
    action: Action,
    what: str,
    due_on: date | None = None,
    person: Person | None = None,
    client_id: UUID | None = None,
) -> CheckItem:
    """Add something to do; the same `client_id` twice is one. Raises InvalidItem."""
    words = clean_text(what, 200)
    if not words:
        raise InvalidItem(_("Dites ce qu’il y a à faire."))
    if due_on and due_on > timezone.localdate(action.ends_at) + timedelta(days=31):
        raise InvalidItem(_("Cette date est longtemps après l’action."))
    if action.check_items.count() >= ITEMS_LIMIT:
        raise InvalidItem(_("La liste est déjà longue : faites d’abord ce qui y est."))
    item, _created = CheckItem.objects.get_or_create(
        client_id=client_id or uuid4(),
        defaults={"action": action, "what": words, "due_on": due_on, "person": person},
    )
    return item


@transaction.atomic
def add_usual(*, action: Action, now: datetime | None = None) -> int:
    """Write the usual list and material, dated back from the action; nothing twice.

    What should have been done before today is for today. Returns how many lines were added.
    """
    Action.objects.select_for_update(no_key=True).get(pk=action.pk)
    today, day = timezone.localdate(now), timezone.localdate(action.starts_at)
    outside = action.kind in OUTSIDE
    known = {item.what for item in action.check_items.all()}
    brought = {item.what for item in action.materials.all()}
    items = [
        CheckItem(action=action, what=str(what), due_on=max(today, day - timedelta(days=before)))
        for before, what, only_outside in USUAL
        if str(what) not in known and (outside or not only_outside)
    ]
    materials = [
        MaterialItem(action=action, what=str(what))
        for what, only_outside in USUAL_MATERIAL
        if str(what) not in brought and (outside or not only_outside)
    ]
    CheckItem.objects.bulk_create(items)
    MaterialItem.objects.bulk_create(materials)
    return len(items) + len(materials)


@transaction.atomic
def tick(*, item: CheckItem, done: bool, actor: User | None = None) -> CheckItem:
    """Say that something is done, or not yet; ticked twice, the first time counts."""
    locked = CheckItem.objects.select_for_update().get(pk=item.pk)
    if done == (locked.done_at is not None):
        return locked
    locked.done_at, locked.done_by = (timezone.now(), actor) if done else (None, None)
    locked.save(update_fields=["done_at", "done_by"])
    return locked


@transaction.atomic
def bring(
    *,
    action: Action,
    what: str,
    quantity: int = 1,
    person: Person | None = None,
    client_id: UUID | None = None,
) -> MaterialItem:
    """Add something to bring; the same `client_id` twice is one. Raises InvalidItem."""
    words = clean_text(what, 120)
    if not words:
        raise InvalidItem(_("Dites ce qu’il faut apporter."))
    if not 1 <= quantity <= 1_000:
        raise InvalidItem(_("Combien ? Un nombre, de 1 à 1 000."))
    if action.materials.count() >= ITEMS_LIMIT:
        raise InvalidItem(_("La liste est déjà longue."))
    item, _created = MaterialItem.objects.get_or_create(
        client_id=client_id or uuid4(),
        defaults={"action": action, "what": words, "quantity": quantity, "person": person},
    )
    return item


@transaction.atomic
def entrust(*, item: CheckItem | MaterialItem, person: Person | None) -> None:
    """Say who does it or brings it; nobody, to take it back."""
    type(item).objects.filter(pk=item.pk).update(person=person)
