"""The filters of the people's room itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.core.cache import cache
from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.domain.paying.memberships import NEVER as NEVER_JOINED
from members.domain.paying.memberships import Standing, with_standing
from members.domain.telling.figures import start_of_week, start_of_yesterday
from members.enums import Channel, ContactKind, LeaderStage, PhoneKind, Purpose
from members.filters import words
from members.filters.fields import ANY, NEVER, DaysFilter, LongModelChoiceFilter
from members.filters.registry import REACH, STANDING, WHERE, PeopleFilter, register_filter
from members.forms.people import organizers_of
from members.models import (
    Assessment,
    Chapter,
    Consent,
    Contact,
    Group,
    GroupMembership,
    Neighbourhood,
    PersonEmail,
    PersonPhone,
    Tag,
    User,
)
from members.models.person import PersonQuerySet
from members.scoping import Scope, scope_of

REACHED = (
    ("phone", gettext_lazy("avec un téléphone")),
    ("mobile", gettext_lazy("avec un mobile")),
    ("email", gettext_lazy("avec un e-mail")),
    ("none", gettext_lazy("sans e-mail ni téléphone")),
)
STANDINGS = (*Standing.choices, (NEVER_JOINED, gettext_lazy("jamais adhérent·e")))
CONSENTS = (
    ("yes", gettext_lazy("a dit oui")),
    ("no", gettext_lazy("a dit non")),
    ("ask", gettext_lazy("à demander")),
)
THIS_WEEK = (("week", gettext_lazy("cette semaine")),)
LATELY = (*THIS_WEEK, ("day", gettext_lazy("depuis hier")))
UNSEEN_DAYS = (30, 60, 90, 180, 365)
LANGUAGES_KEPT = 600  # seconds: a language heard for the first time may wait ten minutes

Choice = django_filters.ChoiceFilter


def several_chapters(user: User) -> bool:
    """Whether the viewer acts in more than one local alliance."""
    scope = scope_of(user)
    return scope.everywhere or len(scope.chapter_ids) > 1


def _chapters_of(user: User) -> list[int]:
    scope = scope_of(user)
    if scope.everywhere:
        return list(Chapter.objects.values_list("pk", flat=True))
    return list(scope.chapter_ids)


def _chapter(user: User) -> django_filters.Filter:
    return django_filters.ModelChoiceFilter(
        label=_("Alliance locale"), queryset=Chapter.objects.visible_to(user), empty_label=ANY
    )


def _neighbourhood(user: User) -> django_filters.Filter:
    return LongModelChoiceFilter(
        label=_("Quartier"), queryset=Neighbourhood.objects.visible_to(user), empty_label=ANY
    )


def _group(user: User) -> django_filters.Filter:
    return LongModelChoiceFilter(
        label=_("Groupe"),
        queryset=Group.objects.visible_to(user),
        empty_label=ANY,
        method=in_group,
    )


def in_group(queryset: PersonQuerySet, name: str, value: Group | None) -> PersonQuerySet:
    if value is None:
        return queryset
    members = GroupMembership.objects.current().filter(group=value)
    return queryset.filter(pk__in=members.values("person_id"))


def _organizer(user: User) -> django_filters.Filter:
    return django_filters.ModelChoiceFilter(
        label=_("Suivi·e par"),
        queryset=lambda request: organizers_of(_chapters_of(user)),
        empty_label=ANY,
        null_label=_("personne"),
    )


def _tag(user: User) -> django_filters.Filter:
    return LongModelChoiceFilter(
        label=_("Étiquette"),
        queryset=Tag.objects.visible_to(user),
        empty_label=ANY,
        method=with_tag,
    )


def _no_tag(user: User) -> django_filters.Filter:
    return LongModelChoiceFilter(
        label=_("Sans l’étiquette"),
        queryset=Tag.objects.visible_to(user),
        empty_label=ANY,
        method=without_tag,
    )


def with_tag(queryset: PersonQuerySet, name: str, value: Tag | None) -> PersonQuerySet:
    through = queryset.model.tags.through.objects
    if value is None:
        return queryset
    return queryset.filter(pk__in=through.filter(tag=value).values("person_id"))


def without_tag(queryset: PersonQuerySet, name: str, value: Tag | None) -> PersonQuerySet:
    through = queryset.model.tags.through.objects
    if value is None:
        return queryset
    return queryset.exclude(Exists(through.filter(tag=value, person=OuterRef("pk"))))


def _stage(user: User) -> django_filters.Filter:
    return Choice(
        label=_("Étape"),
        field_name="leadership__stage",
        choices=LeaderStage.choices,
        empty_label=ANY,
    )


def _level(user: User) -> django_filters.Filter:
    choices = [(str(n), _("%(level)d ou plus") % {"level": n}) for n in range(1, 6)]
    return Choice(label=_("Engagement"), choices=choices, empty_label=ANY, method=assessed_at_least)


def assessed_at_least(queryset: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
    """Those whose latest assessment is so much at least."""
    later = Assessment.objects.filter(person=OuterRef("person")).filter(
        Q(assessed_at__gt=OuterRef("assessed_at"))
        | Q(assessed_at=OuterRef("assessed_at"), pk__gt=OuterRef("pk"))
    )
    latest = Assessment.objects.filter(~Exists(later), level__gte=int(value))
    return queryset.filter(pk__in=latest.values("person_id"))


def _unseen(user: User) -> django_filters.Filter:
    return DaysFilter(label=_("Pas vu·e"), days=UNSEEN_DAYS, never=_("jamais"), method=unseen_for)


def unseen_for(queryset: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
    """No exchange for so many days, known for as long; or none at all, ever."""
    if value == NEVER:
        return queryset.filter(last_contact_at=None)
    limit = timezone.now() - timedelta(days=int(value))
    never_seen = Q(last_contact_at=None, created_at__lt=limit)
    return queryset.filter(Q(last_contact_at__lt=limit) | never_seen)


def _standing(user: User) -> django_filters.Filter:
    return Choice(label=_("Cotisation"), choices=STANDINGS, empty_label=ANY, method=standing)


def standing(queryset: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
    return with_standing(queryset, value)


def _language(user: User) -> django_filters.Filter:
    return django_filters.CharFilter(
        label=_("Langue parlée"),
        method=speaking,
        max_length=40,
        widget=forms.Select(choices=_LanguagesOf(user)),
    )


class _LanguagesOf:
    """The languages spoken in the viewer's chapters, read when the panel is drawn."""

    def __init__(self, user: User) -> None:
        self.user = user

    def __iter__(self) -> Any:
        yield ("", ANY)
        for language in languages_spoken(scope_of(self.user)):
            yield (language, language)


