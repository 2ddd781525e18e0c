"""The person meant by a combobox: chosen in the list, or the only one of the name typed."""

from __future__ import annotations

from django.http import HttpRequest

from members.domain import people
from members.models import Person
from members.scoping import get_visible_or_404


def chosen_person(request: HttpRequest, name: str) -> Person | None:
    """The visible person behind the fields `name` and `name_text`, of the form or of the address.

    Raises Http404 for somebody of a foreign chapter.
    """
    given = request.POST if request.method == "POST" else request.GET
    pk = given.get(name, "")
    if pk.isdecimal() and len(pk) < 19:
        return get_visible_or_404(Person.objects.active(), request.user, pk=int(pk))
    typed = given.get(f"{name}_text", "").strip()
    found = list(people.likeliest(request.user, typed, 2)) if typed else []
    return found[0] if len(found) == 1 else None
