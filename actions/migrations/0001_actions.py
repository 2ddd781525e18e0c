import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("campaigns", "0001_campaigns"),
        ("members", "0001_people"),
        ("members", "__first__"),
        ("outbox", "0002_events_stay"),
    ]

    operations = [
        migrations.CreateModel(
            name="Action",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("rally", "rassemblement"),
                            ("occupation", "occupation"),
                            ("queue", "file d’attente symbolique"),
                            ("march", "marche"),
                            ("delegation", "délégation"),
                            ("assembly", "assemblée"),
                            ("meeting", "réunion"),
                            ("canvass", "porte-à-porte"),
                            ("training", "formation"),
                        ],
                        default="rally",
                        max_length=12,
                        verbose_name="sorte",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="titre")),
                ("description", models.TextField(blank=True, verbose_name="ce qu’on va faire")),
                ("starts_at", models.DateTimeField(verbose_name="début")),
                ("ends_at", models.DateTimeField(verbose_name="fin")),
                (
                    "place_name",
                    models.CharField(
                        blank=True, max_length=160, verbose_name="lieu de rendez-vous"
                    ),
                ),
                (
                    "place_address",
                    models.CharField(blank=True, max_length=200, verbose_name="adresse"),
                ),
                (
                    "access_note",
                    models.CharField(
                        blank=True,
                        help_text="Tram, ascenseur, porte à pousser…",
                        max_length=300,
                        verbose_name="comment venir",
                    ),
                ),
                ("goal", models.PositiveIntegerField(verbose_name="objectif de présences")),
                (
                    "visibility",
                    models.CharField(
                        choices=[("invited", "sur invitation"), ("public", "publique")],
                        default="invited",
                        max_length=10,
                    ),
                ),
                (
                    "count_only",
                    models.BooleanField(
                        default=False,
                        help_text="Action sensible\xa0: on compte les présences sans garder les noms.",
                        verbose_name="comptage seul",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "brouillon"),
                            ("announced", "annoncée"),
                            ("cancelled", "annulée"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "announced_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="annoncée le"),
                ),
                (
                    "moved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="changée le"),
                ),
                (
                    "moved_from",
                    models.DateTimeField(blank=True, null=True, verbose_name="prévue d’abord le"),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="annulée le"),
                ),
                (
                    "cancel_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="pourquoi"),
                ),
                (
                    "reminders_paused",
                    models.BooleanField(default=False, verbose_name="rappels en pause"),
                ),
                ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="actions",
                        to="campaigns.campaign",
                        verbose_name="campagne",
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        related_name="invited_to",
                        to="members.group",
                        verbose_name="groupes invités",
                    ),
                ),
                (
                    "organizer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="actions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="accompagnée par",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="actions",
                        to="campaigns.target",
                        verbose_name="cible",
                    ),
                ),
            ],
            options={
                "verbose_name": "action",
                "verbose_name_plural": "actions",
                "ordering": ["-starts_at", "-id"],
                "indexes": [
                    models.Index(
                        models.F("chapter"),
                        models.F("starts_at"),
                        name="action_by_chapter_and_date",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="action_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("goal__gte", 1), ("goal__lte", 20000)),
                        name="action_goal_plausible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancelled_at__isnull", False), ("state", "cancelled")),
                            models.Q(
                                models.Q(("state", "cancelled"), _negated=True),
                                ("cancelled_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="action_cancelled_has_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="action_has_a_title"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionRole",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("spokesperson", "porte-parole"),
                            ("press", "presse"),
                            ("welcome", "accueil"),
                            ("safety", "sécurité non violente"),
                            ("negotiator", "négociation"),
                            ("childcare", "garde d’enfants"),
                            ("minutes", "compte rendu"),
                            ("photos", "photos"),
                        ],
                        max_length=14,
                        verbose_name="rôle",
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="day_roles",
                        to="actions.action",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="day_roles",
                        to="members.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "rôle du jour",
                "verbose_name_plural": "rôles du jour",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "person", "role"), name="day_role_once_per_person"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "invited_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="invité·e le"),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("none", "pas encore de réponse"),
                            ("yes", "je viens"),
                            ("maybe", "peut-être"),
                            ("no", "je ne peux pas"),
                        ],
                        default="none",
                        max_length=8,
                        verbose_name="réponse",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="a répondu le"),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Un deuxième oui, un autre jour.",
                        null=True,
                        verbose_name="oui redit le",
                    ),
                ),
                (
                    "companions",
                    models.PositiveSmallIntegerField(default=0, verbose_name="vient avec"),
                ),
                ("attended", models.BooleanField(blank=True, null=True, verbose_name="présent·e")),
                (
                    "checked_in_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="pointé·e le"),
                ),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "brought_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="brought_attendances",
                        to="members.person",
                        verbose_name="venu·e avec",
                    ),
                ),
                (
                    "checked_in_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "via_group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="members.group",
                        verbose_name="par le groupe",
                    ),
                ),
            ],
            options={
                "verbose_name": "présence",
                "verbose_name_plural": "présences",
                "indexes": [
                    models.Index(
                        fields=["action", "answer"],
                        include=("attended", "companions"),
                        name="attendance_turnout",
                    ),
                    models.Index(
                        models.F("person"), models.F("action"), name="attendance_by_person"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "person"), name="attendance_once_per_action"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", False),
                            models.Q(("attended", True), ("attended__isnull", False)),
                            _connector="OR",
                        ),
                        name="attendance_without_person_is_a_walk_in",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer", "none"), ("answered_at__isnull", False), _connector="OR"
                        ),
                        name="attendance_answer_has_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("attended", True), _negated=True),
                            ("checked_in_at__isnull", False),
                            _connector="OR",
                        ),
                        name="attendance_check_in_has_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("companions__lte", 20)),
                        name="attendance_companions_limit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("brought_by", None),
                            models.Q(("brought_by", models.F("person")), _negated=True),
                            _connector="OR",
                        ),
                        name="attendance_not_brought_by_herself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.CharField(
                        choices=[
                            ("invitation", "invitation"),
                            ("second_call", "deuxième appel"),
                            ("reminder", "rappel"),
                        ],
                        default="invitation",
                        max_length=12,
                        verbose_name="tour",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "e-mail"), ("sms", "SMS"), ("phone", "téléphone")],
                        max_length=10,
                        verbose_name="moyen",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="le"),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="asks",
                        to="members.contact",
                    ),
                ),
                (
                    "attendance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asks",
                        to="actions.attendance",
                    ),
                ),
            ],
            options={
                "verbose_name": "sollicitation",
                "verbose_name_plural": "sollicitations",
                "ordering": ["-asked_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ReminderStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "moment",
                    models.CharField(
                        choices=[
                            ("invitation", "invitation"),
                            ("week_before", "une semaine avant"),
                            ("two_days_before", "deux jours avant"),
                            ("same_morning", "le matin même"),
                            ("thanks", "remerciements"),
                            ("moved", "changement de date ou de lieu"),
                            ("cancelled", "annulation"),
                        ],
                        max_length=16,
                        verbose_name="moment",
                    ),
                ),
                (
                    "anchor",
                    models.CharField(
                        choices=[
                            ("invited", "l’invitation"),
                            ("start", "le début de l’action"),
                            ("change", "le changement ou l’annulation"),
                        ],
                        default="start",
                        max_length=8,
                    ),
                ),
                (
                    "days",
                    models.SmallIntegerField(
                        default=0, help_text="Négatif\xa0: avant.", verbose_name="jours"
                    ),
                ),
                (
                    "at",
                    models.TimeField(
                        blank=True,
                        help_text="Vide\xa0: tout de suite.",
                        null=True,
                        verbose_name="heure",
                    ),
                ),
                (
                    "window_hours",
                    models.PositiveSmallIntegerField(default=24, verbose_name="fenêtre en heures"),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("not_no", "tous sauf les «\xa0non\xa0»"),
                            ("yes_or_maybe", "les «\xa0oui\xa0» et les «\xa0peut-être\xa0»"),
                            ("came", "celles et ceux qui sont venu·es"),
                        ],
                        default="not_no",
                        max_length=14,
                        verbose_name="à qui",
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="objet")),
                (
                    "body",
                    models.TextField(
                        blank=True,
                        help_text="Vide\xa0: le texte de la maison.",
                        verbose_name="texte",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="en service")),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="actions.action",
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="members.chapter",
                    ),
                ),
            ],
            options={
                "verbose_name": "étape de rappel",
                "verbose_name_plural": "étapes de rappel",
                "ordering": ["anchor", "days", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("action__isnull", False), ("chapter", None)),
                            models.Q(("action", None), ("chapter__isnull", False)),
                            _connector="OR",
                        ),
                        name="step_of_an_action_or_of_a_chapter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("window_hours__gte", 1)), name="step_window_is_open"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("action__isnull", False)),
                        fields=("action", "moment"),
                        name="step_once_per_action",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="date annoncée")),
                (
                    "sequence",
                    models.PositiveIntegerField(default=0, verbose_name="changement annoncé"),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "e-mail"), ("human", "à appeler")],
                        max_length=8,
                        verbose_name="moyen",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "attendance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="actions.attendance",
                    ),
                ),
                (
                    "follow_up",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="members.followup",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="outbox.message",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="actions.reminderstep",
                    ),
                ),
            ],
            options={
                "verbose_name": "rappel",
                "verbose_name_plural": "rappels",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("attendance", "step", "starts_at", "sequence"),
                        name="reminder_once_per_announced_date",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("none", "pas encore de réponse"),
                            ("yes", "je viens"),
                            ("maybe", "peut-être"),
                            ("no", "je ne peux pas"),
                        ],
                        max_length=8,
                        verbose_name="réponse",
                    ),
                ),
                (
                    "companions",
                    models.PositiveSmallIntegerField(default=0, verbose_name="vient avec"),
                ),
                ("comment", models.TextField(blank=True, verbose_name="mot laissé")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("link", "lien du message"),
                            ("phone", "au téléphone"),
                            ("face", "de vive voix"),
                            ("sms", "SMS"),
                            ("email", "e-mail"),
                        ],
                        max_length=8,
                        verbose_name="par",
                    ),
                ),
                (
                    "replied_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="le"),
                ),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "attendance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="actions.attendance",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "réponse",
                "verbose_name_plural": "réponses",
                "ordering": ["-replied_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("companions__lte", 20)), name="reply_companions_limit"
                    )
                ],
            },
        ),
    ]
