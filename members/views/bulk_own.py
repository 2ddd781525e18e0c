"""The gestures of the people's room itself: tag, entrust, group, calls, paper, files."""

from __future__ import annotations

import tempfile
from typing import Any

from django import forms
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alliance.core.tabular import CSV_CONTENT_TYPE, XLSX_CONTENT_TYPE, write_csv, write_xlsx
from alliance.core.text.french import number
from alliance.journal.domain import record
from members.bulk_deeds import Choice, Deed, Outcome, register_deed
from members.domain.finding import bulk, exports
from members.domain.finding.columns import COLUMNS, Column, with_columns
from members.domain.knowing import tags
from members.forms.bulk import (
    AssignForm,
    CallForm,
    ExportForm,
    JoinForm,
    LabelsForm,
    PrintForm,
    TagForm,
    UntagForm,
)
from members.models import Household

PRINTED_AT_ONCE = 2_000
BLANK_LINES = 12
PAPER = {
    "liste": ("place", "phones", "groups", "seen"),
    "emargement": ("phones",),
}


def _people(count: int) -> str:
    text = ngettext("%(count)s personne", "%(count)s personnes", count)
    return text % {"count": number(count)}


def _outcome(done: bulk.Done, text: str, **names: object) -> Outcome:
    if not done.changed:
        return Outcome(_("Rien à changer : c’était déjà le cas."))
    return Outcome(text % {"people": _people(done.changed), **names}, done.deed)


def _tag(request: HttpRequest, form: Any, choice: Choice) -> Outcome:
    tag = form.cleaned_data["tag"]
    new = form.cleaned_data["new_tag"]
    if new:
        if len(form.chapters) != 1:
            raise forms.ValidationError(
                _("Ces personnes sont de plusieurs alliances locales : choisissez-en une seule.")
            )
        tag = tags.get_or_create(chapter=form.chapters[0], name=new, actor=request.user)
    done = bulk.tag(people=choice.people, tag=tag, **_signed(request, form))
    return _outcome(done, _("« %(tag)s » : %(people)s de plus."), tag=tag)


def _untag(request: HttpRequest, form: Any, choice: Choice) -> Outcome:
    tag = form.cleaned_data["tag"]
    done = bulk.untag(people=choice.people, tag=tag, **_signed(request, form))
    return _outcome(done, _("« %(tag)s » : %(people)s de moins."), tag=tag)


def _assign(request: HttpRequest, form: Any, choice: Choice) -> Outcome:
    organizer = form.cleaned_data["organizer"]
    done = bulk.assign(
        people=choice.people,
        organizer=organizer,
        chapter_id=_only_chapter(form),
        **_signed(request, form),
    )
    return _outcome(done, _("Suivi par %(name)s désormais : %(people)s."), name=organizer)


def _join(request: HttpRequest, form: Any, choice: Choice) -> Outcome:
    group = form.cleaned_data["group"]
    done = bulk.add_to_group(people=choice.people, group=group, **_signed(request, form))
    return _outcome(done, _("« %(group)s » : %(people)s de plus."), group=group)


def _call(request: HttpRequest, form: Any, choice: Choice) -> Outcome:
    owner = form.cleaned_data["owner"]
    done = bulk.plan_calls(
        people=choice.people,
        owner=owner,
        what=form.cleaned_data["what"],
        due_on=form.cleaned_data["due_on"],
        chapter_id=_only_chapter(form),
        **_signed(request, form),
    )
    return _outcome(done, _("À appeler par %(name)s : %(people)s."), name=owner)


def _signed(request: HttpRequest, form: Any) -> dict[str, Any]:
    return {"actor": request.user, "client_id": form.cleaned_data["client_id"]}


def _only_chapter(form: Any) -> int | None:
    return form.chapters[0].pk if len(form.chapters) == 1 else None


def _sheet(kind: str, template: str) -> Any:
    def perform(request: HttpRequest, form: Any, choice: Choice) -> HttpResponse:
        _not_too_many(choice)
        columns = [COLUMNS[key] for key in PAPER[kind]]
        people = list(with_columns(choice.people.in_list_order(), columns))
        _journal_paper(request, choice, kind)
        context = {
            "people": [_line(person, columns) for person in people],
            "columns": columns,
            "title": form.cleaned_data["title"],
            "blank_lines": range(BLANK_LINES),
            "today": timezone.localdate(),
        }
        return render(request, template, context)

    return perform


def _line(person: Any, columns: list[Column]) -> dict[str, Any]:
    """A line of paper, family name first; `known_by` are the last digits of her number, enough
    to recognize one's own."""
    number = person.phone_list[0] if person.phone_list else ""
    return {
        "name": f"{person.last_name} {person.first_name}".strip() or person.usual_name,
        "cells": [column.value(person) for column in columns],
        "known_by": f"… {number[-4:-2]} {number[-2:]}" if number else "",
    }


def _labels(request: HttpRequest, form: Any, choice: Choice) -> HttpResponse:
    _not_too_many(choice)
    people = list(choice.people.select_related("household").in_list_order())
    _journal_paper(request, choice, "etiquettes")
    addressed = [person for person in people if person.street and person.city]
    labels = (
        _one_per_door(addressed)
        if form.cleaned_data["one_per_household"]
        else [{"name": person.full_name, "person": person} for person in addressed]
    )
    context = {"labels": labels, "missing": len(people) - len(addressed)}
    return render(request, "members/lists/paper_labels.html", context)


