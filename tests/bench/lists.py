"""The people list as it is used: searched, filtered, far down, in every order."""

import base64
import json

from django.db.models import Count
from django.urls import reverse

from members.models import GroupMembership, Person
from tests.bench.ground import Ground
from tests.bench.pages import HELLO, beside
from tests.bench.registry import Figure, figure

FAR = 1_000
ROWS = 50
SAVED = "?unseen=90&reach=phone&sort=seen"


@figure("pages.search")
def searched(ground: Ground) -> Figure:
    """A name searched, beside the logged-in hello."""
    path = reverse("members:person-list") + "?q=benali"
    return beside(ground, "pages.search", path, HELLO, "logged-in hello", goal=6.0)


@figure("pages.search_misspelled")
def misspelled(ground: Ground) -> Figure:
    """Two words, one of them spelled wrong: the longest way through the search."""
    path = reverse("members:person-list") + "?q=nasera+benali"
    return beside(ground, "pages.search_misspelled", path, HELLO, "logged-in hello", goal=10.0)


@figure("pages.saved_list")
def saved_list(ground: Ground) -> Figure:
    """Those not seen for 90 days who have a phone, the longest unseen first."""
    path = reverse("members:person-list") + SAVED
    return beside(ground, "pages.saved_list", path, HELLO, "logged-in hello", goal=6.0)


@figure("pages.people_1000")
def thousandth(ground: Ground) -> Figure:
    """The thousandth page of the list (or the last one) beside the first."""
    first = reverse("members:person-list")
    rows = Person.objects.order_by("sort_key", "id").values_list("sort_key", "id")
    place = rows[min(FAR * ROWS, ground.people - 2 * ROWS)]
    token = base64.urlsafe_b64encode(json.dumps(list(place)).encode()).decode()
    path = f"{first}?apres={token}"
    return beside(ground, "pages.people_1000", path, first, "the first page", goal=1.2)


@figure("pages.suggestions")
def suggestions(ground: Ground) -> Figure:
    """What the search box offers after four letters."""
    path = reverse("members:suggestions") + "?q=bena"
    return beside(ground, "pages.suggestions", path, HELLO, "logged-in hello", goal=6.0)


@figure("pages.duplicates")
def duplicates(ground: Ground) -> Figure:
    """Likely duplicates side by side, everybody having been compared less than five minutes ago."""
    path = reverse("members:duplicate-list")
    return beside(ground, "pages.duplicates", path, HELLO, "logged-in hello", goal=10.0)


@figure("pages.dues")
def dues(ground: Ground) -> Figure:
    """The members whose dues end soon."""
    path = reverse("members:membership-list")
    return beside(ground, "pages.dues", path, HELLO, "logged-in hello", goal=10.0)


@figure("pages.group")
def group(ground: Ground) -> Figure:
    """The largest group: a twelfth of everybody."""
    largest = GroupMembership.objects.values("group").annotate(n=Count("id")).order_by("-n")[0]
    path = reverse("members:group-detail", args=[largest["group"]])
    return beside(ground, "pages.group", path, HELLO, "logged-in hello", goal=10.0)
