"""`bin/manage import_people FILE --chapter SLUG [--apply]`: an import without the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from members.domain.imports import apply, choices, deposit, preview, report
from members.domain.knowing import custom_columns
from members.models import Chapter, ImportBatch, User


class Command(BaseCommand):
    """Read a spreadsheet and say what it would do; write it with --apply."""

    help = (
        "Importe un tableur dans une alliance locale. Sans --apply, dit seulement ce qui serait "
        "fait : rien n’est écrit. Les lignes à décider sont laissées de côté."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="le fichier (.xlsx, .ods, .xls ou CSV)")
        parser.add_argument("--chapter", required=True, help="l’identifiant de l’alliance locale")
        parser.add_argument("--sheet", default="", help="la feuille du classeur")
        parser.add_argument("--user", default="", help="l’e-mail du compte qui importe")
        parser.add_argument("--apply", action="store_true", help="écrire pour de bon")

    def handle(self, *args: Any, **options: Any) -> None:
        chapter = Chapter.objects.filter(slug=options["chapter"]).first()
        if chapter is None:
            known = ", ".join(Chapter.objects.values_list("slug", flat=True))
            raise CommandError(f"Pas d’alliance « {options['chapter']} ». Il y a : {known}.")
        actor = User.objects.filter(email__iexact=options["user"]).first()
        if options["user"] and actor is None:
            raise CommandError(f"Pas de compte « {options['user']} ».")
        with transaction.atomic():
            self._run(chapter, actor, options)
            if not options["apply"]:
                transaction.set_rollback(True)
                self.stdout.write("Rien n’a été écrit. Ajoutez --apply pour importer.")

    def _run(self, chapter: Chapter, actor: User | None, options: dict[str, Any]) -> None:
        batch = self._deposit(chapter, actor, options)
        recognition = choices.guess(batch)
        own = custom_columns.of_chapter(chapter)
        mapping = {
            column.header: custom_columns.guessed(column.header, own) or column.field
            for column in recognition.columns
        }
        for header, field in mapping.items():
            told = own[field].name if field in own else field
            self.stdout.write(f"  {header} → {told or 'laissée de côté'}")
        batch = preview.prepare(
            batch=batch,
            mapping={header: field for header, field in mapping.items() if field},
            options={
                "name_order": recognition.name_order,
                "day_first": recognition.day_first,
            },
        )
        self._tell_preview(batch)
        if options["apply"]:
            done = report.outcome(apply.apply(batch=batch, actor=actor))
            self.stdout.write(
                f"Importé : {done.created} créées, {done.completed} complétées, "
                f"{done.unchanged} déjà connues, {done.to_retry} laissées de côté."
            )

    def _deposit(
        self, chapter: Chapter, actor: User | None, options: dict[str, Any]
    ) -> ImportBatch:
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                return deposit.deposit(
                    file=file,
                    file_name=path.name,
                    chapter=chapter,
                    actor=actor,
                    sheet=options["sheet"],
                    again=True,
                )
        except OSError as fault:
            raise CommandError(f"« {path} » ne s’ouvre pas : {fault.strerror}.") from fault
        except deposit.TabularError as fault:
            raise CommandError(str(fault)) from fault

    def _tell_preview(self, batch: ImportBatch) -> None:
        counts = preview.counts(batch)
        self.stdout.write(
            f"{counts.total} lignes : {counts.to_create} à créer, {counts.to_complete} déjà "
            f"connues, {counts.to_join} réunies à une autre, {counts.open} à décider, "
            f"{counts.error} illisibles, {counts.warned} à vérifier."
        )
