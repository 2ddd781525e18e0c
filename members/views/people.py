"""People: the page of one person, creating and changing her."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.domain import consents, people
from members.domain.finding.columns import standing_of
from members.domain.finding.look_alikes import look_alike
from members.domain.knowing import person_page
from members.forms.consent import ConsentForm
from members.forms.people import PersonForm
from members.models import Person
from members.permissions import (
    organized_chapters,
    organizers_only,
    require_organizer_of,
)
from members.scoping import get_visible_or_404, scope_of


@require_GET
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One screen: who, how to reach, where she stands, what was promised.

    What happened, her dues and her ties come after it, each from its own address.
    """
    person = get_visible_or_404(person_page.for_page(), request.user, pk=pk)
    if person.merged_into_id:
        return redirect("members:person-detail", person.merged_into_id)
    organizes = scope_of(request.user).may_organize(person.chapter_id)
    context = {
        "person": person,
        "organizes": organizes,
        "standing": standing_of(person),
        "circles": person_page.circles_of(person),
        "answers": person_page.answers_of(person) if organizes else [],
        "follow_ups": person.follow_ups.open().select_related("owner"),
        "commitments": person_page.commitments_of(person),
        "hello": person_page.hello(person, request.user),
    }
    return render(request, "members/person_detail.html", context)


@require_http_methods(["GET", "POST"])
@organizers_only
def person_create(request: HttpRequest) -> HttpResponse:
    """A new person; a name is enough."""
    chapters = organized_chapters(request.user)
    form = PersonForm(
        request.POST or None, user=request.user, chapters=chapters, initial=_suggested(request)
    )
    if form.is_valid():
        data = _person_data(form)
        chapter = data.pop("chapter", None) or chapters[0]
        try:
            with transaction.atomic():
                person = people.create(chapter=chapter, actor=request.user, **data)
                form.custom.save(person, actor=request.user)
        except people.InvalidPerson as problem:
            _show(form, problem)
        else:
            return _arrived(request, person)
    return _form_page(request, form)


def _arrived(request: HttpRequest, person: Person) -> HttpResponse:
    """Her page; or, when somebody is so alike, both side by side: « une personne, ou deux ? »."""
    other = look_alike(person)
    if other is None:
        messages.success(request, _("%(name)s est dans le fichier.") % {"name": person})
        return redirect("members:person-detail", person.pk)
    words = _("%(name)s est dans le fichier, et ressemble à une fiche déjà là.")
    messages.info(request, words % {"name": person})
    both = reverse("members:person-duplicate", args=[person.pk])
    return redirect(f"{both}?avec={other.pk}")


def _suggested(request: HttpRequest) -> dict[str, str]:
    words = request.GET.get("nom", "").split()
    return {"first_name": words[0], "last_name": " ".join(words[1:])} if words else {}


def _person_data(form: PersonForm) -> dict[str, Any]:
    left = {"expected_version", *form.custom.names}
    return {k: v for k, v in form.cleaned_data.items() if k not in left}


def _show(form: PersonForm, problem: people.InvalidPerson) -> None:
    for field, message in problem.messages.items():
        form.add_error(field, message)


def _form_page(request: HttpRequest, form: PersonForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = {"form": form, "person": None}
    return render(request, "members/person_form.html", context, status=status)


@require_POST
def consent_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a yes or a no that was heard."""
    person = get_visible_or_404(Person, request.user, pk=pk)
    require_organizer_of(request.user, person.chapter_id)
    form = ConsentForm(request.POST)
    if form.is_valid():
        consents.record(
            person=person,
            actor=request.user,
            wording=person.chapter.consent_wording if form.cleaned_data["given"] else "",
            **form.cleaned_data,
        )
        messages.success(request, _("C’est noté, avec la date et votre nom."))
    else:
        messages.error(request, _("Choisissez oui ou non."))
    return redirect("members:person-detail", person.pk)
