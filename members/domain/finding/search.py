"""Search that forgives: names in any order, accents, typos, phones, streets, groups, e-mails.

Two nets, the second one cast only when the first holds few people: beginnings of words
(tsvector); then words of the vocabulary that hold the words typed, or are spelled nearly the
same (docs/decisions/0060). Everything happens inside the queryset given, so nobody is found who
may not be seen.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Length

from alliance.core.text.names import clean_text
from members.domain.finding.answers import BY_NAME, COUNTED, SURNAMES, Found, Key, named
from members.domain.finding.places import Net, by_email, by_phone, in_places
from members.domain.finding.spelling import Spellings, complete_words, spellings_of
from members.domain.finding.words import borne, borne_in_any, tsquery, typed_words, wanted_words
from members.models import Group, Person, User
from members.models.person import PersonQuerySet
from members.models.search import Fold
from members.scoping import scope_of

NARROW = 6_000
FEW = 10
FIRST_RANKED = 50
TYPED = 120  # characters
LAST = 4  # rank
NAMED_SO = "' ' || members_person.sort_key || ' ' LIKE ANY(%s)"
TYPED_SO = "members_person.search_vector @@ to_tsquery('simple'::regconfig, %s)"


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
    if not found.whole:
        return found.queryset.in_list_order()
    return _first_in_order(found.queryset, found.keys[:FIRST_RANKED])


def likeliest(viewer: User, text: str, size: int) -> PersonQuerySet:
    """The first `size` of the people known today whom this viewer may see and `text` may mean."""
    scope = scope_of(viewer)
    mine = Person.objects.visible_to(viewer).active()
    chapters = None if scope.everywhere else scope.chapter_ids
    found = find(mine, text, chapters=chapters, everybody=not scope.everywhere)
    keys = found.read(size)
    return _first_in_order(Person.objects.filter(pk__in=[key[-1] for key in keys]), keys)


def _first_in_order(people: PersonQuerySet, keys: Sequence[Key]) -> PersonQuerySet:
    """The people, those of the keys first, the others by name."""
    whens = [When(pk=key[-1], then=place) for place, key in enumerate(keys)]
    if not whens:
        return people.in_list_order()
    order = Case(*whens, default=Value(len(whens)), output_field=IntegerField())
    return people.order_by(order, *BY_NAME)


def find(
    queryset: PersonQuerySet,
    text: str,
    *,
    chapters: Collection[int] | None = None,
    everybody: bool = False,
) -> Found:
    """What `search` finds: how many, and in which order to page through them.

    `chapters` are those whose groups and quartiers may be named; None means all of them. The
    queryset is `everybody` when nothing but chapters and archives restricts it: the order of
    names is then walked by its index alone.
    """
    cleaned = clean_text(text, TYPED)
    words = typed_words(cleaned)
    if not words:
        return Found(queryset.none())
    if "@" in cleaned:
        return _found(Question(queryset), [by_email(cleaned)])
    digits = re.sub(r"\D", "", cleaned)
    if len(digits) >= 4 and not re.search(r"[^\W\d_]", cleaned):
        return _found(Question(queryset), [by_phone(digits)])
    asked = Question(queryset, cleaned, wanted_words(words), chapters, everybody)
    return _by_words(asked)


@dataclass(frozen=True)
class Question:
    """What is asked by words, and among whom."""

    queryset: PersonQuerySet
    text: str = ""
    words: Sequence[str] = ()
    chapters: Collection[int] | None = None
    everybody: bool = False

    @cached_property
    def whole(self) -> frozenset[str]:
        """The words that no longer word begins with, asked of the vocabulary when there are
        several: to gather all that begins with « grenoble » before « nacera » costs the most.
        """
        return complete_words(self.words) if len(self.words) > 1 else frozenset()

    @cached_property
    def borne(self) -> Q:
        """What each word asks of a person's own row."""
        return borne(self.words, whole=self.whole)


def _by_words(asked: Question) -> Found:
    words = asked.words
    nets = [Net(asked.borne), *in_places(words, asked.chapters)]
    found = _found(asked, nets)
    if found.count >= FEW:
        return found
    near = spellings_of(words, nobody=found.count == 0)
    if near.found:
        # Each word is the first of its own spellings: this net holds the first one.
        nets[0] = Net(borne_in_any(words, near.every, whole=asked.whole))
        found = _found(asked, nets, near)
    means = _by_means(asked.text, words)
    if found.count >= FEW or not means:
        return found
    return _found(asked, [*nets, *means], near)


def _found(asked: Question, nets: Sequence[Net], near: Spellings | None = None) -> Found:
    """Read the keys of the answers once: it counts and ranks them in one pass."""
    rank, surname = _rank(asked, near), _surname(asked.words, near)
    keys: set[Key] = set()
    read_first = surname if asked.everybody else ""
    for people in _parts(asked.queryset, nets):
        keys.update(_keys(people, rank, read_first))
        if len(keys) > COUNTED:
            return Found(_many(asked, nets), _surnames_first(keys, read_first), False, surname)
    return Found(_few(asked.queryset, nets), sorted(keys))