def _one_per_door(people: list[Any]) -> list[dict[str, Any]]:
    """One label for each household; it bears its name, or those of its people."""
    labels: list[dict[str, Any]] = []
    doors: dict[int, dict[str, Any]] = {}
    for person in people:
        known = doors.get(person.household_id) if person.household_id else None
        if known is None:
            label = {"name": person.full_name, "person": person}
            labels.append(label)
            if person.household_id:
                doors[person.household_id] = label
        else:
            known["name"] = _household_name(person.household, known["name"], person.full_name)
    return labels


def _household_name(household: Household, first: str, second: str) -> str:
    return household.name or _("%(first)s et %(second)s") % {"first": first, "second": second}


def _not_too_many(choice: Choice) -> None:
    if choice.count > PRINTED_AT_ONCE:
        raise forms.ValidationError(
            _("%(count)s personnes d’un coup, c’est trop de papier : filtrez par quartier.")
            % {"count": number(choice.count)}
        )


def _journal_paper(request: HttpRequest, choice: Choice, kind: str) -> None:
    chapters = choice.people.order_by().values_list("chapter", flat=True).distinct()
    for chapter_id in chapters:
        record(
            verb="people.printed",
            actor=request.user,
            chapter_id=chapter_id,
            detail={"kind": kind, "people": choice.count},
        )


def _export(request: HttpRequest, form: Any, choice: Choice) -> HttpResponse:
    columns = form.chosen_columns()
    file_format = form.cleaned_data["file_format"]
    filters, searched = _without_words(choice.query)
    try:
        exports.journal(
            people=choice.people,
            actor=request.user,
            file_format=file_format,
            columns=columns,
            reason=form.cleaned_data["reason"],
            filters=filters,
            searched=searched,
        )
    except exports.NoReason as refusal:
        raise forms.ValidationError(str(refusal)) from None
    name = f"personnes-{timezone.localdate():%Y-%m-%d}"
    lines = exports.rows(choice.people, columns)
    if file_format == "csv":
        answer = StreamingHttpResponse(
            write_csv(exports.header(columns), lines), content_type=CSV_CONTENT_TYPE
        )
        answer["Content-Disposition"] = f'attachment; filename="{slugify(name)}.csv"'
        return answer
    return _workbook(exports.header(columns), lines, name)


def _without_words(query: str) -> tuple[str, bool]:
    """The filters without the words searched, and whether there were any."""
    filters = QueryDict(query, mutable=True)
    searched = bool(filters.pop("q", None))
    return filters.urlencode(), searched


def _workbook(header: list[str], lines: Any, name: str) -> HttpResponse:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
    write_xlsx(file, header, lines, sheet=_("Personnes"))
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX_CONTENT_TYPE
    )


DEEDS = (
    Deed(
        "etiqueter",
        gettext_lazy("Étiqueter"),
        "tag",
        gettext_lazy("Quelle étiquette leur mettre ?"),
        gettext_lazy("Mettre l’étiquette"),
        TagForm,
        _tag,
        order=10,
    ),
    Deed(
        "confier",
        gettext_lazy("Confier à quelqu’un"),
        "user-check",
        gettext_lazy("Qui les suivra ?"),
        gettext_lazy("Confier"),
        AssignForm,
        _assign,
        order=20,
    ),
    Deed(
        "grouper",
        gettext_lazy("Ajouter à un groupe"),
        "users",
        gettext_lazy("Dans quel groupe ?"),
        gettext_lazy("Ajouter au groupe"),
        JoinForm,
        _join,
        order=40,
    ),
    Deed(
        "appeler",
        gettext_lazy("Créer des relances"),
        "phone",
        gettext_lazy("Qui les appelle, et pourquoi ?"),
        gettext_lazy("Créer les relances"),
        CallForm,
        _call,
        order=50,
    ),
    Deed(
        "retirer",
        gettext_lazy("Retirer une étiquette"),
        "x",
        gettext_lazy("Quelle étiquette leur retirer ?"),
        gettext_lazy("Retirer l’étiquette"),
        UntagForm,
        _untag,
        order=60,
    ),
    Deed(
        "liste",
        gettext_lazy("Imprimer la liste"),
        "printer",
        gettext_lazy("Imprimer la liste"),
        gettext_lazy("Préparer la feuille"),
        PrintForm,
        _sheet("liste", "members/lists/paper_list.html"),
        order=70,
    ),
    Deed(
        "emargement",
        gettext_lazy("Imprimer une feuille d’émargement"),
        "list-checks",
        gettext_lazy("Imprimer une feuille d’émargement"),
        gettext_lazy("Préparer la feuille"),
        PrintForm,
        _sheet("emargement", "members/lists/paper_sign_in.html"),
        order=80,
    ),
    Deed(
        "enveloppes",
        gettext_lazy("Imprimer des étiquettes d’adresse"),
        "mail",
        gettext_lazy("Imprimer des étiquettes d’adresse"),
        gettext_lazy("Préparer les planches"),
        LabelsForm,
        _labels,
        order=90,
    ),
    Deed(
        "exporter",
        gettext_lazy("Exporter dans un tableur"),
        "download",
        gettext_lazy("Exporter dans un tableur"),
        gettext_lazy("Télécharger le fichier"),
        ExportForm,
        _export,
        order=100,
        whole_label=gettext_lazy("Exporter la liste"),
        download=True,
    ),
)


def register() -> None:
    """Offer them all, the most usual first."""
    for deed in DEEDS:
        register_deed(deed)
