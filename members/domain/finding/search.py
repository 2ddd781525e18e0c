"""Search that forgives: names in any order, accents, typos, phones, streets, groups, e-mails.

Two nets, the second one cast only when the first holds few people: beginnings of words
(tsvector); then words of the vocabulary that hold the words typed, or are spelled nearly the
same (docs/decisions/0060). Everything happens inside the queryset given, so nobody is found who
may not be seen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Case, F, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Length

from alliance.core.text.names import PARTICLES, clean_text, fold
from members.domain.finding.spelling import Spellings, spellings_of
from members.models import Group, GroupMembership, Person, PersonEmail, PersonPhone
from members.models.person import PersonQuerySet
from members.models.search import Fold, Joined

COUNTED = 1_000
NARROW = 6_000
FEW = 10
MAX_WORDS = 6
PLACES_READ = 100
PLACES_KEPT = 20
TELLING = 4  # letters: with fewer, half the places of a town would answer
SMALL_WORDS = PARTICLES | {"l", "et", "rue", "avenue"}
FIRST_RANKED = 50
BY_NAME = ("sort_key", "id")

GROUP, QUARTIER = "group", "quartier"
PLACES = """
(SELECT 'group', id, public.fold(name) FROM members_group
 WHERE ended_on IS NULL AND public.fold(name) LIKE ANY(%(pieces)s)
   AND (%(chapters)s::bigint[] IS NULL OR chapter_id = ANY(%(chapters)s)) LIMIT %(read)s)
UNION ALL
(SELECT 'quartier', id, public.fold(name) FROM members_neighbourhood
 WHERE public.fold(name) LIKE ANY(%(pieces)s)
   AND (%(chapters)s::bigint[] IS NULL OR chapter_id = ANY(%(chapters)s)) LIMIT %(read)s)
