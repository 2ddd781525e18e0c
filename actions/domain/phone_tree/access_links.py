"""Links without account: they open one thing, end by themselves, and can be taken back.

Only the hash of a token is stored. The token is made of the link's seed and the secret key, so
that a page or a printed sheet can show it again, and a stolen table opens nothing. A changed
secret key leaves the links already sent alive (their hash is known) but can no longer show them.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from actions.enums import ActionState, LinkPurpose
from actions.models import FEEDS, AccessLink, Action, CallBranch, LinkAccess, SignInSheet
from alliance.journal.domain import record
from members.models import Chapter, Group, Person, User

SALT = "actions.access_link"
LONGEST_TOKEN = 64
AFTER_THE_ACTION = timedelta(days=2)
ROUTES = dict.fromkeys(FEEDS, "actions:feed")


class Gone(Exception):
    """This link opens nothing (any more); `why` is unknown, revoked, shut, expired, closed,
    cancelled."""

    def __init__(self, why: str, link: AccessLink | None = None) -> None:
        super().__init__(why)
        self.why, self.link = why, link


@transaction.atomic
def create(
    *,
    purpose: str,
    chapter: Chapter,
    holder: str = "",
    expires_at: datetime | None = None,
    branch: CallBranch | None = None,
    action: Action | None = None,
    sheet: SignInSheet | None = None,
    group: Group | None = None,
    actor: User | None = None,
    now: datetime | None = None,
) -> AccessLink:
    """Make a link for one thing; journaled. Ask `url_of` for its address."""
    moment = now or timezone.now()
    link = AccessLink(
        purpose=purpose,
        chapter=chapter,
        holder=holder.strip()[:120],
        expires_at=expires_at,
        branch=branch,
        action=action,
        sheet=sheet,
        group=group,
        seed=uuid4(),
        created_at=moment,
        created_by=actor,
    )
    link.token_hash = _hash(_token(link))
    link.save()
    _note("link.created", link, actor, moment)
    return link


@transaction.atomic
def revoke(*, link: AccessLink, actor: User | None = None, now: datetime | None = None) -> None:
    """Take a link back: from now on it opens nothing. Taken back twice, once; journaled."""
    moment = now or timezone.now()
    if AccessLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=moment):
        _note("link.revoked", link, actor, moment)


@transaction.atomic
def renew(
    *, link: AccessLink, actor: User | None = None, now: datetime | None = None
) -> AccessLink:
    """Another link for the same thing and holder; the old one opens nothing any more."""
    revoke(link=link, actor=actor, now=now)
    return create(
        purpose=link.purpose,
        chapter=link.chapter,
        holder=link.holder,
        expires_at=link.expires_at,
        branch=link.branch,
        action=link.action,
        sheet=link.sheet,
        group=link.group,
        actor=actor,
        now=now,
    )


def read(token: str, *, now: datetime | None = None) -> AccessLink:
    """The open link behind a token. Raises Gone, with the reason a kind page can say."""
    if not 0 < len(token) <= LONGEST_TOKEN or not token.isascii():
        raise Gone("unknown")
    found = AccessLink.objects.select_related(
        "chapter",
        "branch__call_list__action__chapter",
        "branch__user",
        "action__chapter",
        "sheet__action__chapter",
        "group",
        "created_by",
    )
    link = found.filter(token_hash=_hash(token)).first()
    if link is None:
        raise Gone("unknown")
    _refuse_closed(link, now or timezone.now())
    return link


def url_of(link: AccessLink) -> str:
    """The whole address of a link; empty when the secret key has changed since."""
    token = _token(link)
    if _hash(token) != link.token_hash:
        return ""
    route = ROUTES.get(LinkPurpose(link.purpose), "actions:link")
    return settings.SITE_URL + reverse(route, args=[token])


def note_access(
    *,
    link: AccessLink,
    verb: str,
    person: Person | None = None,
    visitor: str = "",
    now: datetime | None = None,
) -> None:
    """Remember what was done by a link, about whom, and when."""
    LinkAccess.objects.create(
        link=link, verb=verb, person=person, visitor=visitor, at=now or timezone.now()
    )


def action_of(link: AccessLink) -> Action | None:
    """The action a link is about, if any."""
    if link.branch is not None:
        return link.branch.call_list.action
    return link.sheet.action if link.sheet is not None else link.action


def end_of_check_in(action: Action) -> datetime:
    """Welcoming goes on after the action, for those who are noted late."""
    return action.ends_at + AFTER_THE_ACTION


def _refuse_closed(link: AccessLink, now: datetime) -> None:
    if link.revoked_at is not None:
        raise Gone("revoked", link)
    if link.chapter.closed_on is not None:
        raise Gone("shut", link)
    if link.expires_at is not None and link.expires_at <= now:
        raise Gone("expired", link)
    if link.branch is not None and not link.branch.call_list.is_open:
        raise Gone("closed", link)
    action = action_of(link)
    if action is not None and action.state == ActionState.CANCELLED:
        raise Gone("cancelled", link)


def _token(link: AccessLink) -> str:
    sealed = salted_hmac(SALT, link.seed.hex, algorithm="sha256").digest()[:20]
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _note(verb: str, link: AccessLink, actor: User | None, now: datetime) -> None:
    record(
        verb=verb,
        actor=actor,
        subject=link,
        chapter_id=link.chapter_id,
        detail={"purpose": link.purpose},
        now=now,
    )
