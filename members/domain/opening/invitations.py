"""Inviting somebody to open an account: a link by e-mail, and a password of her own.

The role is given at once: an account without a password opens nothing. The link ends after seven
days, when another is sent, when it has served, and when the invitation is withdrawn.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from alliance.core.emails import parse_email, split_emails
from alliance.core.text.names import clean_text, split_full_name
from alliance.journal.domain import record
from alliance.outbox.domain import cancel, enqueue, register_kind
from alliance.outbox.models import Message
from members.domain.leading.suggestions import SPEAKING
from members.domain.opening import roles
from members.enums import RoleKind
from members.models import Chapter, GroupMembership, Invitation, Person, User

MESSAGE_KIND, TOLD_KIND = "members.invitation", "members.role_given"
LASTS = timedelta(days=7)
INVITABLE = (RoleKind.ORGANIZER, RoleKind.BOARD)  # in a chapter; a leader, from her own page
NATIONAL = (RoleKind.ADMIN, RoleKind.BOARD)  # everywhere
SALT = "members.invitation"
ADDRESS = re.compile(r"\S+\s?@\s?\S+")


class InvalidInvitation(Exception):
    """Nobody can be invited so; `str()` says why, in French, and `field` beside what."""

    def __init__(self, words: str, field: str = "email") -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True)
class Wanted:
    """Somebody to invite, as written on a line: « Samia Bel <samia@exemple.org> »."""

    email: str
    first_name: str = ""
    last_name: str = ""


class Gone(Exception):
    """This link opens nothing (any more); `why` is unknown, used, withdrawn, replaced, expired."""

    def __init__(self, why: str, invitation: Invitation | None = None) -> None:
        super().__init__(why)
        self.why, self.invitation = why, invitation


@dataclass(frozen=True)
class Invited:
    """What came of it: a fresh account, a role more for a known one, or nothing new."""

    user: User
    invitation: Invitation | None
    given: bool


def register() -> None:
    """Asked again before it leaves: is it still pending?"""
    register_kind(MESSAGE_KIND, still_wanted=still_wanted)


def read_lines(text: str) -> list[Wanted]:
    """Who is to be invited, one a line, an address twice once.

    Raises InvalidInvitation, which shows the first line without a whole address.
    """
    found: dict[str, Wanted] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        addresses = split_emails(line)
        if len(addresses) != 1:
            words = _("« %(line)s » : une adresse e-mail entière par ligne, avec ou sans le nom.")
            raise InvalidInvitation(words % {"line": line[:80]})
        name = ADDRESS.sub(" ", line).strip(' <>;,\t"()-')
        full = split_full_name(clean_text(name, 200)) if name else None
        wanted = Wanted(addresses[0], *((full.first, full.last) if full else ("", "")))
        found.setdefault(wanted.email, wanted)
    return list(found.values())


@transaction.atomic
def invite(
    *,
    email: str,
    chapter: Chapter | None,
    kind: str = RoleKind.ORGANIZER,
    first_name: str = "",
    last_name: str = "",
    person: Person | None = None,
    actor: User,
    now: datetime | None = None,
) -> Invited:
    """Open an account without password, give it the role, and send the link. Journaled.

    Without a chapter the role is held everywhere. With a person, the account is hers: a leader
    sees the people of the groups she speaks for. An account that exists gets the role, and a
    message that says so; invited and silent, it gets the link again. Raises InvalidInvitation for
    an address that is not one, a closed account, a role that cannot be held there, a leader who
    speaks for no group, or somebody else's account.
    """
    moment = now or timezone.now()
    address = parse_email(email)
    if address is None:
        raise InvalidInvitation(
            _("« %(typed)s » n’est pas une adresse e-mail complète.")
            % {"typed": email.strip()[:80]}
        )
    _refuse_impossible(kind, chapter, person)
    user, created = _account(address, clean_text(first_name, 150), clean_text(last_name, 150))
    if not user.is_active:
        raise InvalidInvitation(
            _("Le compte %(email)s est fermé : l’administration doit le rouvrir.")
            % {"email": address}
        )
    _make_hers(user, person, created=created)
    given = roles.give(user=user, chapter=chapter, kind=kind, actor=actor, now=moment)
    if not created and user.has_usable_password():
        if given:
            _tell(user, chapter, kind, actor, moment)
        return Invited(user, None, given)
    return Invited(user, _pending(user, chapter, kind, actor, moment), given)


def _refuse_impossible(kind: str, chapter: Chapter | None, person: Person | None) -> None:
    if chapter is None and kind not in NATIONAL:
        raise InvalidInvitation(_("Choisissez dans quelle alliance locale."), "chapter")
    if kind == RoleKind.ADMIN and chapter is not None:
        words = _("L’administration vaut pour toute l’association : choisissez-la ici.")
        raise InvalidInvitation(words, "chapter")
    if kind == RoleKind.LEADER and (person is None or not speaks_for_a_group(person)):
        raise InvalidInvitation(_("Un compte de leader s’ouvre à qui parle pour un groupe."))


def speaks_for_a_group(person: Person) -> bool:
    """Whether she is the referent or the voice of a group today: whose people she would see."""
    spoken = GroupMembership.objects.current().filter(person=person, role__in=SPEAKING)
    return spoken.filter(group__ended_on=None).exists()


def _make_hers(user: User, person: Person | None, *, created: bool) -> None:
    """Tie the account to her page; one that existed must have an address of hers."""
    if person is None or user.person_id == person.pk:
        return
    known = {"email": user.email}
    other = User.objects.filter(person=person).first()
    if other is not None:
        words = _("Elle ou il a déjà un compte, à une autre adresse : %(email)s.")
        raise InvalidInvitation(words % {"email": other.email})
    if user.person_id is not None:
        words = _("Le compte %(email)s est celui de quelqu’un d’autre.")
        raise InvalidInvitation(words % known)
    if not created and not person.emails.filter(address__iexact=user.email).exists():
        words = _("%(email)s a déjà un compte ; notez d’abord cette adresse sur sa fiche.")
        raise InvalidInvitation(words % known)
    user.person = person
    user.save(update_fields=["person"])


def _account(address: str, first_name: str, last_name: str) -> tuple[User, bool]:
    """The account at this address, locked; a new one has no password."""
    found = User.objects.select_for_update().filter(email__iexact=address).first()
    if found is not None:
        if not found.is_active and not found.has_usable_password() and found.last_login is None:
            found.is_active = True  # an invitation withdrawn before, made again
            found.save(update_fields=["is_active"])
        return found, False
    try:
        with transaction.atomic():
            named = {"first_name": first_name, "last_name": last_name}
            return User.objects.create_user(address, None, **named), True
    except IntegrityError:  # a colleague invited the same person at this very moment
        return User.objects.select_for_update().get(email__iexact=address), False


def _pending(
    user: User, chapter: Chapter | None, kind: str, actor: User, now: datetime
) -> Invitation:
    waiting = Invitation.objects.pending().filter(user=user).first()
    if waiting is not None:
        return resend(invitation=waiting, actor=actor, now=now)
    invitation = Invitation.objects.create(
        user=user,
        chapter=chapter,
        kind=kind,
        sent_at=now,
        expires_at=now + LASTS,
        invited_by=actor,
    )
    _send(invitation, now)
    _record("user.invited", invitation, actor, now)
    return invitation


@transaction.atomic
def resend(
    *, invitation: Invitation, actor: User | None, now: datetime | None = None
) -> Invitation:
    """Send a new link; the older ones end. Journaled; accepted or withdrawn, nothing is sent."""
    moment = now or timezone.now()
    found = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if found.accepted_at or found.withdrawn_at:
        return found
    cancel(reference=found, kind=MESSAGE_KIND, reason=_("un nouveau lien est parti"), now=moment)
    found.seed, found.sent_at, found.expires_at = uuid4(), moment, moment + LASTS
    found.times_sent += 1
    found.save(update_fields=["seed", "sent_at", "expires_at", "times_sent"])
    _send(found, moment)
    _record("user.invitation_resent", found, actor, moment)
    return found


@transaction.atomic
def withdraw(*, invitation: Invitation, actor: User, now: datetime | None = None) -> bool:
    """Take it back: the link ends, the role goes, an account that never served is closed.

    Whether this call did; an invitation accepted meanwhile stays. Journaled.
    """
    moment = now or timezone.now()
    found = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if found.accepted_at or found.withdrawn_at:
        return False
    found.withdrawn_at = moment
    found.save(update_fields=["withdrawn_at"])
    cancel(reference=found, kind=MESSAGE_KIND, reason=_("invitation retirée"), now=moment)
    roles.take_back(
        user=found.user, chapter=found.chapter, kind=found.kind, actor=actor, now=moment
    )
    if not found.user.has_usable_password() and not found.user.roles.exists():
        User.objects.filter(pk=found.user_id).update(is_active=False, person=None)
    _record("user.invitation_withdrawn", found, actor, moment)
    return True


@transaction.atomic
def accept(
    *, invitation: Invitation, password: str, seed: UUID, now: datetime | None = None
) -> User:
    """Keep the password she chose: the account is hers, the link has served. Journaled.

    Raises Gone when the link ended between the page and the button.
    """
    moment = now or timezone.now()
    found = Invitation.objects.select_for_update().get(pk=invitation.pk)
    _refuse_ended(found, seed, moment)
    user = found.user
    user.set_password(password)
    user.save(update_fields=["password"])
    found.accepted_at = moment
    found.save(update_fields=["accepted_at"])
    record(
        verb="user.invitation_accepted",
        actor=user,
        subject=user,
        chapter_id=found.chapter_id,
        detail={"invitation": found.pk},
        now=moment,
    )
    return user


def token_of(invitation: Invitation) -> str:
    """What its link says; nobody can make one without the key of this house."""
    return _signer().sign(f"{invitation.pk}-{invitation.seed.hex}")


def url_of(invitation: Invitation) -> str:
    """The address of the page where she chooses a password."""
    return settings.SITE_URL + reverse("members:invitation", args=[token_of(invitation)])


def read(token: str, *, now: datetime | None = None) -> tuple[Invitation, UUID]:
    """The invitation behind a link, and the seed the link carries. Raises Gone, which says why."""
    try:
        pk, _dash, seed = _signer().unsign(token).partition("-")
        found = Invitation.objects.select_related("user", "chapter").filter(pk=int(pk)).first()
        carried = UUID(hex=seed)
    except (signing.BadSignature, ValueError) as problem:
        raise Gone("unknown") from problem
    if found is None:
        raise Gone("unknown")
    _refuse_ended(found, carried, now or timezone.now())
    return found, carried


def _refuse_ended(invitation: Invitation, seed: UUID, now: datetime) -> None:
    if invitation.withdrawn_at or not invitation.user.is_active:
        raise Gone("withdrawn", invitation)
    if invitation.accepted_at or invitation.user.has_usable_password():
        raise Gone("used", invitation)
    if seed != invitation.seed:
        raise Gone("replaced", invitation)
    if invitation.has_expired(now):
        raise Gone("expired", invitation)


def _signer() -> signing.Signer:
    return signing.Signer(salt=SALT, sep=".")


def _send(invitation: Invitation, now: datetime) -> None:
    """The letter carries a key to an account: no chapter's list of messages shows it."""
    user, url = invitation.user, url_of(invitation)
    context = {"invitation": invitation, "url": url, "until": invitation.expires_at}
    with translation.override(user.language):
        enqueue(
            key=f"invitation:{invitation.pk}:{invitation.times_sent}",
            kind=MESSAGE_KIND,
            subject=_("Votre compte : %(chapter)s") % {"chapter": invitation.place},
            reference=invitation,
            send_before=invitation.expires_at,
            now=now,
            **_letter("invitation", user, invitation.chapter, invitation.invited_by, context),
        )


