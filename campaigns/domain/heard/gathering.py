"""Gathering: which grievances look alike, and why. A proposal; an organizer decides.

PostgreSQL reduces the words to their French stems (full text, `french`) and compares spellings by
trigrams; the heaps are then made in one pass, each grievance going to the heap it resembles most.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import log
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramSimilarity
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext as _

from alliance.core.text.names import fold
from campaigns.models import Grievance, Issue
from campaigns.models.listening import FrenchVector, GrievanceQuerySet
from members.models.search import Fold

ENOUGH = 0.42  # how alike two grievances must be to be proposed together
SAME_THEME, SAME_HOOD, SAME_TARGET = 0.10, 0.08, 0.22
TOO_COMMON = 0.35  # a stem said in more than a third of them tells nothing
HEAVIEST, ALONE = 3.0, 0.6  # a rare word weighs no more than this; one said once, so little
HEAPS_A_STEM = 40
MOST_AT_ONCE = 10_000
SHOWN_REASONS = 4
# What people say whatever they are angry about.
EMPTY_STEMS = frozenset(
    [
        "tout",
        "jour",
        "fois",
        "cel",
        "ça",
        "fait",
        "rien",
        "plus",
        "dit",
        "sem",
        "moi",
        "an",
        "quand",
        "depuis",
        "toujour",
        "jam",
        "encor",
        "ouais",
        "bon",
        "gen",
        "pay",
        "mois",
        "va",
        "faut",
        "mem",
        "aut",
        "com",
        "apre",
        "avant",
        "chez",
        "nou",
        "vous",
        "peut",
        "veut",
        "comm",
        "dan",
        "avec",
        "san",
        "tre",
        "apel",
        "appel",
        "report",
        "dir",
        "quel",
        "quelqu",
        "ceux",
    ]
)


class Stems(Func):
    """The French stems of a vector, as an array."""

    function = "tsvector_to_array"
    output_field = ArrayField(models.TextField())


@dataclass
class Voice:
    """A grievance as it is compared."""

    pk: int
    words: str
    theme: str
    hood: int | None
    target: str
    depth: int
    person: int | None
    target_said: str = ""
    stems: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Reason:
    """Why grievances are proposed together: « mêmes mots », « même quartier »… and which."""

    kind: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind}\u00a0: {self.what}" if self.what else self.kind


@dataclass
class Heap:
    """Grievances that look alike, the most telling first, and the reasons."""

    voices: list[Voice]
    reasons: list[Reason] = field(default_factory=list)
    title: str = ""

    @property
    def pks(self) -> list[int]:
        """The grievances, in order."""
        return [voice.pk for voice in self.voices]

    @property
    def breadth(self) -> int:
        """How many people: those with a name once, those without one each."""
        named = {voice.person for voice in self.voices if voice.person}
        return len(named) + sum(1 for voice in self.voices if voice.person is None)

    @property
    def depth(self) -> float:
        """The mean depth, 1 to 3."""
        return sum(voice.depth for voice in self.voices) / len(self.voices)


def proposals(grievances: GrievanceQuerySet, *, at_least: int = 2) -> list[Heap]:
    """The heaps these grievances make, the broadest and deepest first (one query).

    Of more than ten thousand, the latest ten thousand are read.
    """
    voices = _read(grievances)
    heaps = [heap for heap in _gather(voices) if heap.breadth >= at_least]
    names = _places(heap.voices for heap in heaps)
    for heap in heaps:
        _explain(heap, names)
    return sorted(heaps, key=lambda heap: (-heap.breadth * heap.depth, heap.pks[0]))


def _read(grievances: GrievanceQuerySet) -> list[Voice]:
    rows = (
        grievances.order_by("-heard_on", "-pk")
        .annotate(found=Stems(F("words_vector")))
        .values_list(
            "pk",
            "words",
            "theme",
            "own_theme_id",
            "neighbourhood_id",
            "who_could_say_yes",
            "depth",
            "person_id",
            "found",
        )[:MOST_AT_ONCE]
    )
    voices, said = [], []
    for pk, words, theme, own, hood, target, depth, person, stems in rows:
        about = f"own-{own}" if own else theme
        voices.append(Voice(pk, words, about, hood, fold(target), depth, person, target))
        said.append([stem for stem in stems if len(stem) > 2 and stem not in EMPTY_STEMS])
    _weigh(voices, said)
    return voices


def _weigh(voices: list[Voice], said: list[list[str]]) -> None:
    """Give each stem its weight: rare ones tell more; a misspelt one counts as the usual one."""
    known = Counter(stem for stems in said for stem in stems)
    usual = _spellings(known)
    total = len(voices)
    counts = Counter(usual.get(stem, stem) for stems in said for stem in stems)
    for voice, stems in zip(voices, said, strict=True):
        kept = {usual.get(stem, stem) for stem in stems}
        weights = {
            stem: min(log(1 + total / counts[stem]), HEAVIEST)
            for stem in kept
            if counts[stem] > 1 and (total < 12 or counts[stem] <= total * TOO_COMMON)
        }
        # What nobody else said cannot bring near; it still says that the rest is a part only.
        alone = sum(1 for stem in kept if counts[stem] == 1)
        norm = (sum(weight * weight for weight in weights.values()) + ALONE * alone) ** 0.5 or 1.0
        voice.stems = {stem: weight / norm for stem, weight in weights.items()}


def _spellings(known: Counter[str]) -> dict[str, str]:
    """Stems written once that are nearly one written often: « ascenceur » → « ascenseur »."""
    often: defaultdict[str, list[str]] = defaultdict(list)
    for stem, count in known.items():
        if count >= 2 and len(stem) >= 5:
            often[fold(stem)[:3]].append(stem)
    found = {}
    for stem, count in known.items():
        if count > 1 or len(stem) < 5:
            continue
        near = max(often[fold(stem)[:3]], key=lambda one: _likeness(stem, one), default=None)
        if near is not None and _likeness(stem, near) >= 0.5:
            found[stem] = near
    return found


def _likeness(one: str, other: str) -> float:
    """Shared trigrams over all trigrams, as pg_trgm counts them."""
    mine, theirs = _trigrams(one), _trigrams(other)
    return len(mine & theirs) / len(mine | theirs)


def _trigrams(word: str) -> set[str]:
    padded = f"  {fold(word)} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


class _Growing:
    """A heap being made: the sum of its voices, and what they share."""

    def __init__(self, voice: Voice) -> None:
        self.voices = [voice]
        self.sums: defaultdict[str, float] = defaultdict(float, voice.stems)
        self.square = sum(weight * weight for weight in voice.stems.values())
        self.themes, self.hoods = Counter([voice.theme]), Counter([voice.hood])
        self.targets = Counter([voice.target] if voice.target else [])

    def add(self, voice: Voice) -> None:
        self.voices.append(voice)
        for stem, weight in voice.stems.items():
            self.square += weight * (2 * self.sums[stem] + weight)
            self.sums[stem] += weight
        self.themes[voice.theme] += 1
        self.hoods[voice.hood] += 1
        if voice.target:
            self.targets[voice.target] += 1

    def around(self, voice: Voice) -> float:
        """What theme, neighbourhood and target add to the words."""
        size = len(self.voices)
        score = SAME_THEME * self.themes[voice.theme] / size
        if voice.hood is not None:
            score += SAME_HOOD * self.hoods[voice.hood] / size
        if voice.target and self.targets[voice.target]:
            score += SAME_TARGET
        return score


def _gather(voices: Sequence[Voice]) -> list[Heap]:
    """One pass: each voice joins the heap it resembles most, or begins one."""
    heaps: list[_Growing] = []
    by_stem: defaultdict[str, list[int]] = defaultdict(list)
    for voice in sorted(voices, key=lambda one: (-len(one.stems), one.pk)):
        best = _best(voice, heaps, by_stem)
        if best is None:
            best = len(heaps)
            heaps.append(_Growing(voice))
        else:
            heaps[best].add(voice)
        for stem in voice.stems:
            places = by_stem[stem]
            if best not in places and len(places) < HEAPS_A_STEM:
                places.append(best)
    return [Heap(_telling(heap)) for heap in heaps]


def _best(voice: Voice, heaps: list[_Growing], by_stem: dict[str, list[int]]) -> int | None:
    scores: defaultdict[int, float] = defaultdict(float)
    for stem, weight in voice.stems.items():
        for index in by_stem.get(stem, ()):
            scores[index] += weight * heaps[index].sums[stem]
    best, most = None, ENOUGH
    for index, shared in scores.items():
        # The cosine of the voice and of the heap: a large heap attracts no more than a small one.
        words = shared / (heaps[index].square ** 0.5 or 1.0)
        score = words + heaps[index].around(voice)
        if words > 0.12 and score > most:
            best, most = index, score
    return best


def _telling(heap: _Growing) -> list[Voice]:
    """The voices that say best what all say come first."""

    def share(voice: Voice) -> float:
        return sum(weight * heap.sums[stem] for stem, weight in voice.stems.items())

    return sorted(heap.voices, key=lambda voice: (-share(voice), voice.pk))


def _places(groups: Iterable[Collection[Voice]]) -> dict[int, str]:
    hoods = {voice.hood for voices in groups for voice in voices if voice.hood}
    known = Grievance.objects.filter(neighbourhood__in=hoods).order_by()
    return dict(known.values_list("neighbourhood_id", "neighbourhood__name").distinct())


def _explain(heap: Heap, names: dict[int, str]) -> None:
    size = len(heap.voices)
    stems = Counter(stem for voice in heap.voices for stem in voice.stems)
    shared = [s for s, n in stems.most_common(12) if n > 1 and n >= size * 0.3][:SHOWN_REASONS]
    words = [word for word in (_as_said(stem, heap.voices) for stem in shared) if word]
    if words:
        heap.reasons.append(Reason(_("mêmes mots"), ", ".join(words)))
    hoods = Counter(voice.hood for voice in heap.voices if voice.hood)
    for hood, count in hoods.most_common(1):
        if count > 1 and count >= size * 0.6:
            heap.reasons.append(Reason(_("même quartier"), names.get(hood, "")))
    targets = Counter(voice.target for voice in heap.voices if voice.target)
    for target, count in targets.most_common(1):
        if count > 1:
            said = next(voice.target_said for voice in heap.voices if voice.target == target)
            heap.reasons.append(Reason(_("même personne peut dire oui"), said))
    themes = Counter(voice.theme for voice in heap.voices)
    if len(themes) == 1 and size > 1:
        heap.reasons.append(Reason(_("même thème"), ""))
    heap.title = _title(words, hoods, names)


def _title(words: list[str], hoods: Counter[Any], names: dict[int, str]) -> str:
    about = ", ".join(words[:2]).capitalize()
    if len(hoods) == 1:
        place = names.get(next(iter(hoods)), "")
        return f"{about} · {place}" if about and place else about
    return about


def _as_said(stem: str, voices: Sequence[Voice]) -> str:
    """A stem as somebody wrote it."""
    start = fold(stem)[: max(3, len(stem) - 1)]
    said: Counter[str] = Counter()
    for voice in voices:
        for word in re.findall(r"[\w-]+", voice.words):
            if fold(word).startswith(start):
                said[word.lower()] += 1
    return said.most_common(1)[0][0] if said else ""


def resembling(issue: Issue, *, most: int = 8) -> list[Grievance]:
    """Grievances in no heap that resemble this one's, the nearest first (three queries).

    By French full text (a word of the title, or two of the words most said in the heap), and by
    trigrams with its title.
    """
    spelling = TrigramSimilarity(Fold(F("words")), fold(issue.title))
    to_sort = Grievance.objects.filter(chapter=issue.chapter_id).to_sort()
    found = to_sort.annotate(spelling=spelling, rank=Value(0.0))
    enough = Q(spelling__gte=0.3)
    wanted = _characteristic(issue)
    if wanted:
        query = SearchQuery(wanted, search_type="raw", config="simple")
        rank = SearchRank(F("words_vector"), query, normalization=Value(1))
        found = to_sort.annotate(spelling=spelling, rank=rank)
        enough |= Q(words_vector=query)
    rows = found.filter(enough).select_related("neighbourhood", "own_theme")
    return list(rows.order_by(-(F("rank") + F("spelling")), "-pk")[:most])


def _characteristic(issue: Issue) -> str:
    """What the heap talks about, as a full text query; empty when it says nothing yet."""
    said = Grievance.objects.filter(issue=issue).annotate(found=Stems(F("words_vector")))
    counts = Counter(
        stem
        for stems in said.values_list("found", flat=True)[:200]
        for stem in stems
        if len(stem) > 3 and stem not in EMPTY_STEMS
    )
    own = Issue.objects.filter(pk=issue.pk).annotate(found=Stems(FrenchVector("title")))
    title = {stem for stems in own.values_list("found", flat=True) for stem in stems}
    alone = [stem for stem in counts if stem in title]
    often = [stem for stem, count in counts.most_common(6) if count > 1]
    pairs = [f"({_quoted(one)} & {_quoted(two)})" for one, two in combinations(often, 2)]
    return " | ".join([*map(_quoted, alone), *pairs])


def _quoted(stem: str) -> str:
    escaped = stem.replace("'", "''").replace("\\", "")
    return f"'{escaped}'"
