"""The public page of an action: opened by those who prepare it, signed by whoever wants to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.domain.actions import WrongState
from actions.domain.planning.needs import Needs, note_needs
from actions.domain.replies import record_reply
from actions.domain.seats import places_left
from actions.enums import ActionState, Answer, ReplySource, Visibility
from actions.models import Action, Attendance
from alliance.core.text.french import day_and_month, spoken_time
from alliance.journal.domain import record
from members.domain import joining
from members.domain.meeting import follow_ups
from members.enums import FollowUpKind, PersonSource
from members.models import User


class TooMany(WrongState):
    """Seats are left, and not for so many; the message says how many, in French."""


@dataclass(frozen=True)
class SignedUp:
    """What signing up did.

    `changed` is false when an earlier « non » of hers was left alone. `full`: there was no room
    for as many as she said, whoever she is; what the page says then does not tell a stranger who
    has a seat already.
    """

    attendance: Attendance
    changed: bool
    full: bool = False


@transaction.atomic
def open_page(*, action: Action, actor: User | None = None) -> Action:
    """Give an action its public page; its address is chosen once and stays. Journaled.

    Raises WrongState for a cancelled action, or one that only counts: no name is kept of it.
    """
    locked: Action = Action.objects.select_for_update(no_key=True).get(pk=action.pk)
    if locked.state == ActionState.CANCELLED:
        raise WrongState(_("Cette action est annulée."))
    if locked.count_only:
        raise WrongState(_("Cette action compte sans noms : elle n’a pas de page publique."))
    if locked.visibility == Visibility.PUBLIC:
        return locked
    locked.public_slug = locked.public_slug or _address(locked)
    locked.visibility = Visibility.PUBLIC
    locked.version = locked.version + 1
    locked.save(update_fields=["public_slug", "visibility", "version"])
    record(verb="action.published", actor=actor, subject=locked, chapter_id=locked.chapter_id)
    return locked


def _address(action: Action) -> str:
    """Its title, with its number when another action has the same; no date, as it may move."""
    slug = slugify(action.title)[:60].strip("-") or "action"
    taken = Action.objects.filter(public_slug=slug).exists()
    return f"{slug}-{action.pk}" if taken else slug


@transaction.atomic
def close_page(*, action: Action, actor: User | None = None) -> None:
    """Close the public page: whoever has the link reads that one comes by invitation."""
    changed = Action.objects.filter(pk=action.pk, visibility=Visibility.PUBLIC).update(
        visibility=Visibility.INVITED, version=F("version") + 1
    )
    if changed:
        record(verb="action.unpublished", actor=actor, subject=action, chapter_id=action.chapter_id)


def page_url(action: Action) -> str:
    """The address to share; empty without a page."""
    if not action.public_slug:
        return ""
    return settings.SITE_URL + reverse("actions:public", args=[action.public_slug])


def share_text(action: Action) -> str:
    """What to send by WhatsApp: what, when, where, and the link."""
    where = f", {action.place_name}" if action.place_name else ""
    return _("« %(title)s », %(day)s à %(time)s%(where)s. On compte sur vous : %(link)s") % {
        "title": action.title,
        "day": day_and_month(action.starts_at),
        "time": spoken_time(action.starts_at),
        "where": where,
        "link": page_url(action),
    }


@transaction.atomic
def sign_up(
    *,
    action: Action,
    name: str,
    phone: str = "",
    email: str = "",
    companions: int = 0,
    needs: Needs | None = None,
    together: bool = False,
    wording: str,
    client_id: UUID,
    now: datetime | None = None,
) -> SignedUp:
    """Sign somebody up from the public page: make or find the person, and write down her yes.

    When it is full, her yes waits for a seat (see `seats`). When fewer seats are left than they
    are, TooMany says so, unless they would rather wait to come `together`.

    As for « Nous rejoindre », it proves nothing about who wrote: the same name with the same
    phone or e-mail is the same person, nothing known of her changes, and an earlier no stays a
    no until somebody has asked her. Somebody new is called by an organizer; sent twice, it counts
    once. Raises joining.InvalidRequest, TooMany, and WrongState (cancelled, over, not public).
    """
    moment = now or timezone.now()
    locked: Action = Action.objects.select_for_update(no_key=True).get(pk=action.pk)
    _refuse_closed(locked, moment)
    if mine := Attendance.objects.filter(action=locked, replies__client_id=client_id).first():
        return SignedUp(mine, changed=True, full=mine.waiting_since is not None)
    full = _is_full(locked, 1 + companions, together=together)
    where = {"source": PersonSource.ACTION, "source_detail": locked.title[:200]}
    who = {"name": name, "phone": phone, "email": email, "wording": wording}
    met = joining.meet(chapter=locked.chapter, now=moment, **who, **where)
    noted = {"invited_at": moment, "created_at": moment}
    row, _created = Attendance.objects.get_or_create(
        action=locked, person=met.person, defaults=noted
    )
    refused, said = row.answer == Answer.NO, row.said == Answer.YES
    if not refused and not said:
        row = _say_yes(row, companions, needs or Needs(), client_id, moment)
    if refused or not (said or met.known):
        _call(locked, row, met.by_phone, client_id, moment)
    return SignedUp(row, changed=not refused, full=full)


def _say_yes(
    row: Attendance, companions: int, needs: Needs, client_id: UUID, now: datetime
) -> Attendance:
    row = record_reply(
        attendance=row,
        answer=Answer.YES,
        companions=companions,
        source=ReplySource.PAGE,
        client_id=client_id,
        now=now,
    )
    note_needs(attendance=row, needs=needs)
    return row


def _refuse_closed(action: Action, now: datetime) -> None:
    if action.visibility != Visibility.PUBLIC or action.state == ActionState.DRAFT:
        raise WrongState(_("On vient à cette action sur invitation."))
    if action.state == ActionState.CANCELLED:
        raise WrongState(_("Cette action est annulée."))
    if action.ends_at <= now:
        raise WrongState(_("Cette action est déjà passée."))


def _is_full(action: Action, people: int, *, together: bool) -> bool:
    """Whether so many find no room; raises TooMany when some of them would."""
    left = places_left(action)
    if left is None or people <= left:
        return False
    if left and not together:
        words = ngettext(
            "Il reste %(n)d place : venez à moins nombreux·ses, ou attendez d’être ensemble.",
            "Il reste %(n)d places : venez à moins nombreux·ses, ou attendez d’être ensemble.",
            left,
        )
        raise TooMany(words % {"n": left})
    return True


def _call(action: Action, row: Attendance, by_phone: bool, client_id: UUID, now: datetime) -> None:
    """Somebody of the house speaks to whoever came by herself."""
    words = {"title": action.title}
    what = _("S’est inscrit·e à « %(title)s » par la page publique : faire connaissance.")
    if row.waiting_since:
        what = _("S’est inscrit·e à « %(title)s », sur la liste d’attente : faire connaissance.")
    if row.answer == Answer.NO:
        what = _("Avait dit non à « %(title)s », s’est inscrit·e par la page : lui demander.")
    if row.person is None:
        return
    follow_ups.plan(
        person=row.person,
        owner=row.person.organizer or action.organizer,
        what=what % words,
        due_on=timezone.localdate(now),
        kind=FollowUpKind.CALL if by_phone else FollowUpKind.MESSAGE,
        key=f"page:{client_id}",
    )
