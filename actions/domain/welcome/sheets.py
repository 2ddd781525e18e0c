"""Sign-in sheets: printed in the list's order, typed back line by line; twice changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from actions.domain.phone_tree import access_links
from actions.domain.welcome.check_in import check_in, refuse_early, undo_check_in, walk_in
from actions.enums import LinkPurpose
from actions.models import Action, Attendance, SignInSheet
from alliance.core.text.names import clean_text, fold
from alliance.journal.domain import record
from members.models import User

UNKNOWN_LIMIT = 500
NAMESPACE = UUID("2f3b1f0e-6a0c-4d0f-9b53-6f1f1d8f6c11")


@dataclass(frozen=True)
class Entered:
    """What typing a sheet did: marked present, taken back, unknown people counted, names added."""

    present: int = 0
    undone: int = 0
    unknown: int = 0
    named: int = 0


@transaction.atomic
def print_sheet(
    *, action: Action, rows: Iterable[int], actor: User, now: datetime | None = None
) -> SignInSheet:
    """Keep the order of a sheet about to be printed, with the link of its entry; journaled."""
    moment = now or timezone.now()
    sheet = SignInSheet.objects.create(
        action=action, rows=list(rows), created_at=moment, created_by=actor
    )
    access_links.create(
        purpose=LinkPurpose.SHEET,
        chapter=action.chapter,
        sheet=sheet,
        holder=str(actor),
        expires_at=max(
            access_links.end_of_check_in(action), moment + access_links.AFTER_THE_ACTION
        ),
        actor=actor,
        now=moment,
    )
    record(
        verb="sheet.printed",
        actor=actor,
        subject=sheet,
        chapter_id=action.chapter_id,
        detail={"people": len(sheet.rows)},
        now=moment,
    )
    return sheet


def lines_of(sheet: SignInSheet) -> list[Attendance | None]:
    """The lines in the order of the paper; None where somebody left the list since."""
    rows = Attendance.objects.filter(action=sheet.action_id, pk__in=sheet.rows)
    found = {row.pk: row for row in rows.select_related("person")}
    return [found.get(pk) for pk in sheet.rows]


@transaction.atomic
def enter_sheet(
    *,
    sheet: SignInSheet,
    marks: Mapping[int, bool],
    unknown: int = 0,
    names: Collection[str] = (),
    actor: User | None = None,
    by: str = "",
    now: datetime | None = None,
) -> Entered:
    """Type a sheet: `marks` by attendance (True: she signed), those without a name, names added.

    `unknown` is how many the sheet counts, not how many more: typed twice, they count once; so do
    names. Raises WrongState (before the day, cancelled), CountOnly, people.InvalidPerson.
    """
    moment = now or timezone.now()
    SignInSheet.objects.select_for_update().get(pk=sheet.pk)
    refuse_early(sheet.action, moment)
    who: dict[str, Any] = {"actor": actor, "by": by, "now": moment}
    rows = {row.pk: row for row in lines_of(sheet) if row is not None and row.person_id}
    present = undone = 0
    for pk, came in marks.items():
        row = rows.get(pk)
        if row is not None and came and not row.attended:
            check_in(action=sheet.action, attendance=row, **who)
            present += 1
        elif row is not None and not came and row.attended:
            undo_check_in(attendance=row, **who)
            undone += 1
    counted = _count_unknown(sheet, min(unknown, UNKNOWN_LIMIT), who)
    named = sum(_add(sheet, name, who) for name in names)
    SignInSheet.objects.filter(pk=sheet.pk).update(entered_at=moment)
    return Entered(present, undone, counted, named)


def _count_unknown(sheet: SignInSheet, wanted: int, who: dict[str, Any]) -> int:
    """One tap of the sheet for each: the n-th is always the same tap."""
    done = 0
    for n in range(wanted):
        identity = uuid5(NAMESPACE, f"{sheet.pk}:{n}")
        if not Attendance.objects.filter(client_id=identity).exists():
            walk_in(action=sheet.action, client_id=identity, **who)
            done += 1
    return done


def _add(sheet: SignInSheet, name: str, who: dict[str, Any]) -> bool:
    tidy = clean_text(name, 200)
    if not tidy:
        return False
    identity = uuid5(NAMESPACE, f"{sheet.pk}:{fold(tidy)}")
    if Attendance.objects.filter(client_id=identity).exists():
        return False
    walk_in(action=sheet.action, client_id=identity, name=tidy, **who)
    return True