def _tell(user: User, chapter: Chapter | None, kind: str, actor: User, now: datetime) -> None:
    context = {"kind": RoleKind(kind).label, "url": settings.SITE_URL + reverse("account_login")}
    with translation.override(user.language):
        enqueue(
            key=f"role:{user.pk}:{chapter.pk if chapter else 0}:{kind}:{now.isoformat()}",
            kind=TOLD_KIND,
            subject=_("Un rôle de plus : %(chapter)s") % {"chapter": _place(chapter)},
            reference=user,
            now=now,
            **_letter("role_given", user, chapter, actor, context),
        )


def _letter(
    name: str, user: User, chapter: Chapter | None, actor: User | None, more: dict[str, Any]
) -> Any:
    place = _place(chapter)
    context = {"user": user, "chapter": place, "actor": actor, "organization_name": place}
    context |= more | {"lang": user.language}
    return {
        "channel": "email",
        "to_address": user.email,
        "to_name": user.get_full_name(),
        "from_name": place,
        "reply_to": (actor.email if actor else "") or (chapter.reply_to if chapter else ""),
        "language": user.language,
        "text": render_to_string(f"members/emails/{name}.txt", context),
        "html": render_to_string(f"members/emails/{name}.html", context),
    }


def _place(chapter: Chapter | None) -> str:
    return chapter.name if chapter else settings.ORGANIZATION_NAME


def still_wanted(messages: Sequence[Message]) -> Mapping[int, str]:
    """The letters that must not leave: accepted, withdrawn or replaced meanwhile (one query)."""
    keys = {message.pk: message.key.split(":") for message in messages}
    ids = [int(parts[1]) for parts in keys.values()]
    pending = dict(Invitation.objects.pending().filter(pk__in=ids).values_list("pk", "times_sent"))
    gone = _("cette invitation n’attend plus")
    return {
        pk: gone for pk, (_n, who, times) in keys.items() if pending.get(int(who)) != int(times)
    }


def _record(verb: str, invitation: Invitation, actor: User | None, now: datetime) -> None:
    record(
        verb=verb,
        actor=actor,
        actor_label="" if actor else "lien d’invitation",
        subject=invitation.user,
        chapter_id=invitation.chapter_id,
        detail={"invitation": invitation.pk, "kind": invitation.kind},
        now=now,
    )