"""

Key = tuple[int, str, int]  # rank, sort_key, id: the order of the answers


@dataclass(frozen=True)
class Found:
    """Who was found.

    `keys` are the answers in their order, most likely first. They are None above COUNTED
    people: ranking them would cost more than it helps, so they are read by name.
    """

    queryset: PersonQuerySet
    keys: list[Key] | None

    @property
    def count(self) -> int:
        """How many, up to COUNTED + 1."""
        return COUNTED + 1 if self.keys is None else len(self.keys)


@dataclass(frozen=True)
class Place:
    """A group or a quartier whose name holds some of the words typed."""

    kind: str
    pk: int
    covered: frozenset[str]


def search(
    queryset: PersonQuerySet, text: str, *, chapters: Collection[int] | None = None
) -> PersonQuerySet:
    """The people of `queryset` that `text` may mean, most likely first.

    Names in any order, accents and case ignored, a piece of a phone number in any writing, an
    e-mail, a street, a group, a quartier; close spellings. An empty text returns the queryset
    in list order.
    """
    if not text.strip():
        return queryset.in_list_order()
    found = find(queryset, text, chapters=chapters)
    if found.keys is None:
        return found.queryset.in_list_order()
    rank = {pk: place for place, (_rank, _name, pk) in enumerate(found.keys)}
    whens = [When(pk=pk, then=place) for pk, place in list(rank.items())[:FIRST_RANKED]]
    if not whens:
        return found.queryset.in_list_order()
    order = Case(*whens, default=Value(FIRST_RANKED), output_field=IntegerField())
    return found.queryset.order_by(order, *BY_NAME)


def find(queryset: PersonQuerySet, text: str, *, chapters: Collection[int] | None = None) -> Found:
    """What `search` finds: how many, and in which order to page through them.

    `chapters` are those whose groups and quartiers may be named; None means all of them.
    """
    cleaned = clean_text(text, 120)
    words = re.findall(r"\w+", fold(cleaned))[:MAX_WORDS]
    if not words:
        return Found(queryset.none(), [])
    if "@" in cleaned:
        return _found(queryset.filter(pk__in=_with_email(cleaned)), ())
    digits = re.sub(r"\D", "", cleaned)
    if len(digits) >= 4 and not re.search(r"[^\W\d_]", cleaned):
        return _found(queryset.filter(pk__in=_with_phone(digits)), ())
    return _by_words(queryset, cleaned, words, chapters)


def count_capped(queryset: PersonQuerySet) -> int:
    """How many, counted up to COUNTED + 1: « plus de 1 000 » costs little at any size."""
    return queryset.order_by().values("pk")[: COUNTED + 1].count()


def _with_email(text: str) -> Any:
    piece = text.strip().lower()
    return PersonEmail.objects.filter(address__contains=piece).values("person_id")


def _with_phone(digits: str) -> Any:
    for prefix in ("0033", "33", "0"):
        if digits.startswith(prefix) and len(digits) > len(prefix) + 2:
            digits = digits.removeprefix(prefix)
            break
    return PersonPhone.objects.filter(number__contains=digits).values("person_id")


def _by_words(
    queryset: PersonQuerySet, text: str, words: list[str], chapters: Collection[int] | None
) -> Found:
    wanted = [word for word in words if word not in SMALL_WORDS] or words
    nets = [Q(search_vector=_vector([[word] for word in wanted])), *_in_places(wanted, chapters)]
    found = _found(_caught(queryset, nets), wanted)
    if found.count >= FEW:
        return found
    near = spellings_of(wanted, nobody=found.count == 0)
    if near.found:
        nets.append(Q(search_vector=_vector(near.every)))
        found = _found(_caught(queryset, nets), wanted, near)
    means = _by_means(text, wanted)
    if found.count >= FEW or not means:
        return found
    return _found(_caught(queryset, [*nets, *means]), wanted, near)


def _found(queryset: PersonQuerySet, words: Sequence[str], near: Spellings | None = None) -> Found:
    """Read the keys of the answers once, unsorted: it counts and ranks them in one pass."""
    ranked = queryset.order_by().alias(padded=Joined(Value(""), F("sort_key"), Value("")))
    read = ranked.annotate(rank=_rank(words, near)).values_list("rank", "sort_key", "pk")
    keys = list(read[: COUNTED + 1])
    if len(keys) <= COUNTED:
        return Found(queryset, sorted(keys))
    return Found(_narrowed(queryset) if _share_a_surname(keys) else queryset, None)


def _share_a_surname(keys: Sequence[tuple[int, str, int]]) -> bool:
    """Whether most of them do: those who share a town, or a first name, stand everywhere in the
    order of names, and fifty of them are met at once.
    """
    surnames = Counter(sort_key.partition(" ")[0] for _rank, sort_key, _pk in keys)
    return surnames.most_common(1)[0][1] * 2 > len(keys)


def _narrowed(queryset: PersonQuerySet) -> PersonQuerySet:
    """The same people by their ids when they are some thousands; themselves when they are more.

    Those who share a surname stand together in the order of names: to walk that order until
    fifty of them are met reads half of the file.
    """
    ids = list(queryset.order_by().values_list("pk", flat=True)[: NARROW + 1])
    return queryset if len(ids) > NARROW else queryset.filter(pk__in=ids)


def _rank(words: Sequence[str], near: Spellings | None) -> Any:
    """Her very name first, then names that begin so, addresses, and close spellings last."""
    if not words:
        return Value(0)
    whole, begins = Q(), Q()
    for word in words:
        whole &= Q(padded__contains=f" {word} ")
        begins &= Q(padded__contains=f" {word}")
    whens = [When(whole, then=0), When(begins, then=1)]
    if near and near.found:
        whens.append(When(search_vector=_vector([[word] for word in words]), then=2))
        whens.append(When(_named_one_of(near.nearest), then=3))
    return Case(*whens, default=Value(4), output_field=IntegerField())


def _named_one_of(spellings: Sequence[Sequence[str]]) -> Q:
    condition = Q()
    for choices in spellings:
        either = Q()
        for word in choices:
            either |= Q(padded__contains=f" {word}")
        condition &= either
    return condition


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


def _by_means(text: str, words: Sequence[str]) -> list[Any]:
    """Pieces of an e-mail when the text has no space; a name beside a piece of phone number."""
    nets = []
    if " " not in text and len(text) >= 3:
        nets.append(_with_email(text))
    digits = re.sub(r"\D", "", text)
    letters = [word for word in words if not word.isdecimal()]
    if len(digits) >= 4 and letters:
        named = Q(search_vector=_vector([[word] for word in letters]))
        nets.append(Person.objects.filter(named, pk__in=_with_phone(digits)).values("pk"))
    return nets


def _in_places(words: Sequence[str], chapters: Collection[int] | None) -> list[Q | Any]:
    """Nets for the people of a group or quartier named by the words.

    Words that the place's name does not hold must be in the person's own name: « benali
    teisseire » finds the Benalis of Teisseire.
    """
    nets: list[Q | Any] = []
    by_cover: dict[tuple[str, frozenset[str]], list[int]] = {}
    for place in places_named(words, chapters=chapters):
        by_cover.setdefault((place.kind, place.covered), []).append(place.pk)
    for (kind, covered), keys in by_cover.items():
        named = _bearing([word for word in words if word not in covered])
        if kind == QUARTIER:
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


def places_named(words: Sequence[str], *, chapters: Collection[int] | None = None) -> list[Place]:
    """Groups and quartiers whose name holds words that begin like these. One query.

    When many do (« amicale »), only those that hold every word: the others say nothing.
    """
    telling = [word for word in words if len(word) >= TELLING]
    if not telling:
        return []
    pieces = [f"%{word}%" for word in telling]
    where = None if chapters is None else list(chapters)
    with connection.cursor() as cursor:
        cursor.execute(PLACES, {"pieces": pieces, "chapters": where, "read": PLACES_READ})
        rows = cursor.fetchall()
    found = []
    for kind, pk, folded in rows:
        covered = frozenset(word for word in words if f" {word}" in f" {folded}")
        if covered & set(telling):
            found.append(Place(kind, pk, covered))
    whole = [place for place in found if len(place.covered) == len(words)]
    return found if len(found) <= PLACES_KEPT else whole[:PLACES_KEPT]


def groups_named(groups: QuerySet[Group], text: str) -> QuerySet[Group]:
    """The groups whose name holds every word typed, shortest name first."""
    words = re.findall(r"\w+", fold(clean_text(text, 120)))[:MAX_WORDS]
    if not any(len(word) > 1 for word in words):
        return groups.none()
    found = groups.annotate(folded=Fold("name", output_field=TextField()))
    for word in words:
        found = found.filter(folded__contains=word)
    return found.order_by(Length("name"), "name")
