"""Call lists: prepared from any list of people, shared between callers, mended on the way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.domain.phone_tree import access_links
from actions.domain.phone_tree.asks import usual_round
from actions.domain.phone_tree.callers import Caller, candidates, share
from actions.domain.reminding.reach import with_reach
from actions.enums import AskRound, LinkPurpose
from actions.models import LINES_LIMIT, Action, Attendance, CallBranch, CallLine, CallList
from alliance.core.phones import parse_phone
from alliance.core.text.names import clean_text
from alliance.journal.domain import record
from members.models import Chapter, Person, User

END_OF_EVENING = 22
LATEST_START = 21


class InvalidCallList(Exception):
    """This list cannot be; the message says why, in French."""


def end_of_the_evening(now: datetime | None = None) -> datetime:
    """Tonight at 22 h; prepared later than 21 h, tomorrow's."""
    local = timezone.localtime(now or timezone.now())
    end = local.replace(hour=END_OF_EVENING, minute=0, second=0, microsecond=0)
    return end + timedelta(days=1) if local.hour >= LATEST_START else end


@transaction.atomic
def prepare(
    *,
    chapter: Chapter,
    people: Iterable[Person],
    title: str,
    actor: User,
    action: Action | None = None,
    script: str = "",
    round: str = "",
    expires_at: datetime | None = None,
    client_id: UUID | None = None,
    now: datetime | None = None,
) -> CallList:
    """A list with all its names in one branch, the actor's own; journaled. `split` shares it.

    The same `client_id` twice is one list. Archived people, those of other chapters and those who
    asked not to be called are left out. Raises InvalidCallList (nobody, too many, no title, an end
    in the past).
    """
    moment = now or timezone.now()
    identity = client_id or uuid4()
    if kept := CallList.objects.filter(client_id=identity, chapter=chapter).first():
        return kept
    names = _names(chapter, people)
    ends = expires_at or end_of_the_evening(moment)
    _refuse(names, clean_text(title, 160), ends, moment)
    call_list = CallList.objects.create(
        chapter=chapter,
        action=action,
        title=clean_text(title, 160),
        script=clean_text(script, 1_000, keep_lines=True),
        round=round or (usual_round(action, now=moment) if action else AskRound.INVITATION),
        expires_at=ends,
        client_id=identity,
        created_at=moment,
        created_by=actor,
    )
    mine = _branch(call_list, Caller(str(actor), actor.person_id, actor.pk), actor, moment)
    asked = _attendances(action, names)
    CallLine.objects.bulk_create(
        CallLine(
            call_list=call_list, branch=mine, number=n, person_id=pk, attendance_id=asked.get(pk)
        )
        for n, pk in enumerate(names, start=1)
    )
    _note("call_list.prepared", call_list, actor, moment, people=len(names))
    return call_list


@transaction.atomic
def split(
    *,
    call_list: CallList,
    callers: Sequence[Caller],
    actor: User,
    now: datetime | None = None,
) -> None:
    """Share the names nobody has called yet between these callers, by who knows whom; journaled.

    Callers already there keep their link; each new one gets hers. A branch left without any name
    goes away, and its link with it. Raises InvalidCallList without a caller.
    """
    moment = now or timezone.now()
    if not callers:
        raise InvalidCallList(_("Choisissez au moins une personne pour appeler."))
    locked = _locked(call_list)
    waiting = list(CallLine.objects.filter(call_list=locked, outcome="").order_by("number"))
    branches = [_branch(locked, caller, actor, moment) for caller in callers]
    shares = share([line.person_id for line in waiting], callers)
    for line in waiting:
        place = shares[line.person_id]
        line.branch, line.why = branches[place], callers[place].knows.get(line.person_id, "")
    CallLine.objects.bulk_update(waiting, ["branch", "why"])
    _drop_empty(locked, keep=branches)
    _note("call_list.split", locked, actor, moment, callers=len(callers), people=len(waiting))


@transaction.atomic
def add_caller(
    *,
    call_list: CallList,
    name: str,
    phone: str = "",
    person: Person | None = None,
    actor: User,
    now: datetime | None = None,
) -> CallBranch:
    """Somebody more to call, with no name yet, and her link; asked twice, one.

    Raises InvalidCallList.
    """
    known = clean_text(str(person) if person else name, 120)
    number = parse_phone(phone)
    if not known:
        raise InvalidCallList(_("Qui va appeler ? Écrivez au moins un prénom."))
    if phone.strip() and number is None:
        raise InvalidCallList(_("Ce numéro n’est pas valable : 06 12 34 56 78."))
    locked = _locked(call_list)
    caller = Caller(known, person.pk if person else None, phone=number.e164 if number else "")
    twin = locked.branches.filter(name=known, phone=caller.phone, person=None, user=None).first()
    if twin is not None and person is None:
        return twin
    return _branch(locked, caller, actor, now or timezone.now())


@transaction.atomic
def move_lines(
    *,
    call_list: CallList,
    lines: Collection[int],
    to: CallBranch,
    actor: User | None,
    now: datetime | None = None,
) -> int:
    """Give names nobody has called yet to another caller; returns how many moved. Journaled.

    Names called meanwhile stay where they are; the new caller's two hours of silence begin anew.
    """
    moment = now or timezone.now()
    locked = _locked(call_list)
    if to.call_list_id != locked.pk:
        raise ValueError("This caller is on another list.")
    moving = CallLine.objects.filter(call_list=locked, pk__in=list(lines), outcome="")
    moved = moving.exclude(branch=to).update(branch=to, why="", opened_at=None)
    if moved:
        CallBranch.objects.filter(pk=to.pk).update(started_at=moment)
        _note("call_list.moved", locked, actor, moment, people=moved, branch=to.pk)
    return moved


