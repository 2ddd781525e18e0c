"""Forms of saved lists and of tags."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.domain.finding import lists
from members.domain.knowing import tags
from members.models import Chapter, Tag


class ListForm(forms.Form):
    """The name of a list, and who sees it."""

    name = forms.CharField(
        label=_("Nom de la liste"),
        max_length=lists.NAME_LIMIT,
        help_text=_("Par exemple : à revoir avant l’été."),
    )
    chapter = forms.ModelChoiceField(
        label=_("Alliance locale"), queryset=Chapter.objects.none(), empty_label=None
    )
    is_shared = forms.BooleanField(label=_("La partager avec l’équipe"), required=False)

    def __init__(self, *args: Any, chapters: list[Chapter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Chapter.objects.filter(pk__in=[chapter.pk for chapter in chapters])
        self.fields["chapter"].queryset = mine
        if len(chapters) < 2:
            del self.fields["chapter"]


class KeptListForm(forms.Form):
    """A list known already: its name, who sees it, and whether it takes the filters of the page."""

    name = forms.CharField(label=_("Nom de la liste"), max_length=lists.NAME_LIMIT)
    is_shared = forms.BooleanField(label=_("La partager avec l’équipe"), required=False)
    query = forms.CharField(required=False, widget=forms.HiddenInput)
    take_query = forms.BooleanField(
        label=_("Remplacer ses filtres par ceux que je vois"), required=False
    )


class TagNameForm(forms.Form):
    name = forms.CharField(label=_("Nouveau nom"), max_length=tags.NAME_LIMIT)


class TagMergeForm(forms.Form):
    into = forms.ModelChoiceField(label=_("La réunir avec"), queryset=Tag.objects.none())

    def __init__(self, *args: Any, tag: Tag, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Tag.objects.filter(chapter=tag.chapter_id).exclude(pk=tag.pk)
        self.fields["into"].queryset = others
