import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import alliance.core.files.private_files
import campaigns.models.listening
import members.models.search

# What was noted stays: only the key of an account that leaves may be emptied.
STAY = """
CREATE FUNCTION public.campaigns_moves_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(NEW) - 'author_id') IS DISTINCT FROM (to_jsonb(OLD) - 'author_id') THEN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER campaigns_moves_stay BEFORE UPDATE ON public.campaigns_demandmove
    FOR EACH ROW EXECUTE FUNCTION public.campaigns_moves_stay();
CREATE TRIGGER campaigns_moves_stay BEFORE UPDATE ON public.campaigns_mapposition
    FOR EACH ROW EXECUTE FUNCTION public.campaigns_moves_stay();
"""
LEAVE = """
DROP TRIGGER campaigns_moves_stay ON public.campaigns_mapposition;
DROP TRIGGER campaigns_moves_stay ON public.campaigns_demandmove;
DROP FUNCTION public.campaigns_moves_stay();
"""

# What an assembly decided is written once (docs/decisions/0152). Names are qualified: a dump
# restores under an empty search_path.
RESULTS_STAY = """
CREATE FUNCTION public.ballot_results_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'campaigns_ballotresult is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ballot_results_stay BEFORE UPDATE OR DELETE ON public.campaigns_ballotresult
    FOR EACH ROW EXECUTE FUNCTION public.ballot_results_stay();
"""
RESULTS_MAY_GO = """
DROP TRIGGER ballot_results_stay ON public.campaigns_ballotresult;
DROP FUNCTION public.ballot_results_stay();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("members", "0001_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="OwnTheme",
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
                        related_name="themes",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="thème")),
                (
                    "retired_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="retiré le"),
                ),
            ],
            options={
                "verbose_name": "thème de l’alliance",
                "verbose_name_plural": "thèmes de l’alliance",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("chapter", "name"), name="own_theme_once_in_chapter"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="own_theme_has_a_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ListeningDrive",
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
                        related_name="drives",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="nom")),
                (
                    "neighbourhood",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="drives",
                        to="members.neighbourhood",
                        verbose_name="quartier",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="du")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="au")),
                ("goal", models.PositiveIntegerField(default=0, verbose_name="écoutes visées")),
                (
                    "script",
                    models.TextField(
                        blank=True,
                        help_text="Deux phrases pour se présenter, avec vos mots.",
                        verbose_name="ce qu’on dit en arrivant",
                    ),
                ),
            ],
            options={
                "verbose_name": "campagne d’écoute",
                "verbose_name_plural": "campagnes d’écoute",
                "ordering": ["-starts_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="drive_ends_after_it_starts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Issue",
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
                        related_name="issues",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="titre")),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("housing", "logement"),
                            ("education", "éducation"),
                            ("work", "travail"),
                            ("citizenship", "citoyenneté"),
                            ("other", "autre"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="thème",
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "is_winnable",
                    models.BooleanField(blank=True, null=True, verbose_name="gagnable"),
                ),
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
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="merged_issues",
                        to="campaigns.issue",
                        verbose_name="réuni à",
                    ),
                ),
                ("merged_at", models.DateTimeField(blank=True, null=True, verbose_name="réuni le")),
                (
                    "split_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="split_issues",
                        to="campaigns.issue",
                        verbose_name="issu de",
                    ),
                ),
            ],
            options={
                "verbose_name": "problème commun",
                "verbose_name_plural": "problèmes communs",
                "ordering": ["title"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="issue_has_a_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into", None),
                            models.Q(("merged_into", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="issue_not_merged_into_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into", None), ("merged_at__isnull", False), _connector="OR"
                        ),
                        name="issue_merged_has_a_date",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ballot",
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
                        related_name="ballots",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="assemblée")),
                (
                    "held_on",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="le"),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="lieu")),
                (
                    "picks",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="Combien de priorités chacun·e peut choisir.",
                        verbose_name="choix par personne",
                    ),
                ),
                (
                    "present",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="personnes présentes"
                    ),
                ),
                (
                    "by_link",
                    models.BooleanField(
                        default=False,
                        help_text="Un lien par personne, qui sert une fois\u202f; on sait qui a voté, jamais quoi.",
                        verbose_name="les absent·es votent par lien",
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
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ],
            options={
                "verbose_name": "vote en assemblée",
                "verbose_name_plural": "votes en assemblée",
                "ordering": ["-held_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="ballot_has_a_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("picks__gte", 1), ("picks__lte", 4)),
                        name="ballot_picks_1_to_4",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NeighbourhoodSpot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "neighbourhood",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="spot",
                        to="members.neighbourhood",
                        verbose_name="quartier",
                    ),
                ),
                (
                    "latitude",
                    models.DecimalField(decimal_places=4, max_digits=7, verbose_name="latitude"),
                ),
                (
                    "longitude",
                    models.DecimalField(decimal_places=4, max_digits=7, verbose_name="longitude"),
                ),
                (
                    "radius",
                    models.PositiveSmallIntegerField(default=350, verbose_name="rayon en mètres"),
                ),
            ],
            options={
                "verbose_name": "place d’un quartier sur la carte",
                "verbose_name_plural": "places des quartiers sur la carte",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("latitude__gte", -90),
                            ("latitude__lte", 90),
                            ("longitude__gte", -180),
                            ("longitude__lte", 180),
                        ),
                        name="spot_on_earth",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("radius__gte", 150), ("radius__lte", 5000)),
                        name="spot_wider_than_a_home",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Target",
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
                        related_name="targets",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="nom")),
                ("mandate", models.CharField(max_length=160, verbose_name="mandat ou fonction")),
                (
                    "organization",
                    models.CharField(blank=True, max_length=160, verbose_name="institution"),
                ),
                (
                    "superior",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="campaigns.target",
                        verbose_name="répond à",
                    ),
                ),
                ("weak_points", models.TextField(blank=True, verbose_name="points sensibles")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "cible",
                "verbose_name_plural": "cibles",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="target_is_a_named_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superior", None),
                            models.Q(("superior", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="target_not_her_own_superior",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VictoryBook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "chapter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="victory_book",
                        to="members.chapter",
                    ),
                ),
                ("is_open", models.BooleanField(default=False, verbose_name="page ouverte à tous")),
                (
                    "intro",
                    models.TextField(blank=True, verbose_name="quelques mots d’introduction"),
                ),
            ],
            options={
                "verbose_name": "page des victoires",
                "verbose_name_plural": "pages des victoires",
            },
        ),
        migrations.CreateModel(
            name="Building",
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
                        related_name="buildings",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                (
                    "drive",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="buildings",
                        to="campaigns.listeningdrive",
                        verbose_name="campagne d’écoute",
                    ),
                ),
                (
                    "neighbourhood",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="buildings",
                        to="members.neighbourhood",
                        verbose_name="quartier",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="bâtiment")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="adresse")),
                (
                    "round_started_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="passage ouvert le"
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="rangé le")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
            ],
            options={
                "verbose_name": "bâtiment",
                "verbose_name_plural": "bâtiments",
                "ordering": ["name", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="building_has_a_name"
                    ),
                    models.UniqueConstraint(
                        fields=("chapter", "name", "address"), name="building_once_in_chapter"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DriveListener",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "drive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listeners",
                        to="campaigns.listeningdrive",
                        verbose_name="campagne d’écoute",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="compte",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listens_in",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "goal",
                    models.PositiveSmallIntegerField(default=10, verbose_name="écoutes visées"),
                ),
            ],
            options={
                "verbose_name": "écoutant·e",
                "verbose_name_plural": "écoutant·es",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("drive", "user"), name="listener_account_once"),
                    models.UniqueConstraint(
                        fields=("drive", "person"), name="listener_person_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person", None), ("user__isnull", False)),
                            models.Q(("person__isnull", False), ("user", None)),
                            _connector="OR",
                        ),
                        name="listener_is_an_account_or_a_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DriveQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "drive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="campaigns.listeningdrive",
                        verbose_name="campagne d’écoute",
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="question")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("choice", "un choix"),
                            ("scale", "une note de 1 à 5"),
                            ("text", "ses mots"),
                        ],
                        default="choice",
                        max_length=8,
                        verbose_name="réponse",
                    ),
                ),
                (
                    "choices",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="choix",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="rang")),
                (
                    "retired_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="retirée le"),
                ),
            ],
            options={
                "verbose_name": "question du questionnaire",
                "verbose_name_plural": "questions du questionnaire",
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="drive_question_has_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "choice"), _negated=True),
                            ("choices__len__gte", 2),
                            _connector="OR",
                        ),
                        name="question_offers_a_choice",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Campaign",
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
                        related_name="campaigns",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="campaigns",
                        to="campaigns.issue",
                        verbose_name="problème commun",
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="nom")),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("housing", "logement"),
                            ("education", "éducation"),
                            ("work", "travail"),
                            ("citizenship", "citoyenneté"),
                            ("other", "autre"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="thème",
                    ),
                ),
                (
                    "summary",
                    models.TextField(blank=True, verbose_name="l’histoire en quelques lignes"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("preparing", "en préparation"),
                            ("active", "en cours"),
                            ("negotiating", "en négociation"),
                            ("won", "gagnée"),
                            ("stopped", "arrêtée"),
                        ],
                        default="preparing",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                (
                    "organizer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="campaigns",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="accompagnée par",
                    ),
                ),
                ("goals_long", models.TextField(blank=True, verbose_name="but à long terme")),
                ("goals_medium", models.TextField(blank=True, verbose_name="but de la campagne")),
                ("goals_short", models.TextField(blank=True, verbose_name="victoire d’étape")),
                ("means_have", models.TextField(blank=True, verbose_name="ce que nous avons")),
                ("means_need", models.TextField(blank=True, verbose_name="ce qu’il nous faut")),
                (
                    "constituents",
                    models.TextField(blank=True, verbose_name="celles et ceux que ça touche"),
                ),
                ("allies", models.TextField(blank=True, verbose_name="nos alliés")),
                ("opponents", models.TextField(blank=True, verbose_name="nos adversaires")),
                ("opened_on", models.DateField(blank=True, null=True, verbose_name="ouverte le")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="close le")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        related_name="campaigns",
                        to="members.group",
                        verbose_name="groupes",
                    ),
                ),
            ],
            options={
                "verbose_name": "campagne",
                "verbose_name_plural": "campagnes",
                "ordering": ["-opened_on", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("chapter", "name"), name="campaign_unique_in_chapter"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on", None),
                            ("opened_on", None),
                            ("closed_on__gte", models.F("opened_on")),
                            _connector="OR",
                        ),
                        name="campaign_closes_after_it_opens",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BallotChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="choices",
                        to="campaigns.ballot",
                        verbose_name="vote",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to="campaigns.issue",
                        verbose_name="problème commun",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="rang")),
            ],
            options={
                "verbose_name": "choix proposé",
                "verbose_name_plural": "choix proposés",
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("ballot", "issue"), name="ballot_offers_an_issue_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BallotVoter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="voters",
                        to="campaigns.ballot",
                        verbose_name="vote",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ballots",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                ("voted_on", models.DateField(blank=True, null=True, verbose_name="a voté le")),
            ],
            options={
                "verbose_name": "votant·e par lien",
                "verbose_name_plural": "votant·es par lien",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("ballot", "person"), name="voter_once_per_ballot"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BallotResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ballot",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="result",
                        to="campaigns.ballot",
                        verbose_name="vote",
                    ),
                ),
                ("lines", models.JSONField(verbose_name="voix")),
                (
                    "present",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="présent·es"
                    ),
                ),
                ("minutes", models.TextField(blank=True, verbose_name="compte rendu")),
                ("signed_by", models.CharField(max_length=200, verbose_name="signé par")),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="clos le"),
                ),
                ("seal", models.CharField(max_length=200, verbose_name="sceau")),
            ],
            options={
                "verbose_name": "résultat de vote",
                "verbose_name_plural": "résultats de vote",
                "ordering": ["-closed_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("signed_by", ""), _negated=True),
                        name="result_is_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seal", ""), _negated=True), name="result_is_sealed"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TargetDate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dates",
                        to="campaigns.target",
                        verbose_name="cible",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("council", "conseil municipal"),
                            ("board", "conseil d’administration"),
                            ("inauguration", "inauguration"),
                            ("ceremony", "vœux, cérémonie"),
                            ("meeting", "réunion publique"),
                            ("other", "autre rendez-vous public"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="sorte",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="quoi")),
                ("starts_at", models.DateTimeField(verbose_name="quand")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="où")),
                ("on_public_road", models.BooleanField(default=True, verbose_name="dans la rue")),
                ("uid", models.CharField(default=uuid.uuid4, editable=False, max_length=255)),
                ("from_file", models.BooleanField(default=False, editable=False)),
                (
                    "noted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="noté par",
                    ),
                ),
            ],
            options={
                "verbose_name": "date publique",
                "verbose_name_plural": "dates publiques",
                "ordering": ["starts_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("target", "uid"), name="target_date_once_per_uid"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="target_date_says_what",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Door",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "building",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="doors",
                        to="campaigns.building",
                        verbose_name="bâtiment",
                    ),
                ),
                ("floor", models.SmallIntegerField(verbose_name="étage")),
                ("position", models.PositiveSmallIntegerField(verbose_name="porte")),
            ],
            options={
                "verbose_name": "porte",
                "verbose_name_plural": "portes",
                "ordering": ["-floor", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("building", "floor", "position"), name="door_once_on_its_floor"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("floor__gte", -3), ("floor__lte", 60)),
                        name="door_floor_plausible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("position__gte", 1), ("position__lte", 40)),
                        name="door_position_plausible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BuildingNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "building",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="campaigns.building",
                        verbose_name="bâtiment",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="note")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "written_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="le"),
                ),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ],
            options={
                "verbose_name": "note de bâtiment",
                "verbose_name_plural": "notes de bâtiment",
                "ordering": ["-written_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="building_note_has_words",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Conversation",
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
                        related_name="conversations",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                (
                    "drive",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="conversations",
                        to="campaigns.listeningdrive",
                        verbose_name="campagne d’écoute",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="conversations",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "contact",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="conversation",
                        to="members.contact",
                        verbose_name="échange",
                    ),
                ),
                (
                    "listener",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="écouté par",
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("door", "porte"),
                            ("phone", "téléphone"),
                            ("house_meeting", "réunion chez l’habitant"),
                            ("street", "rue, marché"),
                        ],
                        max_length=16,
                        verbose_name="où",
                    ),
                ),
                (
                    "place_detail",
                    models.CharField(blank=True, max_length=200, verbose_name="précision"),
                ),
                (
                    "neighbourhood",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="members.neighbourhood",
                        verbose_name="quartier",
                    ),
                ),
                (
                    "happened_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="quand"),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="conversations",
                        to="members.groupmeeting",
                        verbose_name="réunion",
                    ),
                ),
                (
                    "heard_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="conversations",
                        to="campaigns.drivelistener",
                        verbose_name="par",
                    ),
                ),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "written_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
            ],
            options={
                "verbose_name": "écoute",
                "verbose_name_plural": "écoutes",
                "ordering": ["-happened_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Demand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="demands",
                        to="campaigns.campaign",
                        verbose_name="campagne",
                    ),
                ),
                ("text", models.TextField(verbose_name="revendication")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("made", "posée"),
                            ("refused", "refusée"),
                            ("promised", "promise"),
                            ("kept", "tenue"),
                            ("betrayed", "trahie"),
                        ],
                        default="made",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="rang")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="réponse le")),
            ],
            options={
                "verbose_name": "revendication",
                "verbose_name_plural": "revendications",
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="demand_has_words"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="campaigns.campaign",
                        verbose_name="campagne",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("photo", "photo"),
                            ("letter", "lettre"),
                            ("press", "presse"),
                            ("study", "document"),
                        ],
                        default="study",
                        max_length=8,
                        verbose_name="sorte",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="titre")),
                ("note", models.TextField(blank=True, verbose_name="ce que ça prouve")),
                (
                    "source",
                    models.CharField(blank=True, max_length=300, verbose_name="d’où ça vient"),
                ),
                ("dated_on", models.DateField(blank=True, null=True, verbose_name="daté du")),
                (
                    "file",
                    models.FileField(
                        max_length=200,
                        storage=alliance.core.files.private_files.private_storage,
                        upload_to=alliance.core.files.private_files.Shelf("campagnes"),
                        verbose_name="fichier",
                    ),
                ),
                ("file_name", models.CharField(editable=False, max_length=120)),
                ("content_type", models.CharField(editable=False, max_length=100)),
                ("size", models.PositiveIntegerField(editable=False)),
                ("sha256", models.CharField(editable=False, max_length=64)),
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
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ],
            options={
                "verbose_name": "pièce du dossier",
                "verbose_name_plural": "pièces du dossier",
                "ordering": ["-dated_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="document_has_a_title",
                    ),
                    models.UniqueConstraint(
                        fields=("campaign", "sha256"), name="document_once_per_campaign"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignTarget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="campaigns.campaign",
                        verbose_name="campagne",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="campaigns",
                        to="campaigns.target",
                        verbose_name="cible",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("primary", "cible principale"),
                            ("secondary", "cible secondaire"),
                        ],
                        default="primary",
                        max_length=10,
                        verbose_name="sorte",
                    ),
                ),
            ],
            options={
                "verbose_name": "cible de campagne",
                "verbose_name_plural": "cibles de campagne",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "target"), name="target_once_per_campaign"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Negotiation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="negotiations",
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
                        related_name="negotiations",
                        to="campaigns.target",
                        verbose_name="cible",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("meeting", "négociation"), ("interview", "entretien d’embauche")],
                        default="meeting",
                        max_length=10,
                        verbose_name="sorte",
                    ),
                ),
                ("held_at", models.DateTimeField(verbose_name="quand")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="lieu")),
                ("fallback", models.TextField(blank=True, verbose_name="notre repli")),
                (
                    "minutes",
                    models.TextField(blank=True, verbose_name="ce qui s’est dit, mot pour mot"),
                ),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "négociation",
                "verbose_name_plural": "négociations",
                "ordering": ["-held_at"],
            },
        ),
        migrations.CreateModel(
            name="MapActor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="map_actors",
                        to="campaigns.campaign",
                        verbose_name="campagne",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("target", "cible"),
                            ("group", "groupe allié"),
                            ("official", "élu·e, administration"),
                            ("media", "presse"),
                            ("company", "entreprise, bailleur"),
                            ("other", "autre"),
                        ],
                        default="other",
                        max_length=10,
                        verbose_name="sorte",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="map_actors",
                        to="campaigns.target",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="map_actors",
                        to="members.group",
                    ),
                ),
                ("removed_on", models.DateField(blank=True, null=True, verbose_name="ôté le")),
            ],
            options={
                "verbose_name": "acteur de la carte",
                "verbose_name_plural": "acteurs de la carte",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "name"), name="map_actor_once_per_campaign"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="map_actor_has_a_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tactic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tactics",
                        to="campaigns.campaign",
                        verbose_name="campagne",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="quoi")),
                (
                    "heat",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "demander"),
                            (2, "montrer qu’on est nombreux"),
                            (3, "déranger"),
                            (4, "bloquer sans violence"),
                        ],
                        default=2,
                        verbose_name="pression",
                    ),
                ),
                ("planned_on", models.DateField(blank=True, null=True, verbose_name="vers le")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("idea", "idée"),
                            ("planned", "prévue"),
                            ("done", "faite"),
                            ("dropped", "abandonnée"),
                        ],
                        default="idea",
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="comment, avec qui")),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ],
            options={
                "verbose_name": "tactique",
                "verbose_name_plural": "tactiques",
                "ordering": [models.OrderBy(models.F("planned_on"), nulls_last=True), "heat", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="tactic_says_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("heat__gte", 1), ("heat__lte", 4)),
                        name="tactic_heat_1_to_4",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BallotCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "choice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counts",
                        to="campaigns.ballotchoice",
                        verbose_name="choix",
                    ),
                ),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("hands", "à main levée"),
                            ("paper", "sur papier"),
                            ("link", "par lien"),
                        ],
                        max_length=6,
                        verbose_name="comment",
                    ),
                ),
                ("voices", models.SmallIntegerField(verbose_name="voix")),
                (
                    "counted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="compté par",
                    ),
                ),
                (
                    "counted_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="le"),
                ),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ],
            options={
                "verbose_name": "voix comptées",
                "verbose_name_plural": "voix comptées",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voices", 0), _negated=True),
                            ("voices__gte", -2000),
                            ("voices__lte", 2000),
                        ),
                        name="count_changes_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Grievance",
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
                        related_name="grievances",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="grievances",
                        to="campaigns.conversation",
                        verbose_name="écoute",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="grievances",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                ("words", models.TextField(verbose_name="ses mots")),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("housing", "logement"),
                            ("education", "éducation"),
                            ("work", "travail"),
                            ("citizenship", "citoyenneté"),
                            ("other", "autre"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="thème",
                    ),
                ),
                (
                    "neighbourhood",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="grievances",
                        to="members.neighbourhood",
                        verbose_name="quartier",
                    ),
                ),
                (
                    "own_theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="grievances",
                        to="campaigns.owntheme",
                        verbose_name="thème de l’alliance",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="lieu")),
                (
                    "concerned",
                    models.CharField(
                        blank=True,
                        help_text="Tout l’immeuble, les parents du CM2, l’équipe du soir…",
                        max_length=200,
                        verbose_name="qui est concerné",
                    ),
                ),
                (
                    "is_vertical",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="quelqu’un a le pouvoir d’y répondre"
                    ),
                ),
                (
                    "depth",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "agacé·e"), (2, "en colère"), (3, "prêt·e à agir")],
                        default=2,
                        verbose_name="profondeur",
                    ),
                ),
                (
                    "who_could_say_yes",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="qui pourrait dire oui"
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="grievances",
                        to="campaigns.issue",
                        verbose_name="problème commun",
                    ),
                ),
                (
                    "heard_on",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="entendue le"
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
                        verbose_name="notée par",
                    ),
                ),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "words_vector",
                    models.GeneratedField(
                        db_persist=True,
                        expression=campaigns.models.listening.FrenchVector("words"),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
            options={
                "verbose_name": "colère",
                "verbose_name_plural": "colères",
                "ordering": ["-heard_on", "-id"],
                "indexes": [
                    models.Index(fields=["chapter", "-heard_on"], name="grievance_by_chapter"),
                    django.contrib.postgres.indexes.GinIndex(
                        models.F("words_vector"), name="grievance_french_words"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            members.models.search.Fold(models.F("words")), name="gin_trgm_ops"
                        ),
                        name="grievance_pieces",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="grievance_has_words"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("depth__gte", 1), ("depth__lte", 3)),
                        name="grievance_depth_1_to_3",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DoorKnock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "door",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="knocks",
                        to="campaigns.door",
                        verbose_name="porte",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("absent", "absent"),
                            ("later", "pas maintenant"),
                            ("talked", "parlé"),
                            ("refused", "refuse"),
                            ("cleared", "effacé"),
                        ],
                        max_length=8,
                        verbose_name="résultat",
                    ),
                ),
                (
                    "knocked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="quand"),
                ),
                (
                    "knocked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "conversation",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="knock",
                        to="campaigns.conversation",
                        verbose_name="écoute",
                    ),
                ),
                ("from_paper", models.BooleanField(default=False, verbose_name="saisi du papier")),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
            ],
            options={
                "verbose_name": "passage à une porte",
                "verbose_name_plural": "passages aux portes",
                "ordering": ["-knocked_at", "-id"],
                "indexes": [
                    models.Index(
                        models.F("door"),
                        models.OrderBy(models.F("knocked_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="knock_latest_by_door",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DriveAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="campaigns.conversation",
                        verbose_name="écoute",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="campaigns.drivequestion",
                        verbose_name="question",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="réponse")),
                (
                    "number",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="note"),
                ),
            ],
            options={
                "verbose_name": "réponse au questionnaire",
                "verbose_name_plural": "réponses au questionnaire",
                "ordering": ["question__position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conversation", "question"), name="answer_once_per_conversation"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", None),
                            models.Q(("number__gte", 1), ("number__lte", 5)),
                            _connector="OR",
                        ),
                        name="answer_note_1_to_5",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True),
                            ("number__isnull", False),
                            _connector="OR",
                        ),
                        name="answer_is_not_empty",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DemandMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "demand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="campaigns.demand",
                        verbose_name="revendication",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("made", "posée"),
                            ("refused", "refusée"),
                            ("promised", "promise"),
                            ("kept", "tenue"),
                            ("betrayed", "trahie"),
                        ],
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "happened_on",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="le"),
                ),
                ("note", models.TextField(blank=True, verbose_name="ce qui s’est passé")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="noté par",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
            ],
            options={
                "verbose_name": "étape d’une revendication",
                "verbose_name_plural": "étapes des revendications",
                "ordering": ["-happened_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Victory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="victories",
                        to="campaigns.campaign",
                        verbose_name="campagne",
                    ),
                ),
                (
                    "demand",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="victories",
                        to="campaigns.demand",
                        verbose_name="revendication",
                    ),
                ),
                ("what", models.TextField(verbose_name="ce qui a été gagné")),
                (
                    "households",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="foyers concernés"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="montant en euros",
                    ),
                ),
                ("won_on", models.DateField(verbose_name="gagné le")),
                ("is_public", models.BooleanField(default=False, verbose_name="visible de tous")),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ],
            options={
                "verbose_name": "victoire",
                "verbose_name_plural": "victoires",
                "ordering": ["-won_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True), name="victory_says_what"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Petition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="petitions",
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
                        related_name="petitions",
                        to="campaigns.target",
                        verbose_name="adressée à",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="titre")),
                ("text", models.TextField(verbose_name="texte")),
                (
                    "goal",
                    models.PositiveIntegerField(default=200, verbose_name="signatures visées"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "brouillon"),
                            ("open", "ouverte"),
                            ("closed", "fermée"),
                            ("delivered", "remise"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="adresse")),
                ("delivered_on", models.DateField(blank=True, null=True, verbose_name="remise le")),
                (
                    "delivered_how",
                    models.TextField(blank=True, verbose_name="comment s’est passée la remise"),
                ),
                (
                    "delivered_count",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="signatures remises"
                    ),
                ),
                (
                    "delivered_photo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="campaigns.document",
                        verbose_name="photo de la remise",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
            ],
            options={
                "verbose_name": "pétition",
                "verbose_name_plural": "pétitions",
                "ordering": ["-created_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="petition_has_a_title",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="petition_has_a_text"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("goal__gte", 1), ("goal__lte", 10000000)),
                        name="petition_goal_plausible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "delivered"), _negated=True),
                            ("delivered_on__isnull", False),
                            _connector="OR",
                        ),
                        name="petition_delivered_on_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delegate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "negotiation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delegates",
                        to="campaigns.negotiation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delegations",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("opens", "ouvre"),
                            ("tells", "raconte"),
                            ("closes", "conclut"),
                            ("writes", "écrit"),
                            ("witness", "témoin"),
                        ],
                        default="witness",
                        max_length=8,
                        verbose_name="rôle",
                    ),
                ),
            ],
            options={
                "verbose_name": "délégué·e",
                "verbose_name_plural": "délégation",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("negotiation", "person"), name="delegate_once_per_negotiation"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("role", "witness"), _negated=True),
                        fields=("negotiation", "role"),
                        name="delegate_one_per_speaking_role",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DemandAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "negotiation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="campaigns.negotiation",
                    ),
                ),
                (
                    "demand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="campaigns.demand",
                        verbose_name="revendication",
                    ),
                ),
                ("words", models.TextField(verbose_name="mot pour mot")),
                (
                    "offer",
                    models.CharField(blank=True, max_length=300, verbose_name="ce qui est proposé"),
                ),
            ],
            options={
                "verbose_name": "réponse à une revendication",
                "verbose_name_plural": "réponses aux revendications",
                "ordering": ["demand__position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("negotiation", "demand"), name="answer_once_per_demand_and_meeting"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="answer_has_words"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "negotiation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="promises",
                        to="campaigns.negotiation",
                        verbose_name="négociation",
                    ),
                ),
                (
                    "demand",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="promises",
                        to="campaigns.demand",
                        verbose_name="revendication",
                    ),
                ),
                ("what", models.TextField(verbose_name="quoi")),
                ("who", models.CharField(max_length=160, verbose_name="qui")),
                ("made_on", models.DateField(verbose_name="promis le")),
                ("due_on", models.DateField(verbose_name="avant le")),
                ("witnesses", models.TextField(blank=True, verbose_name="devant")),
                (
                    "status",
                    models.CharField(
                        choices=[("waiting", "attendue"), ("kept", "tenue"), ("broken", "trahie")],
                        default="waiting",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "decided_on",
                    models.DateField(blank=True, null=True, verbose_name="tenue ou trahie le"),
                ),
                ("told_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ],
            options={
                "verbose_name": "engagement obtenu",
                "verbose_name_plural": "engagements obtenus",
                "ordering": ["due_on"],
                "indexes": [
                    models.Index(
                        models.F("due_on"),
                        condition=models.Q(("status", "waiting")),
                        name="promise_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True), name="promise_says_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("made_on"))),
                        name="promise_due_after_it_was_made",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InterviewQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "negotiation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="campaigns.negotiation",
                    ),
                ),
                ("text", models.TextField(verbose_name="question")),
                (
                    "votes",
                    models.PositiveIntegerField(default=0, verbose_name="voix pour la poser"),
                ),
                (
                    "asked_by",
                    models.CharField(blank=True, max_length=120, verbose_name="posée par"),
                ),
                ("answer", models.TextField(blank=True, verbose_name="réponse, mot pour mot")),
                ("convinced", models.PositiveIntegerField(default=0, verbose_name="convaincu·es")),
                ("doubtful", models.PositiveIntegerField(default=0, verbose_name="dans le doute")),
                (
                    "unconvinced",
                    models.PositiveIntegerField(default=0, verbose_name="pas convaincu·es"),
                ),
            ],
            options={
                "verbose_name": "question d’entretien",
                "verbose_name_plural": "questions d’entretien",
                "ordering": ["-votes", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="question_has_words"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MapPosition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="positions",
                        to="campaigns.mapactor",
                        verbose_name="acteur",
                    ),
                ),
                ("influence", models.PositiveSmallIntegerField(verbose_name="influence")),
                ("support", models.SmallIntegerField(verbose_name="soutien")),
                (
                    "noted_on",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="depuis le"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="pourquoi")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="noté par",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
            ],
            options={
                "verbose_name": "place sur la carte",
                "verbose_name_plural": "places sur la carte",
                "ordering": ["noted_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("influence__gte", 0), ("influence__lte", 100)),
                        name="map_influence_0_to_100",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("support__gte", -100), ("support__lte", 100)),
                        name="map_support_within_100",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GrievanceMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "grievance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="campaigns.grievance",
                        verbose_name="colère",
                    ),
                ),
                (
                    "from_issue",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="campaigns.issue",
                    ),
                ),
                (
                    "to_issue",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="arrivals",
                        to="campaigns.issue",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("gathered", "mise dans le tas"),
                            ("removed", "sortie du tas"),
                            ("merged", "tas réunis"),
                            ("split", "tas partagé"),
                            ("unmerged", "réunion défaite"),
                        ],
                        max_length=10,
                        verbose_name="pourquoi",
                    ),
                ),
                ("deed", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "moved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "moved_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="le"),
                ),
            ],
            options={
                "verbose_name": "passage d’un tas à l’autre",
                "verbose_name_plural": "passages d’un tas à l’autre",
                "ordering": ["-moved_at", "-id"],
                "indexes": [models.Index(fields=["deed"], name="grievance_move_by_deed")],
            },
        ),
        migrations.CreateModel(
            name="Testimony",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "victory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="testimonies",
                        to="campaigns.victory",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="testimonies",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                ("signed_as", models.CharField(max_length=120, verbose_name="signé")),
                ("words", models.TextField(verbose_name="ses mots")),
                (
                    "photo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="campaigns.document",
                        verbose_name="photo",
                    ),
                ),
                ("is_public", models.BooleanField(default=False, verbose_name="visible de tous")),
                (
                    "consent_words",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="son accord, mot pour mot"
                    ),
                ),
                (
                    "consent_on",
                    models.DateField(blank=True, null=True, verbose_name="accord donné le"),
                ),
                (
                    "consent_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="accord donné à",
                    ),
                ),
            ],
            options={
                "verbose_name": "témoignage",
                "verbose_name_plural": "témoignages",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="testimony_has_words"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_public", False),
                            models.Q(
                                ("consent_on__isnull", False),
                                models.Q(("consent_words", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="testimony_public_with_consent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signatures",
                        to="campaigns.petition",
                        verbose_name="pétition",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                ("name_key", models.CharField(editable=False, max_length=130)),
                ("place", models.CharField(max_length=120, verbose_name="ville ou quartier")),
                (
                    "source",
                    models.CharField(
                        choices=[("web", "en ligne"), ("paper", "sur papier")],
                        default="web",
                        max_length=6,
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="téléphone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "may_contact",
                    models.BooleanField(default=False, verbose_name="veut des nouvelles"),
                ),
                ("consent_words", models.TextField(blank=True)),
                (
                    "sheet",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="feuille"),
                ),
                (
                    "line",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ligne"),
                ),
                (
                    "signed_on",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="signée le"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="signatures",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "entered_by",
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
                "verbose_name": "signature",
                "verbose_name_plural": "signatures",
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(
                        models.F("petition"),
                        models.OrderBy(models.F("created_at"), descending=True),
                        name="signature_latest",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("petition", "sheet", "line"), name="signature_once_per_line"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="signature_has_a_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("may_contact", True),
                            models.Q(("phone", ""), ("email", ""), ("person", None)),
                            _connector="OR",
                        ),
                        name="signature_keeps_no_means_without_consent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("may_contact", False),
                            models.Q(("consent_words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="signature_consent_has_words",
                    ),
                ],
            },
        ),
        migrations.RunSQL(STAY, LEAVE),
        migrations.RunSQL(RESULTS_STAY, RESULTS_MAY_GO),
    ]
