"""From whom a list of calls is made: the people of an action, a group, a leader."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.domain.attendances import FILTERS
from actions.enums import Answer
from actions.models import Action, Attendance
from members.models import Group, Person
from members.models.person import PersonQuerySet

# Whom to call for an action: the address word, and how the page says it.
AUDIENCES = {
    Answer.NONE.value: gettext_lazy("les invité·es sans réponse"),
    Answer.MAYBE.value: gettext_lazy("les « peut-être »"),
    Answer.YES.value: gettext_lazy("les « oui », pour le leur rappeler"),
    "open": gettext_lazy("sans réponse et « peut-être »"),
}
OPEN = Q(answer=Answer.MAYBE) | FILTERS[Answer.NONE]


def of_action(action: Action, audience: str) -> PersonQuerySet:
    """The people asked to an action, by what they said so far."""
    wanted = OPEN if audience == "open" else FILTERS.get(audience, FILTERS[Answer.NONE])
    rows = Attendance.objects.filter(wanted, action=action, person__isnull=False)
    return Person.objects.active().filter(pk__in=rows.values("person"))


def sizes_of(action: Action) -> list[tuple[str, str, int]]:
    """Each audience with its words and how many they are."""
    return [(key, str(label), of_action(action, key).count()) for key, label in AUDIENCES.items()]


def of_group(group: Group) -> PersonQuerySet:
    """The members of a group today."""
    mine = Person.objects.active().filter(chapter=group.chapter_id)
    return mine.filter(group_memberships__group=group, group_memberships__left_on=None)


def of_leader(leader: Person) -> PersonQuerySet:
    """The people around a leader: those she brought, to us or to an action, and lists of hers."""
    came = Q(attendances__brought_by=leader) | Q(attendances__leader=leader)
    mine = Person.objects.active().filter(chapter=leader.chapter_id)
    return mine.filter(Q(brought_by=leader) | came).exclude(pk=leader.pk).distinct()


def title_of(action: Action, audience: str) -> str:
    """« Appels : les invité·es sans réponse »."""
    label = AUDIENCES.get(audience, AUDIENCES[Answer.NONE.value])
    return _("%(action)s, %(who)s") % {"action": action.title, "who": label}
