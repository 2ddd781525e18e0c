"""What the statutes say of assemblies, and a colleague who has not opened her account yet."""

from __future__ import annotations

from datetime import timedelta

from alliance.demo.places import DOMAIN
from alliance.demo.world import World
from alliance.governance.models import AssemblyRules
from members.enums import RoleKind
from members.models import Invitation, Role, User

RULES = {
    "grenoble": {"notice_days": 15, "quorum_percent": 25, "proxies_each": 2},
    "rennes": {"notice_days": 21, "quorum_percent": 20, "proxies_each": 1, "member_since_days": 30},
}


def make_governing(world: World) -> None:
    """Two alliances have written their rules down; in Rennes, Maëlle is awaited at the board."""
    for slug, rules in RULES.items():
        AssemblyRules.objects.create(chapter=world.chapters[slug], **rules)
    sent = world.at(world.ago(2), 17)
    user = User.objects.create_user(
        f"maelle@{DOMAIN}", None, first_name="Maëlle", last_name="Guivarc’h", date_joined=sent
    )
    role = {"user": user, "chapter": world.chapters["rennes"], "kind": RoleKind.BOARD}
    Role.objects.create(**role, starts_on=sent.date())
    Invitation.objects.create(
        **role,
        seed=world.uuid(),
        sent_at=sent,
        expires_at=sent + timedelta(days=7),
        invited_by=world.accounts["yann"],
    )
