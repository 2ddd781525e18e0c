"""How filters read as chips: plain French, as one would say it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from alliance.core.text.french import elides, number

YEAR = 365  # days


def at_place(name: str) -> str:
    """« à Teisseire », « aux Granges », « au Rondeau », « à l’Abbaye »."""
    if (get_language() or "fr").startswith("fr"):
        for article, said in (("Les ", "aux "), ("Le ", "au "), ("La ", "à la "), ("L’", "à l’")):
            if name.startswith(article):
                return said + name.removeprefix(article)
    return _("à %(place)s") % {"place": name}


def by(name: str) -> str:
    """« suivi·es par Amina »."""
    return _("suivi·es par %(name)s") % {"name": name}


def speaking(language: str) -> str:
    """« parlent soninké »."""
    return _("parlent %(language)s") % {"language": language}


def unseen_since(days: int) -> str:
    """« pas vu·es depuis 90 jours »."""
    if days == YEAR:
        return _("pas vu·es depuis un an")
    text = ngettext("pas vu·es depuis %(days)s jour", "pas vu·es depuis %(days)s jours", days)
    return text % {"days": number(days)}


def of_group(name: str) -> str:
    """« dans Les Granges »."""
    return _("dans le groupe %(group)s") % {"group": name}


def quoted(word: str) -> str:
    """« étiquette : bus 12 »."""
    return _("étiquette « %(tag)s »") % {"tag": word}


def at_least(level: Any) -> str:
    """« engagement 4 ou plus »."""
    return _("engagement %(level)s ou plus") % {"level": level}


def named(name: str) -> str:
    """« d’Amina », « de Karim »."""
    return f"d’{name}" if elides(name) else f"de {name}"
