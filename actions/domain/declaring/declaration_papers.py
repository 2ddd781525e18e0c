"""The declaration as the paper one hands in."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from actions.domain.declaring.declarations import signers_of
from actions.domain.diary.calendars import place_of
from actions.models import Declaration
from alliance.core.text.french import full_date, spoken_time


def paper_of(declaration: Declaration) -> dict[str, Any]:
    """What `declaration.typ` shows: the statements that the law asks for, and nothing more."""
    action, office = declaration.action, declaration.office
    when = _("%(day)s, de %(start)s à %(end)s") % {
        "day": full_date(action.starts_at),
        "start": spoken_time(action.starts_at),
        "end": spoken_time(action.ends_at),
    }
    facts = [
        (_("But"), declaration.purpose),
        (_("Date et heures"), when),
        (_("Lieu de rassemblement"), place_of(action)),
        (_("Itinéraire"), declaration.route or _("Rassemblement sur place, sans cortège.")),
        (_("Dispersion"), declaration.dispersal or _("sur place, à l’heure de fin")),
        (_("Groupes invités"), declaration.groups_invited or str(action.chapter)),
        (_("Participation attendue"), _("environ %(n)d personnes") % {"n": action.goal}),
    ]
    return {
        "title": _("Déclaration de manifestation sur la voie publique"),
        "law": _("Code de la sécurité intérieure, articles L211-1 et L211-2"),
        "to": [office.name, office.address, office.email] if office else [],
        "facts": [{"label": label, "value": value} for label, value in facts],
        "signers_title": _("Organisateurs"),
        "signers": [
            {"name": one.name, "home": one.home, "phone": one.phone}
            for one in signers_of(declaration)
        ],
        "sign": _("Fait le %(day)s. Signature de chacun·e :")
        % {"day": full_date(timezone.localtime())},
        "note": _("Un récépissé est remis aussitôt. Il prend acte, il n’autorise pas."),
        "words": {"home": _("Domicile"), "phone": _("Téléphone"), "to": _("À")},
    }