def _keys(people: PersonQuerySet, rank: Any, surname: str) -> Iterator[Key]:
    """Up to a thousand and one, those who bear the surname first: they stand together in the
    order of names, where an index reads them, and when they are a thousand no other is read."""
    read: Any = people.order_by().annotate(rank=rank).values_list("rank", *BY_NAME)
    if surname:
        hers = read.filter(named(surname)).order_by(*BY_NAME)[: COUNTED + 1]
        read = hers.union(read.filter(~named(surname))[: COUNTED + 1], all=True)
    return iter(read[: COUNTED + 1])


def _surnames_first(keys: Collection[Key], surname: str) -> list[Key]:
    """The first answers when they are known: a thousand people bear that surname."""
    if not surname:
        return []
    hers = sorted((SURNAMES, name, pk) for _rank, name, pk in keys if name.startswith(surname))
    return hers if len(hers) > COUNTED else []


def _surname(words: Sequence[str], near: Spellings | None) -> str:
    """The one that comes first when there are too many people to rank."""
    nearest = near.nearest if near else [[word] for word in words]
    return nearest[0][0] if len(nearest) == 1 == len(nearest[0]) else ""


def _parts(queryset: PersonQuerySet, nets: Sequence[Net]) -> Iterator[PersonQuerySet]:
    """Those in any of the nets, part by part: conditions on the person are one (the planner
    joins their indexes), each net that passes by another table is another."""
    own = [net for net in nets if net.keys is None]
    if own:
        yield queryset.filter(_any_of(own))
    for net in nets:
        if net.keys is not None:
            yield queryset.filter(pk__in=net.keys)


def _few(queryset: PersonQuerySet, nets: Sequence[Net]) -> PersonQuerySet:
    """Those in any of the nets, when they are few."""
    first, *others = _parts(queryset, nets)
    if not others:
        return first
    united = first.order_by().values("pk").union(*(net.values("pk") for net in others), all=True)
    return queryset.filter(pk__in=united)


def _many(asked: Question, nets: Sequence[Net]) -> PersonQuerySet:
    """The same when they are many: read in the order of names, each person is asked.

    Among everybody the index of that order knows the words. Otherwise, up to some thousands,
    their ids are read first: to walk the order until fifty are met may read half of the file.
    """
    people = asked.queryset.filter(_any_of(nets))
    if asked.everybody and len(nets) == 1:
        return people
    reads = [net.keys for net in nets if net.keys is not None]
    own = [net for net in nets if net.keys is None]
    if own:
        hers = asked.queryset.filter(_any_of(own)).order_by()
        reads.append(hers.values_list("pk", flat=True))
    ids: set[int] = set()
    for read in reads:
        ids.update(read[: NARROW + 1])
        if len(ids) > NARROW:
            return people
    return asked.queryset.filter(pk__in=ids)


def _any_of(nets: Sequence[Net]) -> Q:
    condition = Q()
    for net in nets:
        condition |= net.each
    return condition


def _rank(asked: Question, near: Spellings | None) -> Any:
    """Her very name first, then names that begin so, addresses, and close spellings last.

    Written in SQL: the ORM took longer to build it than the database to answer.
    """
    alone = [[word] for word in asked.words]
    cases = [_named_so(alone, "% {} %"), _named_so(alone, "% {}%")]
    if near and near.found:
        typed = tsquery(asked.words, alone, whole=asked.whole)
        cases += [(TYPED_SO, [typed]), _named_so(near.nearest, "% {}%")]
    whens = " ".join(f"WHEN {test} THEN {place}" for place, (test, _value) in enumerate(cases))
    values = [value for _test, each in cases for value in each]
    return RawSQL(f"CASE {whens} ELSE {LAST} END", values, output_field=IntegerField())  # noqa: S611


def _named_so(spellings: Sequence[Sequence[str]], pattern: str) -> tuple[str, list[Any]]:
    """Each word, in one of its spellings, stands so in the name: a condition and its values."""
    likes = [[pattern.format(word.replace("_", r"\_")) for word in each] for each in spellings]
    return " AND ".join([NAMED_SO] * len(likes)) or "true", likes


def _by_means(text: str, words: Sequence[str]) -> list[Net]:
    """Pieces of an e-mail when the text has no space; a name beside a piece of phone number."""
    nets = []
    if " " not in text and len(text) >= 3:
        nets.append(by_email(text))
    digits = re.sub(r"\D", "", text)
    letters = [word for word in words if not word.isdecimal()]
    if len(digits) >= 4 and letters:
        phone = by_phone(digits)
        named_so = Person.objects.filter(borne(letters), pk__in=phone.keys)
        keys = named_so.values_list("pk", flat=True)
        nets.append(Net(borne(letters) & phone.each, keys))
    return nets


def groups_named(groups: QuerySet[Group], text: str) -> QuerySet[Group]:
    """The groups whose name holds every word typed, shortest name first."""
    words = typed_words(clean_text(text, TYPED))
    if not any(len(word) > 1 for word in words):
        return groups.none()
    found = groups.annotate(folded=Fold("name", output_field=TextField()))
    for word in words:
        found = found.filter(folded__contains=word)
    return found.order_by(Length("name"), "name")
