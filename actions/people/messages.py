"""Writing to people chosen on their list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.domain.writing import mailings
from actions.enums import MailingSource
from members.bulk_deeds import Choice, Deed, register_deed
from members.forms.bulk import BulkForm
from members.models import Chapter


class WritePeopleForm(BulkForm):
    """In whose name, when the people chosen are of several chapters."""

    chapter = forms.ModelChoiceField(
        label=gettext_lazy("Au nom de"), queryset=Chapter.objects.none(), empty_label=None
    )

    def prepare(self) -> None:
        self.fields["chapter"].queryset = Chapter.objects.filter(pk__in=self.chapter_ids())
        self.fields["chapter"].initial = next(iter(self.chapter_ids()), None)


def _write(request: HttpRequest, form: Any, choice: Choice) -> HttpResponse:
    """A draft to these people; the next page is where it is written."""
    chapter = form.cleaned_data["chapter"]
    people = choice.people.filter(chapter=chapter)
    if not people.exists():
        raise forms.ValidationError(_("Personne de cette alliance n’est choisi."))
    mailing = mailings.begin(
        chapter_id=chapter.pk,
        author=request.user,
        source=MailingSource.CHOSEN,
        people=people.only("pk"),
        client_id=form.cleaned_data["client_id"],
    )
    return redirect("actions:mailing-write", mailing.pk)


def register() -> None:
    """Offer it on the people list, after inviting."""
    register_deed(
        Deed(
            "ecrire",
            gettext_lazy("Écrire"),
            "mail",
            gettext_lazy("Leur écrire un message ?"),
            gettext_lazy("Écrire le message"),
            WritePeopleForm,
            _write,
            order=35,
            whole_label=gettext_lazy("Écrire à toute la liste"),
        )
    )
