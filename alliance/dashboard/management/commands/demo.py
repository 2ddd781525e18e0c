"""Load the demonstration association into an empty database."""

from __future__ import annotations

import argparse
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from alliance.demo.loader import AlreadyInhabited, is_inhabited, load, logins
from alliance.demo.places import PASSWORD
from alliance.demo.world import World
from campaigns.models import Campaign
from members.models import Contact, Group, Person


class Command(BaseCommand):
    help = "Charge l’association de démonstration dans une base vide."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--seed", type=int, default=1, help="Une autre graine, d’autres personnes."
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="Ne rien faire, sans erreur, si la base sert."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and is_inhabited():
            return
        if settings.PRODUCTION:
            raise CommandError(
                "La démonstration ne se charge pas en production : son mot de passe est public."
            )
        started = perf_counter()
        try:
            world = load(seed=options["seed"])
        except AlreadyInhabited as error:
            raise CommandError(
                "Cette base contient déjà une association : rien n’a été changé. "
                "La démonstration demande une base vide."
            ) from error
        self._tell(world, perf_counter() - started)

    def _tell(self, world: World, seconds: float) -> None:
        figures = (
            f"{Person.objects.count()} personnes",
            f"{Group.objects.count()} groupes",
            f"{Contact.objects.count()} échanges",
            f"{Campaign.objects.count()} campagnes",
        )
        self.stdout.write(f"Démonstration chargée en {seconds:.1f} s : {', '.join(figures)}.")
        self.stdout.write(f"Comptes (mot de passe : {PASSWORD})")
        for login in logins(world):
            self.stdout.write(f"  {login.email:<32} {login.who}")
