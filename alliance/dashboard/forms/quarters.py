"""Neighbourhoods typed, pasted, or poured from a file: read again before anything is added."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.core.communes import Commune
from alliance.core.tabular import TabularError
from members.domain.opening import neighbourhoods
from members.domain.opening.neighbourhoods import Line, Poured, Quarter
from members.models import Neighbourhood


class QuartersForm(forms.Form):
    """The lines, and a file that becomes lines: it is shown first, never added at once."""

    quarters = forms.CharField(
        label=gettext_lazy("Quartiers"),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        help_text=gettext_lazy(
            "Un par ligne, comme les gens les appellent. Le reste si vous l’avez : "
            "« Teisseire ; QN03809M ; Grenoble ; 38100 »."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Ou un fichier"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy(
            "CSV ou classeur : nom, code de quartier prioritaire, commune, code postal. "
            "Il est versé dans la liste, à relire."
        ),
    )

    poured: Poured | None = None
    lines: list[Line] = []

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data.copy() if data is not None else None, *args, **kwargs)

    def clean_file(self) -> UploadedFile | None:
        """Pour the file into the lines, after those typed already; refuse it with a sentence."""
        file: UploadedFile | None = self.cleaned_data.get("file")
        if file is None:
            return None
        try:
            self.poured = neighbourhoods.pour(file.file, file.name or "")  # type: ignore[arg-type]
        except TabularError as problem:
            raise forms.ValidationError(str(problem)) from problem
        typed = self.cleaned_data.get("quarters", "").rstrip()
        self.cleaned_data["quarters"] = "\n".join(filter(None, [typed, self.poured.text]))
        self.data[self.add_prefix("quarters")] = self.cleaned_data["quarters"]
        return file

    def understand(self, home: Commune | None, known: Iterable[Neighbourhood] = ()) -> None:
        """Read the lines once the commune is known."""
        text = self.cleaned_data.get("quarters", "")
        try:
            self.lines = neighbourhoods.read_lines(text, home=home, known=known)
        except neighbourhoods.TooMany:
            self.add_error("quarters", _("C’est beaucoup : 200 quartiers au plus à la fois."))

    @property
    def is_only_looking(self) -> bool:
        """Whether to show what is understood rather than to write: asked, or a file just read."""
        return "relire" in self.data or self.poured is not None

    @property
    def wanted(self) -> list[Quarter]:
        """What applying would write."""
        return [line.quarter for line in self.lines if line.is_added]


class QuarterForm(forms.Form):
    """What one neighbourhood is called, and where it is."""

    name = forms.CharField(label=gettext_lazy("Nom"), max_length=120)
    city = forms.CharField(label=gettext_lazy("Commune"), max_length=120, required=False)
    postal_code = forms.CharField(label=gettext_lazy("Code postal"), max_length=8, required=False)
    qpv_code = forms.CharField(
        label=gettext_lazy("Code de quartier prioritaire"), max_length=12, required=False
    )

    def clean_postal_code(self) -> str:
        code: str = self.cleaned_data["postal_code"].replace(" ", "")
        if code and not neighbourhoods.POSTCODE.fullmatch(code):
            raise forms.ValidationError(_("Un code postal a cinq chiffres."))
        return code

    def clean_qpv_code(self) -> str:
        code: str = self.cleaned_data["qpv_code"].replace(" ", "").upper()
        if code and not neighbourhoods.QPV.fullmatch(code):
            raise forms.ValidationError(_("Un code prioritaire s’écrit comme « QN03809M »."))
        return code


class QuarterMergeForm(forms.Form):
    """Another neighbourhood of the same alliance, where everything goes."""

    into = forms.ModelChoiceField(
        label=gettext_lazy("Tout passe à"),
        queryset=Neighbourhood.objects.none(),
        empty_label=gettext_lazy("à choisir"),
    )

    def __init__(self, *args: Any, quarter: Neighbourhood, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Neighbourhood.objects.filter(chapter=quarter.chapter_id).exclude(pk=quarter.pk)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]
