"""What can go wrong with a dropped file, told in a sentence a human can act on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Sentence: TypeAlias = "str | _StrPromise"


class TabularError(Exception):
    """The file cannot be read; `str(error)` is the sentence to show, `code` names the case.

    Codes: empty, type, too-big, bomb, encrypted, broken, rows, columns, no-rows, no-header,
    quote, cell, sheet.
    """

    def __init__(self, code: str, message: Sentence, **values: object) -> None:
        self.code = code
        self.message = message
        self.values = values
        super().__init__(code)

    def __str__(self) -> str:
        return str(self.message) % self.values if self.values else str(self.message)


@dataclass(slots=True)
class Notice:
    """Something read anyway, that the human should know, and where first."""

    code: str
    count: int = 0
    lines: list[int] = field(default_factory=list)

    LINES_KEPT: ClassVar[int] = 20

    def add(self, line: int | None = None, count: int = 1) -> None:
        """Count it once more, remembering the line while there are few."""
        self.count += count
        if line is not None and len(self.lines) < Notice.LINES_KEPT:
            self.lines.append(line)

    @property
    def message(self) -> str:
        """The sentence to show, in the current language."""
        return _notice_text(self.code, self.count)


def _notice_text(code: str, count: int) -> str:
    if code == "extra-cells":
        text = ngettext(
            "%(count)d ligne a plus de cases que l’en-tête : les cases en trop sont mises de côté.",
            "%(count)d lignes ont plus de cases que l’en-tête : les cases en trop sont mises de "
            "côté.",
            count,
        )
    elif code == "error-cells":
        text = ngettext(
            "%(count)d formule en erreur dans le classeur (#REF!, #N/A…) : sa case est lue "
            "comme vide.",
            "%(count)d formules en erreur dans le classeur (#REF!, #N/A…) : leurs cases sont "
            "lues comme vides.",
            count,
        )
    elif code == "bad-characters":
        text = ngettext(
            "%(count)d ligne contient des caractères illisibles : regardez-la avant d’importer.",
            "%(count)d lignes contiennent des caractères illisibles : regardez-les avant "
            "d’importer.",
            count,
        )
    else:
        text = str(PLAIN_NOTICES[code])
    return text % {"count": count} if "%(count)" in text else text


PLAIN_NOTICES: dict[str, Sentence] = {
    "nul": _("Le fichier contenait des caractères nuls : ils ont été retirés."),
    "renamed": _(
        "Le nom du fichier annonce un classeur, mais c’est du texte : il a été lu comme un CSV."
    ),
    "hidden-sheet": _("La feuille lue est masquée dans le classeur."),
    "title-rows": _("Des lignes de titre, au-dessus de l’en-tête, n’ont pas été lues."),
    "two-line-header": _("L’en-tête tient sur deux lignes : elles ont été réunies."),
}

ANOTHER_FORMAT = _("Ouvrez-le dans votre tableur et enregistrez-le en .xlsx ou en CSV.")

MESSAGES: dict[str, Sentence] = {
    "empty": _("Ce fichier est vide."),
    "too-big": _(
        "Ce fichier est trop lourd (%(size)s Mo) : %(limit)s Mo au plus. Découpez-le en "
        "plusieurs fichiers."
    ),
    "bomb": _("Ce classeur devient démesuré une fois ouvert : il n’a pas été lu."),
    "encrypted": _(
        "Ce classeur est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis "
        "redéposez-le."
    ),
    "broken": format_lazy("{} {}", _("Ce fichier est abîmé et ne s’ouvre pas."), ANOTHER_FORMAT),
    "rows": _("Ce tableau a plus de %(limit)s lignes. Découpez-le en plusieurs fichiers."),
    "columns": _("Ce tableau a plus de %(limit)s colonnes. Retirez celles qui ne servent pas."),
    "no-rows": _("Ce tableau a un en-tête, mais aucune ligne en dessous."),
    "no-header": _(
        "Nous n’avons pas trouvé la ligne d’en-tête (« Nom », « Téléphone »…). "
        "Ajoutez-la au-dessus des données, puis redéposez le fichier."
    ),
    "quote": _(
        "Un guillemet ouvert à la ligne %(line)s n’est jamais refermé. Corrigez cette ligne."
    ),
    "cell": _(
        "Une case est démesurément longue vers la ligne %(line)s. Un guillemet y est peut-être "
        "resté ouvert."
    ),
    "sheet": _("La feuille « %(sheet)s » n’existe pas dans ce classeur."),
    "type": format_lazy("{} {}", _("Ce fichier n’est pas un tableau."), ANOTHER_FORMAT),
    "type-named": _(
        "Ce fichier n’est pas un tableau : c’est %(what)s. Déposez un fichier .xlsx, .ods, .xls "
        "ou CSV."
    ),
    "type-html": format_lazy(
        "{} {}", _("Ce fichier est une page web déguisée en tableau."), ANOTHER_FORMAT
    ),
    "type-other": format_lazy(
        "{} {}", _("Nous ne savons pas lire ce format de tableau."), ANOTHER_FORMAT
    ),
}


def refuse(case: str, **values: object) -> TabularError:
    """Make the error of a known case; `type-html` and its like share the code `type`."""
    return TabularError(
        case.split("-")[0] if case.startswith("type") else case, MESSAGES[case], **values
    )
