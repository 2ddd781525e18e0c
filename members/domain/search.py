"""Search that forgives: names in any order, accents, typos, phones, streets, groups, e-mails.

Three nets, the next one cast only when the one before holds few people: beginnings of words
(tsvector), pieces of words and of e-mails (trigrams), then words of the vocabulary that are
spelled nearly the same (docs/decisions/0060). Everything happens inside the queryset given, so
nobody is found who may not be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, F, IntegerField, Q, TextField, Value, When

from alliance.core.names import PARTICLES, clean_text, fold
from members.domain.spelling import close_words, unknown_words
from members.models import Group, GroupMembership, Neighbourhood, Person, PersonEmail, PersonPhone
from members.models.person import PersonQuerySet
from members.models.search import Fold, Joined

COUNTED = 1_000
FEW = 10
MAX_WORDS = 6
PLACES_READ = 200
SMALL_WORDS = PARTICLES | {"l", "et", "rue", "avenue"}
RANKED = ("rank", "sort_key", "id")
BY_NAME = ("sort_key", "id")


@dataclass(frozen=True)
class Found:
    """Who was found: `order` is how to read the pages; `count` stops at COUNTED + 1."""

    queryset: PersonQuerySet
    order: tuple[str, ...]
    count: int

    @property
    def more_than_counted(self) -> bool:
        return self.count > COUNTED


@dataclass(frozen=True)
class Place:
    """A group or a quartier whose name holds some of the words typed."""

    kind: str
    pk: int
    covered: frozenset[str]


def search(queryset: PersonQuerySet, text: str) -> PersonQuerySet:
    """The people of `queryset` that `text` may mean, most likely first.

    Names in any order, accents and case ignored, pieces of words, a piece of a phone number
    in any writing, an e-mail, a street, a group, a quartier; close spellings. An empty text
    returns the queryset in list order.
    """
    found = find(queryset, text)
    return found.queryset.order_by(*found.order)


def find(queryset: PersonQuerySet, text: str) -> Found:
    """What `search` finds, with how many and in which order to page through them.

    Above COUNTED people, ranking them would cost more than it helps: they come by name.
    """
    cleaned = clean_text(text, 120)
    words = re.findall(r"\w+", fold(cleaned))[:MAX_WORDS]
    if not words:
        return _by_name(queryset.none() if cleaned.strip() else queryset)
    if "@" in cleaned:
        return _by_name(queryset.filter(pk__in=_with_email(cleaned)))
    digits = re.sub(r"\D", "", cleaned)
    if len(digits) >= 4 and not re.search(r"[^\W\d_]", cleaned):
        return _by_name(queryset.filter(pk__in=_with_phone(digits)))
    return _by_words(queryset, cleaned, words)


def count_capped(queryset: PersonQuerySet) -> int:
    """How many, counted up to COUNTED + 1: « plus de 1 000 » costs little at any size."""
    return queryset.order_by().values("pk")[: COUNTED + 1].count()


def _by_name(queryset: PersonQuerySet) -> Found:
    return Found(queryset, BY_NAME, count_capped(queryset))


def _with_email(text: str) -> Any:
    piece = text.strip().lower()
    return PersonEmail.objects.filter(address__contains=piece).values("person_id")


def _with_phone(digits: str) -> Any:
    for prefix in ("0033", "33", "0"):
        if digits.startswith(prefix) and len(digits) > len(prefix) + 2:
            digits = digits.removeprefix(prefix)
            break
    return PersonPhone.objects.filter(number__contains=digits).values("person_id")


def _by_words(queryset: PersonQuerySet, text: str, words: list[str]) -> Found:
    wanted = [word for word in words if word not in SMALL_WORDS] or words
    nets = [Q(search_vector=_vector([[word] for word in wanted])), *_in_places(wanted)]
    found = _caught(queryset, nets)
    count = count_capped(found)
    if count < FEW:
        nets += _pieces(text, wanted)
        spellings, best = _spellings(wanted, nobody=count == 0)
        if spellings:
            nets.append(Q(search_vector=_vector(spellings)))
        found = _caught(queryset, nets)
        count = count_capped(found)
        return Found(_ranked(found, wanted, best), RANKED, count)
    if count > COUNTED:
        return Found(found, BY_NAME, count)
    return Found(_ranked(found, wanted), RANKED, count)


def _vector(choices: Sequence[Sequence[str]]) -> SearchQuery:
    """Each word, in one of its spellings, begins a word of hers."""
    each = ("(" + " | ".join(f"'{word}':*" for word in spellings) + ")" for spellings in choices)
    return SearchQuery(" & ".join(each), search_type="raw", config="simple")


def _caught(queryset: PersonQuerySet, nets: Sequence[Q | Any]) -> PersonQuerySet:
    """Those in any of the nets. Conditions on the person are one filter (the planner joins
    their indexes); nets that pass by another table are united with it by key."""
    own = Q()
    others = []
    for net in nets:
        if isinstance(net, Q):
            own |= net
        else:
            others.append(net)
    if not others:
        return queryset.filter(own)
    united = queryset.order_by().filter(own).values("pk").union(*others, all=True)
    return queryset.filter(pk__in=united)


def _ranked(
    queryset: PersonQuerySet, words: Sequence[str], best: Sequence[Sequence[str]] = ()
) -> PersonQuerySet:
    """Her very name first, then names that begin so, addresses, and close spellings last."""
    padded = queryset.alias(padded=Joined(Value(""), F("sort_key"), Value("")))
    whole, begins = Q(), Q()
    for word in words:
        whole &= Q(padded__contains=f" {word} ")
        begins &= Q(padded__contains=f" {word}")
    whens = [
        When(whole, then=0),
        When(begins, then=1),
        When(search_vector=_vector([[word] for word in words]), then=2),
    ]
    if best:
        whens.append(When(_named_one_of(best), then=3))
    rank = Case(*whens, default=Value(4), output_field=IntegerField())
    return padded.annotate(rank=rank)


def _named_one_of(spellings: Sequence[Sequence[str]]) -> Q:
    condition = Q()
    for choices in spellings:
        either = Q()
        for word in choices:
            either |= Q(padded__contains=f" {word}")
        condition &= either
    return condition


def _pieces(text: str, words: Sequence[str]) -> list[Q | Any]:
    """Pieces inside words, and inside an e-mail when the text has no space."""
    nets: list[Q | Any] = []
    if any(len(word) >= 3 for word in words):
        inside = Q()
        for word in words:
            inside &= Q(search_text__contains=word)
        nets.append(inside)
    if " " not in text and len(text) >= 3:
        nets.append(_with_email(text))
    digits = re.sub(r"\D", "", text)
    letters = [word for word in words if not word.isdecimal()]
    if len(digits) >= 4 and letters:
        named = Person.objects.filter(pk__in=_with_phone(digits))
        nets.append(named.filter(search_vector=_vector([[w] for w in letters])).values("pk"))
    return nets


def _spellings(words: Sequence[str], *, nobody: bool) -> tuple[list[list[str]], list[list[str]]]:
    """For each word the close words of the vocabulary, and the closest ones.

    Words that are known stay as they are, unless together they found nobody.
    """
    strange = unknown_words(words)
    doubtful = set(strange or (words if nobody else ()))
    if not doubtful:
        return [], []
    close = {word: close_words(word) for word in doubtful}
    every: list[list[str]] = []
    best: list[list[str]] = []
    for word in words:
        near = close.get(word)
        every.append([word, *(near.words if near else ())])
        best.append(list(near.nearest) if near and near.nearest else [word])
    return every, best


def _in_places(words: Sequence[str]) -> list[Q | Any]:
    """Nets for the people of a group or quartier named by the words.

    Words that the place's name does not hold must be in the person's own name: « benali
    teisseire » finds the Benalis of Teisseire.
    """
    nets: list[Q | Any] = []
    by_cover: dict[tuple[str, frozenset[str]], list[int]] = {}
    for place in places_named(words):
        by_cover.setdefault((place.kind, place.covered), []).append(place.pk)
    for (kind, covered), keys in by_cover.items():
        named = _bearing([word for word in words if word not in covered])
        if kind == "neighbourhood":
            nets.append(Q(neighbourhood__in=keys) & named)
        else:
            members = GroupMembership.objects.current().filter(group__in=keys)
            people = Person.objects.filter(named, pk__in=members.values("person_id"))
            nets.append(people.values("pk") if named else members.values("person_id"))
    return nets


def _bearing(words: Iterable[str]) -> Q:
    named = Q()
    for word in words:
        named &= Q(sort_key__startswith=word) | Q(sort_key__contains=f" {word}")
    return named


def places_named(words: Sequence[str]) -> list[Place]:
    """Groups and quartiers whose name holds words that begin like these. Two queries."""
    telling = [word for word in words if len(word) >= 3]
    if not telling:
        return []
    holds = Q()
    for word in telling:
        holds |= Q(folded__contains=word)
    sources: dict[str, Any] = {"group": Group.objects.active(), "neighbourhood": Neighbourhood}
    found = []
    for kind, source in sources.items():
        rows = source.objects if isinstance(source, type) else source
        named = rows.annotate(folded=Fold("name", output_field=TextField())).filter(holds)
        for pk, folded in named.order_by("pk").values_list("pk", "folded")[:PLACES_READ]:
            covered = frozenset(w for w in words if f" {w}" in f" {folded}")
            if covered & set(telling):
                found.append(Place(kind, pk, covered))
    return found
