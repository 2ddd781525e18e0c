"""The people list: everybody I may see, found in any spelling, filtered, in columns I choose."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from alliance.core.paging import Page, keys_page, keyset_page
from alliance.core.text.french import number
from members.bulk_deeds import deeds
from members.domain.finding import columns as people_columns
from members.domain.finding import lists
from members.domain.finding.answers import COUNTED, KEY_KINDS
from members.domain.finding.columns import Column
from members.domain.finding.nearby import nearby
from members.domain.knowing import custom_fields
from members.filters import Listing, PersonFilter, list_people
from members.filters.listing import SORTS
from members.models import CustomField, Person, SavedList
from members.permissions import is_organizer, people_meeters_only
from members.scoping import scope_of
from members.views import people_cells

COOKIE = "colonnes"
COOKIE_DAYS = 365
LISTS_SHOWN = 40
FIRST_DEEDS = 3
PLACES = ("apres", "avant")
SORTED_COLUMNS = {"seen": "seen", "created": "created", "place": "place", "neighbourhood": "place"}


@require_GET
@people_meeters_only
def person_list(request: HttpRequest) -> HttpResponse:
    """Everybody I may see; `?q=` searches, filters, order and page are in the address."""
    if not request.htmx and any(value == "" for value in request.GET.values()):
        return redirect(f"{request.path}?{_filled(request).urlencode()}")  # as it is shared
    listing = list_people(request.user, request.GET)
    kept = _kept_lists(request)
    current = next((one for one in kept if str(one.pk) == request.GET.get("liste")), None)
    columns = chosen_columns(request, current)
    page = read_page(request, listing, columns)
    context = {
        "listing": listing,
        "page": page,
        "rows": people_cells.rows(page.rows, columns, pick=is_organizer(request.user)),
        "headers": _headers(request, listing, columns),
        "count": _count_words(listing, page),
        "searched": listing.searched,
        "chips": _chips(request, listing),
        "problems": _problems(request, listing),
        "may_create": is_organizer(request.user),
        "organizes": is_organizer(request.user),
        "gestures": gestures(get_language() or ""),
        "list_deeds": [deed for deed in deeds() if deed.whole_label],
        "tabs": _tabs(request, kept, current),
        "current_list": current,
        "hidden": _hidden(request),
        "near": [] if page.rows else nearby(request.user, listing.searched),
        "query": lists.kept_query(request.GET.urlencode()),
    }
    template = "members/_person_rows.html" if request.htmx else "members/person_list.html"
    return render(request, template, context)


@cache
def gestures(language: str) -> SafeString:
    """The bar of what can be done with the people chosen, drawn once in each language."""
    every = deeds()
    context = {"first_deeds": every[:FIRST_DEEDS], "other_deeds": every[FIRST_DEEDS:]}
    return render_to_string("members/lists/_gestures.html", context)


def read_page(request: HttpRequest, listing: Listing, columns: list[Column]) -> Page:
    """The people of the page asked for, each with what the columns show."""
    if not listing.is_ranked:
        people = people_columns.with_columns(listing.ordered(), columns)
        return keyset_page(people, request, order=listing.order)
    page = keys_page(listing.found.read, request, kinds=KEY_KINDS)
    ids = [key[-1] for key in page.rows]
    read = people_columns.with_columns(Person.objects.filter(pk__in=ids), columns)
    known = {person.pk: person for person in read}
    return Page([known[pk] for pk in ids if pk in known], page.next_url, page.previous_url)


def chosen_columns(request: HttpRequest, current: SavedList | None) -> list[Column]:
    """The columns of the list shown, or those this browser chose."""
    cookie = [key for key in request.COOKIES.get(COOKIE, "").split(".")[:30] if key]
    keys = (current.columns if current else []) or cookie or list(people_columns.DEFAULT)
    organizes = is_organizer(request.user)
    ids = people_columns.custom_ids(keys)
    fields: list[CustomField] = []
    if ids and organizes:
        fields = list(CustomField.objects.visible_to(request.user).filter(pk__in=ids))
    return people_columns.chosen(keys, organizes=organizes, fields=fields)


def _kept_lists(request: HttpRequest) -> list[SavedList]:
    if not is_organizer(request.user):
        return []
    return list(SavedList.objects.visible_to(request.user)[:LISTS_SHOWN])


def _filled(request: HttpRequest) -> QueryDict:
    query = request.GET.copy()
    for name in [name for name, value in query.items() if value == ""]:
        del query[name]
    return query


def _without(request: HttpRequest, *names: str) -> QueryDict:
    query = request.GET.copy()
    for name in (*names, *PLACES):
        query.pop(name, None)
    return query


def _hidden(request: HttpRequest) -> list[tuple[str, str]]:
    """What the search box carries along: the filters in force."""
    return [(name, value) for name, value in _without(request, "q").items() if value]


def _tabs(
    request: HttpRequest, kept: list[SavedList], current: SavedList | None
) -> list[dict[str, Any]]:
    everybody = reverse("members:person-list")
    if not kept:
        return []
    tabs = [{"label": _("Tout le monde"), "url": everybody, "current": not request.GET}]
    for one in kept:
        url = reverse("members:list-open", args=[one.pk])
        tabs.append({"label": one.name, "url": url, "current": one == current})
    return tabs


def _chips(request: HttpRequest, listing: Listing) -> list[dict[str, str]]:
    chips = []
    if listing.searched:
        label = _("« %(words)s »") % {"words": listing.searched[:40]}
        chips.append({"label": label, "url": f"?{_without(request, 'q').urlencode()}"})
    for name, label in listing.filters.chips():
        chips.append({"label": label, "url": f"?{_without(request, name).urlencode()}"})
    return chips


def _problems(request: HttpRequest, listing: Listing) -> list[dict[str, str]]:
    return [
        {"text": text, "url": f"?{_without(request, name).urlencode()}"}
        for name, text in listing.filters.problems()
    ]


def _headers(request: HttpRequest, listing: Listing, columns: list[Column]) -> list[dict[str, str]]:
    """The column heads; those that can be sorted by lead to their order and back."""
    heads = [_head(request, listing, _("Personne"), "name")]
    for column in columns:
        heads.append(_head(request, listing, str(column.label), SORTED_COLUMNS.get(column.key, "")))
    return heads


def _head(request: HttpRequest, listing: Listing, label: str, sort: str) -> dict[str, str]:
    if not sort:
        return {"label": label}
    here = listing.sort or ("" if listing.is_ranked else "name")
    reverse_exists = f"-{sort}" in SORTS
    wanted = f"-{sort}" if here == sort and reverse_exists else sort
    query = _without(request, "sort")
    query["sort"] = wanted
    state = {sort: "ascending", f"-{sort}": "descending"}.get(here, "")
    return {"label": label, "url": f"?{query.urlencode()}", "state": state}


def _count_words(listing: Listing, page: Page) -> str:
    alone = not (page.next_url or page.previous_url)
    count = len(page.rows) if alone else listing.count  # one page needs no counting
    if count > COUNTED:
        return _("plus de %(count)s personnes") % {"count": number(COUNTED)}
    if count == 0:
        return _("personne")
    return ngettext("%(count)s personne", "%(count)s personnes", count) % {"count": number(count)}


@require_GET
@people_meeters_only
def filter_panel(request: HttpRequest) -> HttpResponse:
    """Every filter, filled with those in force: a piece of the list, or a page without script."""
    people = Person.objects.none()
    filters = PersonFilter(request.GET, user=request.user, queryset=people, whole=True)
    context = {
        "sections": filters.sections(),
        "searched": request.GET.get("q", ""),
        "sorts": _sort_choices(),
        "sort": request.GET.get("sort", ""),
        "kept": [(n, v) for n, v in request.GET.items() if n == "liste"],
    }
    return _panel(request, "members/lists/_filters.html", _("Filtrer"), context)


def _sort_choices() -> list[tuple[str, str]]:
    return [
        ("", _("par nom")),
        ("seen", _("les moins vu·es d’abord")),
        ("-seen", _("les derniers échanges d’abord")),
        ("-created", _("les nouvelles fiches d’abord")),
        ("place", _("par quartier")),
    ]


def _panel(
    request: HttpRequest, template: str, title: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context |= {"panel": template, "panel_title": title}
    context["back"] = f"{reverse('members:person-list')}?{_without(request).urlencode()}"
    page = template if request.htmx else "members/lists/panel_page.html"
    return render(request, page, context, status=status)


@require_http_methods(["GET", "POST"])
@people_meeters_only
def column_choice(request: HttpRequest) -> HttpResponse:
    """Which columns to see: kept by the list when it is mine, else by this browser."""
    current = _my_list(request)
    organizes = is_organizer(request.user)
    scope = scope_of(request.user)
    fields = custom_fields.for_chapters(None if scope.everywhere else scope.organizes)
    offered = [
        column
        for column in people_columns.chosen(
            [*people_columns.COLUMNS, *(f"custom_{field.pk}" for field in fields)],
            organizes=organizes,
            fields=fields,
        )
        if column.shown
    ]
    if request.method == "POST":
        return _keep_columns(request, current, [column.key for column in offered])
    now = {column.key for column in chosen_columns(request, current)}
    context = {
        "choices": [(column.key, column.label, column.key in now) for column in offered],
        "query": request.GET.urlencode(),
        "current_list": current,
    }
    return _panel(request, "members/lists/_columns.html", _("Colonnes"), context)


def _my_list(request: HttpRequest) -> SavedList | None:
    query = QueryDict(request.POST["query"]) if "query" in request.POST else request.GET
    pk = query.get("liste", "")
    if not pk.isdecimal():
        return None
    found = SavedList.objects.visible_to(request.user).filter(pk=int(pk[:18])).first()
    return found if found and lists.may_change(found, request.user) else None


def _keep_columns(
    request: HttpRequest, current: SavedList | None, offered: list[str]
) -> HttpResponse:
    wanted = set(request.POST.getlist("column"))
    keys = [key for key in offered if key in wanted]
    query = QueryDict(request.POST.get("query", "")[: lists.QUERY_LIMIT])
    answer = redirect(f"{reverse('members:person-list')}?{query.urlencode()}")
    if current is not None:
        lists.set_columns(saved=current, columns=keys)
        return answer
    answer.set_cookie(
        COOKIE,
        ".".join(keys),
        max_age=COOKIE_DAYS * 86_400,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return answer
