import uuid
from decimal import Decimal

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import alliance.core.files.private_files

# What an action taught is forgotten when a presence changes (0190).
# One shared lock for all writers of presences, held until they commit: who keeps a lesson takes
# it alone, or waits for the next sweep; so no presence is written behind the back of a count.
# Names are qualified: a dump restores under an empty search_path.
FORGET_LESSONS = """
CREATE FUNCTION public.actions_forget_lessons() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    PERFORM pg_catalog.pg_advisory_xact_lock_shared(1818588019);
    DELETE FROM public.actions_lesson WHERE action_id IN (SELECT action_id FROM touched);
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM public.actions_lesson WHERE action_id IN (SELECT action_id FROM before);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER attendance_added_forgets_lessons AFTER INSERT ON public.actions_attendance
REFERENCING NEW TABLE AS touched
FOR EACH STATEMENT EXECUTE FUNCTION public.actions_forget_lessons();

CREATE TRIGGER attendance_changed_forgets_lessons AFTER UPDATE ON public.actions_attendance
REFERENCING NEW TABLE AS touched OLD TABLE AS before
FOR EACH STATEMENT EXECUTE FUNCTION public.actions_forget_lessons();

CREATE TRIGGER attendance_removed_forgets_lessons AFTER DELETE ON public.actions_attendance
REFERENCING OLD TABLE AS touched
FOR EACH STATEMENT EXECUTE FUNCTION public.actions_forget_lessons();
"""
KEEP_LESSONS = """
DROP TRIGGER attendance_removed_forgets_lessons ON public.actions_attendance;
DROP TRIGGER attendance_changed_forgets_lessons ON public.actions_attendance;
DROP TRIGGER attendance_added_forgets_lessons ON public.actions_attendance;
DROP FUNCTION public.actions_forget_lessons();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("campaigns", "0001_campaigns"),
        ("members", "0001_people"),
        ("outbox", "0001_messages"),
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
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
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
                    "capacity",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Seulement si la salle est petite\xa0: au-delà, on prévient.",
                        null=True,
                        verbose_name="places",
                    ),
                ),
                (
                    "public_slug",
                    models.SlugField(
                        blank=True,
                        editable=False,
                        max_length=80,
                        null=True,
                        unique=True,
                        verbose_name="adresse publique",
                    ),
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
                    "organizing_groups",
                    models.ManyToManyField(
                        blank=True,
                        related_name="organized",
                        to="members.group",
                        verbose_name="groupes qui portent l’action",
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("capacity", None),
                            models.Q(("capacity__gte", 1), ("capacity__lte", 20000)),
                            _connector="OR",
                        ),
                        name="action_capacity_plausible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("visibility", "public"), _negated=True),
                            ("public_slug__isnull", False),
                            _connector="OR",
                        ),
                        name="action_public_has_an_address",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeclarationOffice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("city", models.CharField(max_length=120, verbose_name="commune")),
                (
                    "insee_code",
                    models.CharField(max_length=5, unique=True, verbose_name="code INSEE"),
                ),
                ("name", models.CharField(max_length=160, verbose_name="service")),
                ("is_prefecture", models.BooleanField(default=True, verbose_name="préfecture")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="adresse")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="téléphone")),
                (
                    "checked_on",
                    models.DateField(
                        blank=True,
                        help_text="Vide\xa0: à vérifier avant d’envoyer.",
                        null=True,
                        verbose_name="vérifié le",
                    ),
                ),
            ],
            options={
                "verbose_name": "service des déclarations",
                "verbose_name_plural": "services des déclarations",
                "ordering": ["city"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="declaration_office_has_a_name",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Course",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="courses",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="intitulé")),
                ("about", models.TextField(blank=True, verbose_name="ce qu’on y apprend")),
                (
                    "hours",
                    models.PositiveSmallIntegerField(default=3, verbose_name="durée en heures"),
                ),
                (
                    "for_leaders",
                    models.BooleanField(
                        default=True,
                        help_text="On verra à qui elle manque encore.",
                        verbose_name="pour toutes et tous les leaders",
                    ),
                ),
                (
                    "retired_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="plus donnée depuis"),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
            ],
            options={
                "verbose_name": "formation",
                "verbose_name_plural": "formations",
                "ordering": ["name", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="course_has_a_name"
                    ),
                    models.UniqueConstraint(
                        fields=("chapter", "name"), name="course_once_per_chapter"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours__gte", 1), ("hours__lte", 200)),
                        name="course_length_plausible",
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
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("spokesperson", "porte-parole"),
                            ("chair", "animation"),
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
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="actions.action",
                        verbose_name="action",
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
                    "invited_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="invité·e le"),
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
                    "answer_source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("link", "lien du message"),
                            ("phone", "au téléphone"),
                            ("face", "de vive voix"),
                            ("sms", "SMS"),
                            ("email", "e-mail"),
                            ("leader", "promis par son leader"),
                            ("page", "page publique"),
                        ],
                        max_length=8,
                        verbose_name="répondu par",
                    ),
                ),
                (
                    "companions",
                    models.PositiveSmallIntegerField(default=0, verbose_name="vient avec"),
                ),
                (
                    "waiting_since",
                    models.DateTimeField(
                        blank=True,
                        help_text="A dit oui alors que c’était complet\xa0: compte comme «\xa0peut-être\xa0».",
                        null=True,
                        verbose_name="sur liste d’attente depuis",
                    ),
                ),
                (
                    "seated_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="a reçu une place libérée le"
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        blank=True,
                        help_text="Le ou la leader qui appelle cette personne et viendra avec elle.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="listed_attendances",
                        to="members.person",
                        verbose_name="dans la liste de",
                    ),
                ),
                (
                    "children",
                    models.PositiveSmallIntegerField(default=0, verbose_name="enfants à garder"),
                ),
                (
                    "seats_offered",
                    models.PositiveSmallIntegerField(default=0, verbose_name="places en voiture"),
                ),
                (
                    "wants_ride",
                    models.BooleanField(default=False, verbose_name="cherche un trajet"),
                ),
                (
                    "rides_with",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="passengers",
                        to="actions.attendance",
                        verbose_name="monte avec",
                    ),
                ),
                (
                    "interpreter",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="langue de l’interprète"
                    ),
                ),
                ("step_free", models.BooleanField(default=False, verbose_name="accès sans marche")),
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
                ("attended", models.BooleanField(blank=True, null=True, verbose_name="présent·e")),
                (
                    "checked_in_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="pointé·e le"),
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
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
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
                    models.Index(
                        condition=models.Q(("attended", True)),
                        fields=["person"],
                        name="attendance_came",
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
                        condition=models.Q(
                            ("waiting_since", None), ("answer", "maybe"), _connector="OR"
                        ),
                        name="attendance_waiting_is_not_counted",
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
                    models.CheckConstraint(
                        condition=models.Q(("children__lte", 10), ("seats_offered__lte", 8)),
                        name="attendance_needs_plausible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rides_with", None),
                            models.Q(("rides_with", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="attendance_not_her_own_driver",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seats_offered__gt", 0), ("wants_ride", True), _negated=True
                        ),
                        name="attendance_offers_or_wants_a_ride",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CallList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_lists",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="call_lists",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="titre")),
                ("script", models.TextField(blank=True, max_length=1000, verbose_name="quoi dire")),
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
                ("expires_at", models.DateTimeField(verbose_name="jusqu’à")),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="fermée le"),
                ),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="préparée le",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="préparée par",
                    ),
                ),
            ],
            options={
                "verbose_name": "liste d’appels",
                "verbose_name_plural": "listes d’appels",
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(fields=["chapter", "-created_at"], name="call_list_by_chapter")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="call_list_has_a_title",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("created_at"))),
                        name="call_list_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignInSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sheets",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "rows",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="lignes",
                    ),
                ),
                (
                    "entered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="saisie le"),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="imprimée le",
                    ),
                ),
                (
                    "created_by",
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
                "verbose_name": "feuille d’émargement",
                "verbose_name_plural": "feuilles d’émargement",
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Pledge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pledges",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pledges",
                        to="members.person",
                        verbose_name="leader",
                    ),
                ),
                ("people", models.PositiveSmallIntegerField(verbose_name="en amène")),
                (
                    "pledged_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="dit le"),
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
                "verbose_name": "promesse de leader",
                "verbose_name_plural": "promesses de leaders",
                "ordering": ["-people", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "leader"), name="pledge_once_per_leader_and_action"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("people__gte", 1), ("people__lte", 500)),
                        name="pledge_plausible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="check_items",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                ("what", models.CharField(max_length=200, verbose_name="à faire")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="avant le")),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="check_items",
                        to="members.person",
                        verbose_name="par",
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="fait le")),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ],
            options={
                "verbose_name": "chose à faire",
                "verbose_name_plural": "choses à faire",
                "ordering": [models.OrderBy(models.F("due_on"), nulls_last=True), "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True), name="check_item_says_what"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MaterialItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="materials",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                ("what", models.CharField(max_length=120, verbose_name="quoi")),
                ("quantity", models.PositiveSmallIntegerField(default=1, verbose_name="combien")),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="materials",
                        to="members.person",
                        verbose_name="apporté par",
                    ),
                ),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ],
            options={
                "verbose_name": "matériel",
                "verbose_name_plural": "matériel",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True), name="material_says_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 1)), name="material_at_least_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Debrief",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="debrief",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                ("feeling", models.TextField(blank=True, verbose_name="comment on se sent")),
                ("won", models.TextField(blank=True, verbose_name="ce qu’on a gagné")),
                ("power", models.TextField(blank=True, verbose_name="ce que le pouvoir a fait")),
                ("grew", models.TextField(blank=True, verbose_name="qui a grandi")),
                ("next_step", models.TextField(blank=True, verbose_name="la suite")),
                ("next_on", models.DateField(verbose_name="prochaine date")),
                (
                    "held_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="le"),
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "bilan",
                "verbose_name_plural": "bilans",
                "ordering": ["-held_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("feeling", ""),
                            ("grew", ""),
                            ("next_step", ""),
                            ("power", ""),
                            ("won", ""),
                            _negated=True,
                        ),
                        name="debrief_says_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        storage=alliance.core.files.private_files.private_storage,
                        upload_to=alliance.core.files.private_files.Shelf("actions"),
                        verbose_name="photo",
                    ),
                ),
                (
                    "content_type",
                    models.CharField(default="image/jpeg", editable=False, max_length=40),
                ),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("caption", models.CharField(blank=True, max_length=200, verbose_name="légende")),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "added_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="le"),
                ),
            ],
            options={
                "verbose_name": "photo",
                "verbose_name_plural": "photos",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "sha256"), name="photo_once_per_action"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PressLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="press_links",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                ("url", models.URLField(max_length=500, verbose_name="lien")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="titre")),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "added_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="le"),
                ),
            ],
            options={
                "verbose_name": "article de presse",
                "verbose_name_plural": "articles de presse",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "url"), name="press_link_once_per_action"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("url__startswith", "https://"),
                            ("url__startswith", "http://"),
                            _connector="OR",
                        ),
                        name="press_link_is_on_the_web",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Lesson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lesson",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="pour l’action du")),
                ("by_name", models.BooleanField(verbose_name="pointée par nom")),
                (
                    "cells",
                    models.JSONField(
                        help_text="Mot, moyen, jours d’avance, personnes, venues, proches annoncés.",
                        verbose_name="ce qui a été dit, et qui est venu",
                    ),
                ),
                (
                    "others",
                    models.PositiveIntegerField(
                        default=0, verbose_name="venu·es sans avoir été sollicité·es"
                    ),
                ),
                (
                    "learned_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="appris le"
                    ),
                ),
            ],
            options={
                "verbose_name": "ce qu’une action a appris",
                "verbose_name_plural": "ce que les actions ont appris",
                "ordering": ["-starts_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("by_name", False),
                            models.Q(("cells", []), _negated=True),
                            _connector="OR",
                        ),
                        name="lesson_by_name_has_cells",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mailing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mailings",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mailings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="écrit par",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("chosen", "les personnes choisies"),
                            ("group", "un groupe"),
                            ("action", "une action"),
                            ("list", "une liste enregistrée"),
                            ("members", "les adhérent·es à jour"),
                        ],
                        max_length=8,
                        verbose_name="à qui",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mailings",
                        to="members.group",
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mailings",
                        to="actions.action",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("not_no", "tous sauf les «\xa0non\xa0»"),
                            ("yes_or_maybe", "les «\xa0oui\xa0» et les «\xa0peut-être\xa0»"),
                            ("yes", "les «\xa0oui\xa0»"),
                            ("maybe", "les «\xa0peut-être\xa0»"),
                            ("no_answer", "celles et ceux qui n’ont pas répondu"),
                            ("invited", "toutes les personnes invitées"),
                            ("came", "celles et ceux qui sont venu·es"),
                            ("absent", "les «\xa0oui\xa0» qu’on n’a pas vu·es"),
                        ],
                        default="invited",
                        max_length=14,
                        verbose_name="parmi",
                    ),
                ),
                (
                    "saved_list",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mailings",
                        to="members.savedlist",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("mobilization", "invitations et rappels des actions"),
                            ("news", "nouvelles de l’alliance"),
                            ("sharing", "partage entre alliances locales"),
                        ],
                        default="mobilization",
                        max_length=16,
                        verbose_name="pour",
                    ),
                ),
                ("by_email", models.BooleanField(default=True, verbose_name="par e-mail")),
                ("by_sms", models.BooleanField(default=False, verbose_name="par SMS")),
                (
                    "calls",
                    models.BooleanField(
                        default=False, verbose_name="prévoir un appel pour les autres"
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="objet")),
                ("body", models.TextField(blank=True, verbose_name="texte")),
                ("sms", models.TextField(blank=True, verbose_name="SMS")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "en cours d’écriture"),
                            ("planned", "prévu"),
                            ("sending", "en train de partir"),
                            ("done", "parti"),
                            ("cancelled", "arrêté"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("send_at", models.DateTimeField(blank=True, null=True, verbose_name="départ")),
                (
                    "launched_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="décidé le"),
                ),
                (
                    "launched_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "finished_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="parti le"),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="arrêté le"),
                ),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
            ],
            options={
                "verbose_name": "message écrit",
                "verbose_name_plural": "messages écrits",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["planned", "sending"])),
                        fields=["send_at"],
                        name="mailing_leaving",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "planned", "sending", "done", "cancelled"])
                        ),
                        name="mailing_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("launched_at", None), ("send_at", None), ("state", "draft")),
                            ("state", "cancelled"),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True),
                                ("launched_at__isnull", False),
                                ("send_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="mailing_launched_has_dates",
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
                        name="mailing_cancelled_has_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("by_email", True), ("by_sms", True), _connector="OR"),
                        name="mailing_has_a_means",
                    ),
                ],
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
                (
                    "moment",
                    models.CharField(
                        choices=[
                            ("invitation", "invitation"),
                            ("week_before", "une semaine avant"),
                            ("two_days_before", "deux jours avant"),
                            ("eve", "la veille"),
                            ("same_morning", "le matin même"),
                            ("hour_before", "une heure avant"),
                            ("thanks", "remerciements"),
                            ("absent", "des nouvelles aux absent·es"),
                            ("extra", "message en plus"),
                            ("moved", "changement de date ou de lieu"),
                            ("cancelled", "annulation"),
                            ("full", "c’est complet"),
                            ("freed", "une place s’est libérée"),
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
                    "hours",
                    models.SmallIntegerField(
                        default=0,
                        help_text="Sans heure fixe\xa0: négatif, avant le début.",
                        verbose_name="heures",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("email", "e-mail, sinon SMS, sinon un appel"),
                            ("sms", "SMS, sinon e-mail, sinon un appel"),
                            ("sms_only", "SMS seulement, personne d’autre n’est dérangé"),
                        ],
                        default="email",
                        max_length=8,
                        verbose_name="par",
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
                            ("yes", "les «\xa0oui\xa0»"),
                            ("maybe", "les «\xa0peut-être\xa0»"),
                            ("no_answer", "celles et ceux qui n’ont pas répondu"),
                            ("invited", "toutes les personnes invitées"),
                            ("came", "celles et ceux qui sont venu·es"),
                            ("absent", "les «\xa0oui\xa0» qu’on n’a pas vu·es"),
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
                (
                    "sms",
                    models.TextField(
                        blank=True, help_text="Vide\xa0: le texte de la maison.", verbose_name="SMS"
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="en service")),
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
                        condition=models.Q(
                            ("action__isnull", False), models.Q(("moment", "extra"), _negated=True)
                        ),
                        fields=("action", "moment"),
                        name="step_once_per_action",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("chapter__isnull", False), models.Q(("moment", "extra"), _negated=True)
                        ),
                        fields=("chapter", "moment"),
                        name="step_once_per_chapter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("at", None), ("hours", 0), _connector="OR"),
                        name="step_at_a_time_or_hours_away",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Declaration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="declaration",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="declarations",
                        to="actions.declarationoffice",
                        verbose_name="adressée à",
                    ),
                ),
                ("purpose", models.CharField(max_length=300, verbose_name="but")),
                ("route", models.TextField(blank=True, verbose_name="itinéraire")),
                (
                    "groups_invited",
                    models.CharField(blank=True, max_length=300, verbose_name="groupes invités"),
                ),
                (
                    "dispersal",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="dispersion\xa0: où et quand"
                    ),
                ),
                (
                    "filed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="déposée le"),
                ),
                ("receipt", models.CharField(blank=True, max_length=120, verbose_name="récépissé")),
                ("receipt_on", models.DateField(blank=True, null=True, verbose_name="reçu le")),
                (
                    "purged_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="domiciles effacés le"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "created_by",
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
                "verbose_name": "déclaration",
                "verbose_name_plural": "déclarations",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("purpose", ""), _negated=True),
                        name="declaration_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("receipt", ""), ("receipt_on", None)),
                            ("filed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="declaration_receipt_after_filing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="training",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="actions.course",
                        verbose_name="formation",
                    ),
                ),
                (
                    "trainer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="sessions_led",
                        to="members.person",
                        verbose_name="animée par",
                    ),
                ),
                ("places", models.PositiveSmallIntegerField(default=16, verbose_name="places")),
                (
                    "fee",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=8,
                        verbose_name="tarif extérieur",
                    ),
                ),
            ],
            options={
                "verbose_name": "session de formation",
                "verbose_name_plural": "sessions de formation",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("places__gte", 1), ("places__lte", 500)),
                        name="session_places_plausible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fee__gte", 0), ("fee__lte", 10000)),
                        name="session_fee_plausible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EarlierTraining",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="earlier_trainings",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_earlier",
                        to="actions.course",
                        verbose_name="formation",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                ("day", models.DateField(blank=True, null=True, verbose_name="jour")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "created_by",
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
                "verbose_name": "formation suivie avant",
                "verbose_name_plural": "formations suivies avant",
                "ordering": ["-year", "-day", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "course"), name="earlier_training_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 1960), ("year__lte", 2150)),
                        name="earlier_training_year_plausible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("day", None), ("day__year", models.F("year")), _connector="OR"
                        ),
                        name="earlier_training_day_in_its_year",
                    ),
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
                    "attendance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="actions.attendance",
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
                            ("leader", "promis par son leader"),
                            ("page", "page publique"),
                        ],
                        max_length=8,
                        verbose_name="par",
                    ),
                ),
                (
                    "replied_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="le"),
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
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
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
                    "attendance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asks",
                        to="actions.attendance",
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
                        choices=[
                            ("phone", "téléphone"),
                            ("sms", "SMS"),
                            ("face", "de vive voix"),
                            ("email", "e-mail"),
                        ],
                        max_length=10,
                        verbose_name="moyen",
                    ),
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
                ("asked_by_name", models.CharField(blank=True, max_length=120, verbose_name="par")),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="le"),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "oui"),
                            ("maybe", "peut-être"),
                            ("no", "non"),
                            ("message_left", "message laissé"),
                            ("no_answer", "pas de réponse"),
                            ("call_back", "à rappeler"),
                            ("wrong_number", "faux numéro"),
                        ],
                        max_length=12,
                        verbose_name="résultat",
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
                ("client_id", models.UUIDField(blank=True, editable=False, null=True, unique=True)),
            ],
            options={
                "verbose_name": "sollicitation",
                "verbose_name_plural": "sollicitations",
                "ordering": ["-asked_at", "-id"],
                "indexes": [models.Index(fields=["attendance", "-asked_at"], name="ask_latest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer", ""),
                            (
                                "answer__in",
                                [
                                    "yes",
                                    "maybe",
                                    "no",
                                    "message_left",
                                    "no_answer",
                                    "call_back",
                                    "wrong_number",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="ask_answer_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CallBranch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "call_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="branches",
                        to="actions.calllist",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="qui appelle")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="son numéro")),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="call_branches",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="compte",
                    ),
                ),
                (
                    "started_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="lancée le"
                    ),
                ),
            ],
            options={
                "verbose_name": "branche d’appels",
                "verbose_name_plural": "branches d’appels",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="call_branch_has_a_name",
                    ),
                    models.UniqueConstraint(
                        fields=("call_list", "person"), name="call_branch_once_per_person"
                    ),
                    models.UniqueConstraint(
                        fields=("call_list", "user"), name="call_branch_once_per_user"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailingRecipient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mailing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recipients",
                        to="actions.mailing",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mailings",
                        to="members.person",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("email", "par e-mail"),
                            ("sms", "par SMS"),
                            ("human", "à appeler"),
                            ("none", "rien ne part"),
                        ],
                        max_length=8,
                        verbose_name="comment",
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
                    "follow_up",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="members.followup",
                    ),
                ),
                ("written_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "destinataire",
                "verbose_name_plural": "destinataires",
                "indexes": [
                    models.Index(
                        condition=models.Q(("written_at", None)),
                        fields=["mailing", "id"],
                        name="mailing_still_to_write",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("mailing", "person"), name="mailing_once_per_person"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("way", ""), ("written_at", None)),
                            models.Q(
                                ("written_at__isnull", False), models.Q(("way", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="mailing_recipient_written_one_way",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailingFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mailing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="actions.mailing",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="outbox.storedfile",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                ("content_type", models.CharField(max_length=200, verbose_name="type")),
                ("size", models.PositiveIntegerField(verbose_name="octets")),
            ],
            options={
                "verbose_name": "pièce jointe d’un message écrit",
                "verbose_name_plural": "pièces jointes des messages écrits",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("mailing", "file"), name="mailing_file_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="StepWording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wordings",
                        to="actions.reminderstep",
                    ),
                ),
                ("language", models.CharField(max_length=8, verbose_name="langue")),
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="objet")),
                ("body", models.TextField(blank=True, verbose_name="texte")),
                ("sms", models.TextField(blank=True, verbose_name="SMS")),
            ],
            options={
                "verbose_name": "texte dans une autre langue",
                "verbose_name_plural": "textes dans d’autres langues",
                "ordering": ["language"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("step", "language"), name="wording_once_per_language"
                    )
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
                (
                    "attendance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="actions.attendance",
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
                ("starts_at", models.DateTimeField(verbose_name="date annoncée")),
                (
                    "sequence",
                    models.PositiveIntegerField(default=0, verbose_name="changement annoncé"),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "e-mail"), ("sms", "SMS"), ("human", "à appeler")],
                        max_length=8,
                        verbose_name="moyen",
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
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
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
            name="DeclarationOrganizer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="organizers",
                        to="actions.declaration",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="prénom et nom")),
                (
                    "sealed_home",
                    models.TextField(blank=True, editable=False, verbose_name="domicile scellé"),
                ),
                (
                    "sealed_phone",
                    models.TextField(blank=True, editable=False, verbose_name="téléphone scellé"),
                ),
            ],
            options={
                "verbose_name": "organisateur·rice déclaré·e",
                "verbose_name_plural": "organisateur·rices déclaré·es",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="declaration_organizer_has_a_name",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OutsideParticipant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outsiders",
                        to="actions.trainingsession",
                        verbose_name="session",
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="nom")),
                (
                    "organization",
                    models.CharField(blank=True, max_length=160, verbose_name="organisation"),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="trained_outsiders",
                        to="members.group",
                        verbose_name="association alliée",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="téléphone")),
                (
                    "fee",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=8, verbose_name="à payer"
                    ),
                ),
                ("paid_on", models.DateField(blank=True, null=True, verbose_name="payé le")),
                ("attended", models.BooleanField(blank=True, null=True, verbose_name="présent·e")),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "created_by",
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
                "verbose_name": "participant·e extérieur·e",
                "verbose_name_plural": "participant·es extérieur·es",
                "ordering": ["name", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="outsider_has_a_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fee__gte", 0), ("fee__lte", 10000)),
                        name="outsider_fee_plausible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CallLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "call_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="actions.calllist",
                    ),
                ),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="actions.callbranch",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="n°")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="call_lines",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "attendance",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="call_lines",
                        to="actions.attendance",
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="lien avec qui appelle"
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="ouverte le"),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "oui"),
                            ("maybe", "peut-être"),
                            ("no", "non"),
                            ("message_left", "message laissé"),
                            ("no_answer", "pas de réponse"),
                            ("call_back", "à rappeler"),
                            ("wrong_number", "faux numéro"),
                        ],
                        max_length=12,
                        verbose_name="résultat",
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="appelée le")),
                (
                    "companions",
                    models.PositiveSmallIntegerField(default=0, verbose_name="vient avec"),
                ),
                (
                    "call_back_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="à rappeler à"),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="mot")),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="call_lines",
                        to="members.contact",
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne d’appel",
                "verbose_name_plural": "lignes d’appel",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("call_list", "person"), name="call_line_once_a_list"
                    ),
                    models.UniqueConstraint(
                        fields=("call_list", "number"), name="call_line_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at", None), ("outcome", "")),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True), ("done_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="call_line_outcome_has_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("call_back_at", None), ("outcome", "call_back"), _connector="OR"
                        ),
                        name="call_line_back_only_when_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("companions__lte", 20)),
                        name="call_line_companions_limit",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="access_links",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("calls", "appels"),
                            ("check_in", "accueil"),
                            ("sheet", "feuille d’émargement"),
                            ("feed_mine", "mon agenda"),
                            ("feed_chapter", "agenda de l’alliance locale"),
                            ("feed_group", "agenda d’un groupe"),
                        ],
                        max_length=12,
                        verbose_name="pour",
                    ),
                ),
                ("holder", models.CharField(blank=True, max_length=120, verbose_name="confié à")),
                (
                    "branch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="actions.callbranch",
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="actions.action",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="actions.signinsheet",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="members.group",
                    ),
                ),
                ("seed", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="jusqu’à")),
                (
                    "revoked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="repris le"),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="créé le"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="access_links",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="créé par",
                    ),
                ),
            ],
            options={
                "verbose_name": "lien sans compte",
                "verbose_name_plural": "liens sans compte",
                "ordering": ["-created_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("purpose__in", ("calls",)),
                                ("branch__isnull", False),
                                ("action__isnull", True),
                                ("group__isnull", True),
                                ("sheet__isnull", True),
                            ),
                            models.Q(
                                ("purpose__in", ("check_in",)),
                                ("action__isnull", False),
                                ("branch__isnull", True),
                                ("group__isnull", True),
                                ("sheet__isnull", True),
                            ),
                            models.Q(
                                ("purpose__in", ("sheet",)),
                                ("sheet__isnull", False),
                                ("action__isnull", True),
                                ("branch__isnull", True),
                                ("group__isnull", True),
                            ),
                            models.Q(
                                ("purpose__in", ("feed_group",)),
                                ("group__isnull", False),
                                ("action__isnull", True),
                                ("branch__isnull", True),
                                ("sheet__isnull", True),
                            ),
                            models.Q(
                                ("purpose__in", ("feed_mine", "feed_chapter")),
                                ("action__isnull", True),
                                ("branch__isnull", True),
                                ("group__isnull", True),
                                ("sheet__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="access_link_opens_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("expires_at", None),
                                ("purpose__in", ("feed_mine", "feed_chapter", "feed_group")),
                            ),
                            models.Q(
                                models.Q(
                                    ("purpose__in", ("feed_mine", "feed_chapter", "feed_group")),
                                    _negated=True,
                                ),
                                ("expires_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="access_link_ends_unless_a_feed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("token_hash__regex", "^[0-9a-f]{64}$")),
                        name="access_link_keeps_a_hash",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkAccess",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="accesses",
                        to="actions.accesslink",
                    ),
                ),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("opened", "a ouvert une fiche"),
                            ("answered", "a noté un appel"),
                            ("entered", "a saisi une feuille"),
                            ("checked_in", "a pointé"),
                            ("undid", "a annulé un pointage"),
                            ("counted", "a compté une personne"),
                        ],
                        max_length=12,
                        verbose_name="geste",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="link_accesses",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="le"
                    ),
                ),
                ("visitor", models.CharField(blank=True, max_length=16, verbose_name="appareil")),
            ],
            options={
                "verbose_name": "accès par un lien",
                "verbose_name_plural": "accès par un lien",
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["link", "-at"], name="link_access_latest")],
            },
        ),
        migrations.RunSQL(FORGET_LESSONS, KEEP_LESSONS),
    ]
