"""Changing a person: her whole page on a form, or one fact in its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRefresh, reswap, retarget

from alliance.journal.models import Entry
from members.domain import people
from members.domain.knowing import custom_fields, editing, person_page
from members.forms.editing import EditPersonForm
from members.models import Person
from members.permissions import require_organizer_of
from members.scoping import get_visible_or_404


@dataclass(frozen=True)
class Fact:
    """A fact changed in its place: its fields, and the piece of the page that shows it."""

    label: Any
    fields: tuple[str, ...]
    piece: str = "members/_person_facts.html"


REACH = "members/_person_reach.html"
FACTS = {
    "nom": Fact(gettext_lazy("Son nom"), ("first_name", "last_name", "usual_name"), ""),
    "joindre": Fact(gettext_lazy("Téléphones et e-mails"), ("phones", "emails"), REACH),
    "adresse": Fact(
        gettext_lazy("Adresse"),
        ("street", "address_extra", "postal_code", "city", "neighbourhood"),
        REACH,
    ),
    "suivi": Fact(gettext_lazy("Suivi·e par"), ("organizer",)),
    "langues": Fact(gettext_lazy("Langues"), ("languages", "language")),
    "besoins": Fact(
        gettext_lazy("Pour venir"), ("needs_childcare", "needs_ride", "needs_interpreter")
    ),
    "etiquettes": Fact(gettext_lazy("Étiquettes"), ("tags",)),
    "rencontre": Fact(gettext_lazy("Rencontré·e"), ("first_met_on", "source", "source_detail")),
    "champs": Fact(gettext_lazy("Nos champs"), ("champs",)),
    "note": Fact(gettext_lazy("À savoir"), ("note",)),
}


@require_http_methods(["GET", "POST"])
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Her whole page on one form."""
    person = _organized(request, pk)
    form = _form(request, person)
    if form.is_valid() and _saved(request, form):
        messages.success(request, _("C’est enregistré."))
        return redirect("members:person-detail", pk)
    context = {"form": form, "person": Person.objects.get(pk=pk), "who": _who_changed(form, pk)}
    status = 422 if form.is_bound else 200
    return render(request, "members/person_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def person_fact(request: HttpRequest, pk: int, fact: str) -> HttpResponse:
    """One fact, in its place with htmx or on its page without; `?voir` shows it again."""
    person = _organized(request, pk)
    known = FACTS.get(fact)
    if known is None:
        raise Http404
    if request.method == "GET" and "voir" in request.GET:
        return _shown(request, pk, known)
    form = _form(request, person, only=known.fields)
    if form.is_valid() and _saved(request, form):
        if request.htmx:  # type: ignore[attr-defined]
            return _shown(request, pk, known)
        messages.success(request, _("C’est enregistré."))
        return redirect("members:person-detail", pk)
    return _asked(request, form, pk, fact)


def _asked(request: HttpRequest, form: EditPersonForm, pk: int, fact: str) -> HttpResponse:
    person = Person.objects.get(pk=pk)
    context = {
        "form": form,
        "person": person,
        "fact": fact,
        "known": FACTS[fact],
        "who": _who_changed(form, pk),
    }
    status = 422 if form.is_bound else 200
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "members/facts/page.html", context, status=status)
    answer = render(request, "members/facts/_form.html", context, status=status)
    return reswap(retarget(answer, f"#fait-{fact}"), "innerHTML")


def _shown(request: HttpRequest, pk: int, known: Fact) -> HttpResponse:
    if not known.piece:
        return HttpResponseClientRefresh()
    person = get_visible_or_404(person_page.for_page(), request.user, pk=pk)
    return render(request, known.piece, facts_of(request, person))


def facts_of(request: HttpRequest, person: Any) -> dict[str, Any]:
    """What the two cards of facts show to an organizer."""
    return {
        "person": person,
        "organizes": True,
        "circles": person_page.circles_of(person),
        "answers": person_page.answers_of(person),
        "hello": person_page.hello(person, request.user),
    }


def _form(request: HttpRequest, person: Person, **more: Any) -> EditPersonForm:
    return EditPersonForm(
        request.POST or None,
        instance=person,
        user=request.user,
        chapters=[person.chapter],
        **more,
    )


def _saved(request: HttpRequest, form: EditPersonForm) -> bool:
    """Write it; what is refused is said on the form."""
    wrong: dict[type[Exception], Callable[[Any], None]] = {
        people.InvalidPerson: lambda problem: _say(form, problem.messages),
        custom_fields.InvalidAnswer: lambda problem: form.add_error(None, str(problem)),
        editing.Contradiction: lambda problem: _show_both(form, problem),
    }
    try:
        editing.change(
            person=form.instance, wanted=form.wanted(), base=form.read_base(), actor=request.user
        )
    except tuple(wrong) as problem:
        wrong[type(problem)](problem)
        return False
    return True


def _say(form: EditPersonForm, problems: dict[str, str]) -> None:
    for field, message in problems.items():
        form.add_error(field if field in form.fields else None, message)


def _show_both(form: EditPersonForm, problem: editing.Contradiction) -> None:
    form.show_both(problem, Person.objects.get(pk=form.instance.pk).version)


def _who_changed(form: EditPersonForm, pk: int) -> Entry | None:
    """Who saved her page last: said beside what was contradicted."""
    if not form.conflicts:
        return None
    changes = Entry.objects.about(Person(pk=pk)).filter(verb="person.changed")
    return changes.newest_first().first()


def _organized(request: HttpRequest, pk: int) -> Person:
    person = get_visible_or_404(Person.objects.select_related("chapter"), request.user, pk=pk)
    require_organizer_of(request.user, person.chapter_id)
    return person