def languages_spoken(scope: Scope) -> list[str]:
    """Every language somebody speaks there, kept ten minutes. One query."""
    chapters = None if scope.everywhere else sorted(scope.chapter_ids)
    key = f"languages:{chapters}"
    known: list[str] | None = cache.get(key)
    if known is None:
        where = "" if chapters is None else "WHERE chapter_id = ANY(%s)"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT DISTINCT unnest(languages) FROM members_person {where} LIMIT 200",  # noqa: S608
                [] if chapters is None else [chapters],
            )
            known = sorted(row[0] for row in cursor.fetchall())
        cache.set(key, known, LANGUAGES_KEPT)
    return known


def speaking(queryset: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
    written = {value, value.lower(), value.capitalize()}
    return queryset.filter(languages__overlap=sorted(written))


def _reach(user: User) -> django_filters.Filter:
    return Choice(label=_("Joignable"), choices=REACHED, empty_label=ANY, method=reachable)


def reachable(queryset: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
    phones = PersonPhone.objects.filter(person=OuterRef("pk"), is_wrong=False)
    emails = PersonEmail.objects.filter(person=OuterRef("pk"))
    conditions = {
        "phone": Q(Exists(phones)),
        "mobile": Q(Exists(phones.filter(kind=PhoneKind.MOBILE))),
        "email": Q(Exists(emails)),
        "none": ~Q(Exists(phones)) & ~Q(Exists(emails)),
    }
    return queryset.filter(conditions[value])


def _consent(channel: str) -> Any:
    def build(user: User) -> django_filters.Filter:
        label = _("Accord pour %(channel)s") % {"channel": Channel(channel).label}
        return Choice(label=label, choices=CONSENTS, empty_label=ANY, method=consenting)

    def consenting(queryset: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        return _last_word(queryset, channel, value)

    return build


def _last_word(queryset: PersonQuerySet, channel: str, value: str) -> PersonQuerySet:
    """Those whose last word for invitations is a yes, a no, or who were never asked."""
    words_said = Consent.objects.filter(channel=channel, purpose=Purpose.MOBILIZATION)
    if value == "ask":
        return queryset.exclude(Exists(words_said.filter(person=OuterRef("pk"))))
    later = words_said.filter(person=OuterRef("person")).filter(
        Q(recorded_at__gt=OuterRef("recorded_at"))
        | Q(recorded_at=OuterRef("recorded_at"), pk__gt=OuterRef("pk"))
    )
    last = words_said.filter(~Exists(later), given=value == "yes")
    return queryset.filter(pk__in=last.values("person_id"))


def _met(user: User) -> django_filters.Filter:
    def met_by_me(queryset: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        met = Contact.objects.filter(
            author=user, kind=ContactKind.ONE_TO_ONE, happened_at__gte=start_of_week()
        )
        return queryset.filter(pk__in=met.values("person_id"))

    label = _("En tête-à-tête avec moi")
    return Choice(label=label, choices=THIS_WEEK, empty_label=ANY, method=met_by_me)


def _new(user: User) -> django_filters.Filter:
    return Choice(label=_("Fiche créée"), choices=LATELY, empty_label=ANY, method=created_lately)


def created_lately(queryset: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
    since = start_of_yesterday() if value == "day" else start_of_week()
    return queryset.filter(created_at__gte=since)


def _chip_of(choices: Any) -> Any:
    return lambda value: str(dict(choices)[value])


def _chip_organizer(value: Any) -> str:
    return _("suivi·es par personne") if value == "null" else words.by(str(value))


def _chip_unseen(value: str) -> str:
    return _("jamais vu·es") if value == NEVER else words.unseen_since(int(value))


def _chip_standing(value: str) -> str:
    return _("cotisation : %(standing)s") % {"standing": dict(STANDINGS)[value]}


def _chip_consent(channel: str) -> Any:
    said = {
        "yes": gettext_lazy("oui par %(channel)s"),
        "no": gettext_lazy("non par %(channel)s"),
        "ask": gettext_lazy("%(channel)s : à demander"),
    }
    return lambda value: str(said[value]) % {"channel": Channel(channel).label}


def register() -> None:
    """Offer them all; a filter's order is its place in its section of the panel."""
    for one in (*_where(), *_where_she_stands(), *_how_to_reach(), *_behind_numbers()):
        register_filter(one)


def _where() -> list[PeopleFilter]:
    return [
        PeopleFilter("chapter", _chapter, str, WHERE, 0),
        PeopleFilter("neighbourhood", _neighbourhood, lambda n: words.at_place(n.name), WHERE, 10),
        PeopleFilter("group", _group, lambda g: words.of_group(g.name), WHERE, 20),
        PeopleFilter("organizer", _organizer, _chip_organizer, WHERE, 30),
        PeopleFilter("tag", _tag, lambda t: words.quoted(t.name), WHERE, 40),
        PeopleFilter("no_tag", _no_tag, _chip_no_tag, WHERE, 50, quiet=True),
    ]


def _where_she_stands() -> list[PeopleFilter]:
    return [
        PeopleFilter("stage", _stage, _chip_of(LeaderStage.choices), STANDING, 10),
        PeopleFilter("level", _level, words.at_least, STANDING, 20, organizers_only=True),
        PeopleFilter("standing", _standing, _chip_standing, STANDING, 30),
        PeopleFilter("unseen", _unseen, _chip_unseen, STANDING, 40),
    ]


def _how_to_reach() -> list[PeopleFilter]:
    channels = enumerate((Channel.EMAIL, Channel.PHONE, Channel.SMS))
    return [
        PeopleFilter("reach", _reach, _chip_of(REACHED), REACH, 10),
        PeopleFilter("language", _language, words.speaking, REACH, 20),
        *(
            PeopleFilter(
                f"consent_{channel}",
                _consent(channel),
                _chip_consent(channel),
                REACH,
                30 + place,
                organizers_only=True,
            )
            for place, channel in channels
        ),
    ]


def _behind_numbers() -> list[PeopleFilter]:
    """Not offered in the panel: the number of another page opens them."""
    return [
        PeopleFilter("met", _met, _chip_met, STANDING, 60, quiet=True),
        PeopleFilter("new", _new, _chip_new, STANDING, 70, quiet=True),
    ]


def _chip_no_tag(tag: Tag) -> str:
    return _("sans l’étiquette « %(tag)s »") % {"tag": tag.name}


def _chip_met(_value: str) -> str:
    return _("en tête-à-tête avec moi cette semaine")


def _chip_new(value: str) -> str:
    return _("fiche créée %(when)s") % {"when": dict(LATELY)[value]}
