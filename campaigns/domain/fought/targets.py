"""Targets: named people who can say yes, and those who weigh on them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from alliance.core.text.names import clean_text
from alliance.journal.domain import record
from campaigns.enums import TargetKind
from campaigns.models import Campaign, CampaignTarget, Target
from members.models import User

LENGTHS = {"name": 160, "mandate": 160, "organization": 160, "weak_points": 4_000}
AN_OFFICE = frozenset({"la mairie", "mairie", "la ville", "le bailleur", "la préfecture", "l’état"})


class InvalidTarget(Exception):
    """The target cannot be so; `messages` says why, field by field, in French."""

    def __init__(self, messages: dict[str, str]) -> None:
        super().__init__("; ".join(messages.values()))
        self.messages = messages


class EditedMeanwhile(Exception):
    """Somebody saved this target since the form was opened; nothing was overwritten."""


@transaction.atomic
def add(*, campaign: Campaign, kind: str, actor: User, **fields: Any) -> CampaignTarget:
    """Name a target of a campaign; one already known by that name and mandate is taken again.

    Journaled. Raises InvalidTarget without a name or a mandate, or for an institution.
    """
    values = _read(fields)
    known = Target.objects.filter(
        chapter=campaign.chapter_id, name=values["name"], mandate=values["mandate"]
    ).first()
    target = known or Target.objects.create(chapter_id=campaign.chapter_id, **values)
    return link(campaign=campaign, target=target, kind=kind, actor=actor)


@transaction.atomic
def link(*, campaign: Campaign, target: Target, kind: str, actor: User) -> CampaignTarget:
    """Take a known target for a campaign too; taken twice, the kind is the last one said.

    Raises InvalidTarget for one of another local alliance.
    """
    if target.chapter_id != campaign.chapter_id:
        raise InvalidTarget({"name": _("Cette cible appartient à une autre alliance locale.")})
    row, _new = CampaignTarget.objects.update_or_create(
        campaign=campaign, target=target, defaults={"kind": TargetKind(kind)}
    )
    record(
        verb="target.linked",
        actor=actor,
        subject=target,
        chapter_id=campaign.chapter_id,
        detail={"campaign": campaign.pk, "kind": str(row.kind)},
    )
    return row


@transaction.atomic
def unlink(*, campaign: Campaign, target: Target, actor: User) -> bool:
    """No longer a target of this campaign; what was said and promised stays. Journaled."""
    gone, _rows = CampaignTarget.objects.filter(campaign=campaign, target=target).delete()
    if gone:
        record(
            verb="target.unlinked",
            actor=actor,
            subject=target,
            chapter_id=campaign.chapter_id,
            detail={"campaign": campaign.pk},
        )
    return bool(gone)


@transaction.atomic
def change(*, target: Target, expected_version: int, actor: User, **fields: Any) -> Target:
    """Correct what is known of a target; journaled with the names of the fields.

    Raises EditedMeanwhile when somebody saved it since `expected_version`, InvalidTarget for a
    circle of superiors, or without a name or a mandate.
    """
    row = Target.objects.select_for_update().get(pk=target.pk)
    if row.version != expected_version:
        raise EditedMeanwhile
    values = _read(fields)
    _refuse_a_circle(row, values.get("superior"))
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    if not changed:
        return row
    for name in changed:
        setattr(row, name, values[name])
    row.version += 1
    row.save(update_fields=[*changed, "version"])
    record(
        verb="target.changed",
        actor=actor,
        subject=row,
        chapter_id=row.chapter_id,
        detail={"fields": changed},
    )
    return row


def _read(fields: dict[str, Any]) -> dict[str, Any]:
    values = dict(fields)
    for name, most in LENGTHS.items():
        if name in values:
            values[name] = clean_text(values[name], most, keep_lines=name == "weak_points")
    problems = {}
    if not values.get("name"):
        problems["name"] = _("Donnez un nom : une institution ne répond pas, une personne si.")
    elif values["name"].casefold() in AN_OFFICE:
        problems["name"] = _("C’est une institution. Qui, dedans, peut dire oui ?")
    if not values.get("mandate"):
        problems["mandate"] = _("Dites sa fonction : maire, directrice d’agence…")
    if problems:
        raise InvalidTarget(problems)
    return values


def _refuse_a_circle(target: Target, superior: Target | None) -> None:
    seen = {target.pk}
    while superior is not None:
        if superior.pk in seen:
            raise InvalidTarget(
                {"superior": _("Ces deux personnes répondraient l’une de l’autre, en rond.")}
            )
        seen.add(superior.pk)
        superior = superior.superior