@transaction.atomic
def move_waiting(
    *, branch: CallBranch, to: CallBranch, actor: User | None, now: datetime | None = None
) -> int:
    """Give all the names of a silent branch to another caller."""
    waiting = CallLine.objects.filter(branch=branch, outcome="").values_list("pk", flat=True)
    return move_lines(call_list=branch.call_list, lines=list(waiting), to=to, actor=actor, now=now)


@transaction.atomic
def close(*, call_list: CallList, actor: User, now: datetime | None = None) -> None:
    """Nothing more is noted by its links; closed twice, once. Journaled."""
    moment = now or timezone.now()
    if CallList.objects.filter(pk=call_list.pk, closed_at=None).update(closed_at=moment):
        _note("call_list.closed", call_list, actor, moment)


@transaction.atomic
def prolong(
    *, call_list: CallList, until: datetime, actor: User, now: datetime | None = None
) -> None:
    """Let calls go on, links included; a closed list opens again. Raises InvalidCallList."""
    moment = now or timezone.now()
    if until <= moment:
        raise InvalidCallList(_("Cette fin est déjà passée."))
    CallList.objects.filter(pk=call_list.pk).update(expires_at=until, closed_at=None)
    for branch in CallBranch.objects.filter(call_list=call_list):
        branch.links.filter(revoked_at=None).update(expires_at=until)
    _note("call_list.prolonged", call_list, actor, moment)


def callers_for(call_list: CallList, *, now: datetime | None = None) -> list[Caller]:
    """Those who know names of the list, and those who have a branch already."""
    ids = list(call_list.lines.values_list("person", flat=True))
    found = candidates(call_list.chapter, ids, action=call_list.action, now=now)
    keys = {(c.person_id, c.user_id) for c in found}
    people, users = {p for p, _u in keys if p}, {u for _p, u in keys if u}
    for branch in call_list.branches.all():
        known = branch.person_id in people or branch.user_id in users
        if not known and (branch.person_id or branch.user_id):
            found.append(Caller(branch.name, branch.person_id, branch.user_id, branch.phone))
    return found


def link_of(branch: CallBranch) -> str:
    """The address of the caller's link, when there is an open one."""
    open_links = [link for link in branch.links.all() if link.is_open()]
    return access_links.url_of(open_links[0]) if open_links else ""


def _names(chapter: Chapter, people: Iterable[Person]) -> list[int]:
    """Whoever asked not to be called is left in peace."""
    mine = Person.objects.active().filter(chapter=chapter, pk__in=[p.pk for p in people])
    callable_ = with_reach(mine.in_list_order(), "pk").filter(phone_refused=False)
    return list(callable_.values_list("pk", flat=True))


def _refuse(names: list[int], title: str, ends: datetime, now: datetime) -> None:
    if not names:
        raise InvalidCallList(_("Personne à appeler : la liste est vide."))
    if len(names) > LINES_LIMIT:
        raise InvalidCallList(_("Plus de deux mille noms : faites plusieurs listes."))
    if not title:
        raise InvalidCallList(_("Donnez un titre à cette liste."))
    if ends <= now:
        raise InvalidCallList(_("Cette fin est déjà passée."))


def _attendances(action: Action | None, names: list[int]) -> dict[int, int]:
    if action is None:
        return {}
    rows = Attendance.objects.filter(action=action, person__in=names)
    return {person: pk for pk, person in rows.values_list("pk", "person") if person}


def _branch(call_list: CallList, caller: Caller, actor: User, now: datetime) -> CallBranch:
    """Her branch on this list, made once, with an open link."""
    mine: QuerySet[CallBranch] = CallBranch.objects.filter(call_list=call_list)
    branch = mine.filter(person=caller.person_id).first() if caller.person_id else None
    if branch is None and caller.user_id:
        branch = mine.filter(user=caller.user_id).first()
    if branch is None:
        branch = CallBranch.objects.create(
            call_list=call_list,
            name=caller.name[:120],
            phone=caller.phone,
            person_id=caller.person_id,
            user_id=caller.user_id,
            started_at=now,
        )
        access_links.create(
            purpose=LinkPurpose.CALLS,
            chapter=call_list.chapter,
            branch=branch,
            holder=branch.name,
            expires_at=call_list.expires_at,
            actor=actor,
            now=now,
        )
    return branch


def _drop_empty(call_list: CallList, *, keep: list[CallBranch]) -> None:
    empty = CallBranch.objects.filter(call_list=call_list).annotate(n=Count("lines")).filter(n=0)
    empty.exclude(pk__in=[branch.pk for branch in keep]).delete()


def _locked(call_list: CallList) -> CallList:
    locked: CallList = (
        CallList.objects.select_for_update(no_key=True, of=("self",))
        .select_related("chapter", "action")
        .get(pk=call_list.pk)
    )
    return locked


def _note(verb: str, call_list: CallList, actor: User | None, now: datetime, **detail: int) -> None:
    record(
        verb=verb,
        actor=actor,
        subject=call_list,
        chapter_id=call_list.chapter_id,
        detail=detail,
        now=now,
    )
