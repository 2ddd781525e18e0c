import datetime
import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import members.models.search

# Written with schemas: pg_dump restores with an empty search_path, and a generated column
# over an unqualified unaccent() would be lost (docs/decisions/0004-search.md).
CREATE_SEARCH = r"""
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

CREATE FUNCTION public.fold(text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT btrim(regexp_replace(
    lower(public.unaccent('public.unaccent'::regdictionary, $1)),
    '[[:space:]''’`´_.,;:/()"-]+', ' ', 'g'))
$$;
"""
DROP_SEARCH = "DROP FUNCTION public.fold(text);"

# The vocabulary of the search (0060): a new row teaches its words, statement by statement; a
# change only when the words changed. No uniqueness: two imports that meet the same new name
# must not wait for each other.
TEACH = r"""
CREATE FUNCTION public.members_learn_new_words() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    INSERT INTO public.members_searchword (word)
    SELECT DISTINCT w.lexeme COLLATE "C"
    FROM arrivals AS person, unnest(person.search_vector) AS w
    WHERE length(w.lexeme) > 2 AND w.lexeme !~ '[0-9]'
      AND NOT EXISTS (
        SELECT FROM public.members_searchword AS known WHERE known.word = w.lexeme COLLATE "C");
    RETURN NULL;
END $$;

CREATE FUNCTION public.members_learn_changed_words() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    INSERT INTO public.members_searchword (word)
    SELECT w.lexeme COLLATE "C"
    FROM unnest(NEW.search_vector) AS w
    WHERE length(w.lexeme) > 2 AND w.lexeme !~ '[0-9]'
      AND NOT EXISTS (
        SELECT FROM public.members_searchword AS known WHERE known.word = w.lexeme COLLATE "C");
    RETURN NULL;
END $$;

CREATE TRIGGER person_teaches_new_words AFTER INSERT ON public.members_person
REFERENCING NEW TABLE AS arrivals
FOR EACH STATEMENT EXECUTE FUNCTION public.members_learn_new_words();

CREATE TRIGGER person_teaches_changed_words
AFTER UPDATE OF first_name, last_name, usual_name, street, city ON public.members_person
FOR EACH ROW WHEN (OLD.search_vector IS DISTINCT FROM NEW.search_vector)
EXECUTE FUNCTION public.members_learn_changed_words();
"""
UNTEACH = """
DROP TRIGGER person_teaches_changed_words ON public.members_person;
DROP TRIGGER person_teaches_new_words ON public.members_person;
DROP FUNCTION public.members_learn_changed_words();
DROP FUNCTION public.members_learn_new_words();
"""

# What a page of an index may say of people without opening their rows depends on vacuum: it
# comes after a fiftieth of the rows changed, not a fifth (0245).
VACUUM = """
ALTER TABLE members_person SET (
    autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02)
"""
AS_BEFORE = """
ALTER TABLE members_person RESET (
    autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor)
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunSQL(CREATE_SEARCH, DROP_SEARCH),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "first_name",
                    models.CharField(blank=True, max_length=150, verbose_name="first name"),
                ),
                (
                    "last_name",
                    models.CharField(blank=True, max_length=150, verbose_name="last name"),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="date joined"
                    ),
                ),
                (
                    "email",
                    models.EmailField(max_length=254, unique=True, verbose_name="adresse e-mail"),
                ),
                ("language", models.CharField(default="fr", max_length=8, verbose_name="langue")),
                (
                    "wants_digest",
                    models.BooleanField(default=True, verbose_name="reçoit le résumé du matin"),
                ),
                (
                    "news_seen_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="a tout vu le"
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "compte",
                "verbose_name_plural": "comptes",
                "ordering": ["first_name", "last_name", "email"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="user_email_unique_whatever_the_case",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Chapter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="nom")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="identifiant")),
                ("city", models.CharField(max_length=120, verbose_name="ville")),
                (
                    "insee_code",
                    models.CharField(blank=True, max_length=5, verbose_name="code INSEE"),
                ),
                (
                    "reply_to",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="adresse de réponse"
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="téléphone")),
                ("opened_on", models.DateField(blank=True, null=True, verbose_name="ouverte le")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="fermée le")),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        help_text="Ses adresses publiques mènent désormais là.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.chapter",
                        verbose_name="réunie à",
                    ),
                ),
                (
                    "consent_wording",
                    models.TextField(
                        default="J’accepte que l’Alliance citoyenne me contacte pour ses actions. Je peux changer d’avis à tout moment.",
                        help_text="Ce qui est dit ou écrit à la personne qui accepte d’être contactée.",
                        verbose_name="phrase de consentement",
                    ),
                ),
            ],
            options={
                "verbose_name": "alliance locale",
                "verbose_name_plural": "alliances locales",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on", None),
                            ("opened_on", None),
                            ("closed_on__gte", models.F("opened_on")),
                            _connector="OR",
                        ),
                        name="chapter_closes_after_it_opens",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into", None),
                            models.Q(
                                ("closed_on__isnull", False),
                                models.Q(("merged_into", models.F("id")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="chapter_joined_to_another_is_closed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.TextField(db_collation="C")),
            ],
            options={
                "verbose_name": "mot de la recherche",
                "verbose_name_plural": "mots de la recherche",
                "indexes": [
                    models.Index(models.F("word"), name="search_word_by_start"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            models.F("word"), name="gin_trgm_ops"
                        ),
                        name="search_word_pieces",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="qui s’absente",
                    ),
                ),
                (
                    "replacement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replacements",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="qui prend le relais",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="premier jour")),
                ("ends_on", models.DateField(verbose_name="dernier jour")),
                (
                    "people",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "groups",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "follow_ups",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "began_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="relais pris le"
                    ),
                ),
                (
                    "ended_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="relais rendu le"
                    ),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="annulée le"
                    ),
                ),
            ],
            options={
                "verbose_name": "absence",
                "verbose_name_plural": "absences",
                "ordering": ["-starts_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="absence_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("user", models.F("replacement")), _negated=True),
                        name="absence_covered_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at", None), ("began_at__isnull", False), _connector="OR"
                        ),
                        name="absence_begins_before_it_ends",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at", None), ("ended_at", None)),
                        fields=("user",),
                        name="absence_one_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Neighbourhood",
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
                        related_name="neighbourhoods",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                ("city", models.CharField(blank=True, max_length=120, verbose_name="ville")),
                (
                    "insee_code",
                    models.CharField(blank=True, max_length=5, verbose_name="code INSEE"),
                ),
                (
                    "postal_code",
                    models.CharField(blank=True, max_length=5, verbose_name="code postal"),
                ),
                ("qpv_code", models.CharField(blank=True, max_length=10, verbose_name="code QPV")),
            ],
            options={
                "verbose_name": "quartier",
                "verbose_name_plural": "quartiers",
                "ordering": ["name"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            members.models.search.Fold(models.F("name")), name="gin_trgm_ops"
                        ),
                        name="neighbourhood_search_pieces",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("chapter", "name"), name="neighbourhood_name_unique_in_chapter"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BulkDeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(max_length=20, verbose_name="geste")),
                (
                    "chapter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bulk_deeds",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                ("target", models.BigIntegerField(blank=True, null=True)),
                (
                    "count",
                    models.PositiveIntegerField(default=0, verbose_name="personnes changées"),
                ),
                ("changes", models.JSONField(default=dict)),
                (
                    "done_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="le"),
                ),
                (
                    "undone_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="défait le"),
                ),
            ],
            options={
                "verbose_name": "geste sur plusieurs personnes",
                "verbose_name_plural": "gestes sur plusieurs personnes",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind", ""), _negated=True), name="bulk_deed_has_a_kind"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Household",
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
                        related_name="households",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=160, verbose_name="nom")),
            ],
            options={
                "verbose_name": "foyer",
                "verbose_name_plural": "foyers",
            },
        ),
        migrations.CreateModel(
            name="Tag",
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
                        related_name="tags",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="étiquette")),
            ],
            options={
                "verbose_name": "étiquette",
                "verbose_name_plural": "étiquettes",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("chapter", "name"), name="tag_unique_in_chapter"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomField",
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
                        related_name="custom_fields",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="nom")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "texte"),
                            ("choice", "choix"),
                            ("number", "nombre"),
                            ("date", "date"),
                            ("yes_no", "oui ou non"),
                        ],
                        max_length=8,
                        verbose_name="sorte",
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
                ("is_active", models.BooleanField(default=True, verbose_name="en service")),
            ],
            options={
                "verbose_name": "champ de l’alliance",
                "verbose_name_plural": "champs de l’alliance",
                "ordering": ["position", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("chapter", "name"), name="custom_field_unique_in_chapter"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "choice"), _negated=True),
                            models.Q(("choices", []), _negated=True),
                            _connector="OR",
                        ),
                        name="custom_field_choice_has_choices",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportBatch",
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
                        related_name="import_batches",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="déposé par",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="déposé le"
                    ),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="fichier")),
                ("file_sha256", models.CharField(max_length=64)),
                ("sheet", models.CharField(blank=True, max_length=100, verbose_name="feuille")),
                (
                    "reading",
                    models.JSONField(
                        default=dict,
                        help_text="Encodage, séparateur, ligne d’en-tête, avertissements.",
                    ),
                ),
                ("header", models.JSONField(default=list)),
                ("mapping", models.JSONField(default=dict, help_text="Colonne → champ.")),
                ("options", models.JSONField(default=dict)),
                (
                    "created",
                    models.JSONField(
                        default=dict,
                        help_text="Quartiers, groupes, étiquettes et foyers créés, pour l’annuler.",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "fichier déposé"),
                            ("previewed", "aperçu prêt"),
                            ("applying", "en cours"),
                            ("applied", "importé"),
                            ("failed", "interrompu"),
                            ("undone", "annulé"),
                        ],
                        default="uploaded",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                (
                    "applied_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="importé le"),
                ),
                (
                    "undone_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="annulé le"),
                ),
                ("error", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "ordering": ["-created_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("applied_at", None), ("state", "applied"), _negated=True
                        ),
                        name="import_applied_has_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "undone"), ("undone_at", None), _negated=True),
                        name="import_undone_has_a_date",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="compte",
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("admin", "administration"),
                            ("organizer", "organisateur·rice"),
                            ("board", "conseil d’administration"),
                            ("leader", "leader"),
                        ],
                        max_length=16,
                        verbose_name="rôle",
                    ),
                ),
                ("seed", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "sent_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="envoyée le"
                    ),
                ),
                ("times_sent", models.PositiveSmallIntegerField(default=1, verbose_name="envois")),
                ("expires_at", models.DateTimeField(verbose_name="lien valable jusqu’au")),
                (
                    "accepted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="acceptée le"),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="retirée le"),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="invitée par",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "ordering": ["-sent_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at", None), ("withdrawn_at", None)),
                        fields=("user",),
                        name="invitation_pending_once_per_account",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_at", None), ("withdrawn_at", None), _connector="OR"
                        ),
                        name="invitation_accepted_or_withdrawn",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("sent_at"))),
                        name="invitation_ends_after_it_leaves",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MembershipType",
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
                        related_name="membership_types",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="nom")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, max_digits=8, verbose_name="montant en euros"
                    ),
                ),
                (
                    "months",
                    models.PositiveSmallIntegerField(default=12, verbose_name="durée en mois"),
                ),
                ("is_offered", models.BooleanField(default=True, verbose_name="proposée")),
            ],
            options={
                "verbose_name": "type d’adhésion",
                "verbose_name_plural": "types d’adhésion",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("chapter", "name"), name="membership_type_unique_in_chapter"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="membership_type_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("months__gte", 1)), name="membership_type_lasts"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceiptCounter",
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
                        related_name="receipts_count",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                (
                    "last_number",
                    models.PositiveIntegerField(default=0, verbose_name="dernier numéro"),
                ),
            ],
            options={
                "verbose_name": "compteur de reçus",
                "verbose_name_plural": "compteurs de reçus",
            },
        ),
        migrations.CreateModel(
            name="Reshaping",
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
                        choices=[("union", "réunion"), ("split", "séparation")],
                        max_length=8,
                        verbose_name="geste",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reshaped_from",
                        to="members.chapter",
                        verbose_name="de",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reshaped_into",
                        to="members.chapter",
                        verbose_name="vers",
                    ),
                ),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "opened_target",
                    models.BooleanField(
                        default=False, verbose_name="alliance ouverte pour l’occasion"
                    ),
                ),
                ("moves", models.JSONField(default=list)),
                ("counts", models.JSONField(default=dict)),
                (
                    "done_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="le"),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "undone_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="défait le"),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="défait par",
                    ),
                ),
            ],
            options={
                "verbose_name": "réunion ou séparation d’alliances",
                "verbose_name_plural": "réunions et séparations d’alliances",
                "ordering": ["-done_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("target")), _negated=True),
                        name="reshaping_of_two",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "union"), ("undone_at", None)),
                        fields=("source",),
                        name="reshaping_joins_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedList",
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
                        related_name="saved_lists",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_lists",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="à",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="nom")),
                ("query", models.TextField(blank=True, verbose_name="filtres")),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "is_shared",
                    models.BooleanField(default=False, verbose_name="partagée avec l’équipe"),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
            ],
            options={
                "verbose_name": "liste enregistrée",
                "verbose_name_plural": "listes enregistrées",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "chapter", "name"), name="saved_list_name_once_per_owner"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="saved_list_has_a_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Role",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roles",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="compte",
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        blank=True,
                        help_text="Vide\xa0: partout (administration et conseil national seulement).",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roles",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("admin", "administration"),
                            ("organizer", "organisateur·rice"),
                            ("board", "conseil d’administration"),
                            ("leader", "leader"),
                        ],
                        max_length=16,
                        verbose_name="rôle",
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="depuis le"
                    ),
                ),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
            ],
            options={
                "verbose_name": "rôle",
                "verbose_name_plural": "rôles",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="role_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("chapter__isnull", False),
                            ("kind__in", ["admin", "board"]),
                            _connector="OR",
                        ),
                        name="role_without_chapter_is_national",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on", None)),
                        fields=("user", "chapter", "kind"),
                        name="role_held_once_at_a_time",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Group",
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
                        related_name="groups",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="nom")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("neighbourhood", "groupe de quartier"),
                            ("collective", "collectif"),
                            ("tenants", "amicale de locataires"),
                            ("association", "association alliée"),
                            ("parents", "parents d’élèves"),
                            ("students", "étudiant·es"),
                            ("faith", "communauté de foi"),
                        ],
                        default="neighbourhood",
                        max_length=16,
                        verbose_name="sorte",
                    ),
                ),
                (
                    "neighbourhood",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="groups",
                        to="members.neighbourhood",
                        verbose_name="quartier",
                    ),
                ),
                (
                    "organizer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="followed_groups",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="suivi par",
                    ),
                ),
                ("about", models.TextField(blank=True, verbose_name="présentation")),
                (
                    "meeting_place",
                    models.CharField(blank=True, max_length=200, verbose_name="lieu de réunion"),
                ),
                ("founded_on", models.DateField(blank=True, null=True, verbose_name="fondé le")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="arrêté le")),
            ],
            options={
                "verbose_name": "groupe",
                "verbose_name_plural": "groupes",
                "ordering": ["name"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            members.models.search.Fold(models.F("name")), name="gin_trgm_ops"
                        ),
                        name="group_search_pieces",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("chapter", "name"), name="group_unique_in_chapter"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("founded_on", None),
                            ("ended_on__gte", models.F("founded_on")),
                            _connector="OR",
                        ),
                        name="group_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
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
                        related_name="people",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=100, verbose_name="prénom")),
                ("last_name", models.CharField(blank=True, max_length=100, verbose_name="nom")),
                (
                    "usual_name",
                    models.CharField(
                        blank=True,
                        help_text="Comme on l’appelle au quartier.",
                        max_length=100,
                        verbose_name="nom d’usage",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="people",
                        to="members.household",
                        verbose_name="foyer",
                    ),
                ),
                (
                    "birth_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="année de naissance"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        default="fr", max_length=8, verbose_name="langue des messages"
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="langues parlées",
                    ),
                ),
                (
                    "needs_childcare",
                    models.BooleanField(default=False, verbose_name="garde d’enfants"),
                ),
                (
                    "needs_ride",
                    models.BooleanField(default=False, verbose_name="besoin d’un trajet"),
                ),
                (
                    "needs_interpreter",
                    models.BooleanField(default=False, verbose_name="besoin d’un·e interprète"),
                ),
                ("street", models.CharField(blank=True, max_length=200, verbose_name="rue")),
                (
                    "address_extra",
                    models.CharField(blank=True, max_length=120, verbose_name="bâtiment, étage"),
                ),
                (
                    "postal_code",
                    models.CharField(blank=True, max_length=10, verbose_name="code postal"),
                ),
                ("city", models.CharField(blank=True, max_length=120, verbose_name="ville")),
                (
                    "insee_code",
                    models.CharField(blank=True, max_length=5, verbose_name="code INSEE"),
                ),
                (
                    "neighbourhood",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="people",
                        to="members.neighbourhood",
                        verbose_name="quartier",
                    ),
                ),
                (
                    "organizer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="followed_people",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="suivi·e par",
                    ),
                ),
                (
                    "brought_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="brought_people",
                        to="members.person",
                        verbose_name="amené·e par",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("door", "porte-à-porte"),
                            ("one_to_one", "tête-à-tête"),
                            ("meeting", "réunion"),
                            ("action", "action"),
                            ("group", "association ou groupe"),
                            ("website", "formulaire public"),
                            ("import", "fichier importé"),
                            ("word_of_mouth", "bouche-à-oreille"),
                            ("other", "autre"),
                        ],
                        default="other",
                        max_length=20,
                        verbose_name="rencontré·e par",
                    ),
                ),
                (
                    "source_detail",
                    models.CharField(blank=True, max_length=200, verbose_name="précision"),
                ),
                (
                    "first_met_on",
                    models.DateField(blank=True, null=True, verbose_name="rencontré·e le"),
                ),
                (
                    "last_contact_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="Tenu à jour par les échanges notés.",
                        null=True,
                        verbose_name="dernier échange",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="fiche créée le",
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
                        verbose_name="fiche créée par",
                    ),
                ),
                (
                    "archived_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="archivée le"),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merged_people",
                        to="members.person",
                        verbose_name="fusionnée avec",
                    ),
                ),
                (
                    "sort_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=members.models.search.Fold(
                            members.models.search.Joined(
                                models.F("last_name"), models.F("first_name")
                            )
                        ),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
                (
                    "search_text",
                    models.GeneratedField(
                        db_persist=True,
                        expression=members.models.search.Fold(
                            members.models.search.Joined(
                                models.F("first_name"),
                                models.F("last_name"),
                                models.F("usual_name"),
                                models.F("street"),
                                models.F("city"),
                            )
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "search_vector",
                    models.GeneratedField(
                        db_persist=True,
                        expression=members.models.search.SimpleVector(
                            django.db.models.functions.text.Left(
                                members.models.search.Fold(
                                    members.models.search.Joined(
                                        models.F("first_name"),
                                        models.F("last_name"),
                                        models.F("usual_name"),
                                        models.F("street"),
                                        models.F("city"),
                                    )
                                ),
                                280,
                            )
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "tags",
                    models.ManyToManyField(
                        blank=True,
                        related_name="people",
                        to="members.tag",
                        verbose_name="étiquettes",
                    ),
                ),
            ],
            options={
                "verbose_name": "personne",
                "verbose_name_plural": "personnes",
                "indexes": [
                    models.Index(
                        condition=models.Q(("archived_at", None), ("merged_into", None)),
                        fields=["chapter", "sort_key", "id"],
                        include=("search_vector",),
                        name="person_names_and_words",
                    ),
                    models.Index(
                        models.F("sort_key"), models.F("id"), name="person_national_order"
                    ),
                    models.Index(
                        models.F("organizer"),
                        models.F("last_contact_at"),
                        name="person_by_organizer",
                    ),
                    models.Index(
                        models.F("chapter"),
                        models.F("last_contact_at"),
                        name="person_by_last_contact",
                    ),
                    models.Index(
                        models.F("chapter"),
                        django.db.models.functions.comparison.Coalesce(
                            "last_contact_at",
                            models.Value(datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.UTC)),
                        ),
                        models.F("id"),
                        name="person_by_last_seen",
                    ),
                    models.Index(
                        django.db.models.functions.comparison.Coalesce(
                            "last_contact_at",
                            models.Value(datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.UTC)),
                        ),
                        models.F("id"),
                        name="person_national_last_seen",
                    ),
                    models.Index(
                        models.F("chapter"),
                        models.F("created_at"),
                        models.F("id"),
                        name="person_by_creation",
                    ),
                    models.Index(
                        models.F("created_at"), models.F("id"), name="person_national_creation"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        models.F("languages"), name="person_by_language"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        models.F("search_vector"), name="person_search_words"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_name", ""), ("last_name", ""), ("usual_name", ""), _negated=True
                        ),
                        name="person_has_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("birth_year", None),
                            models.Q(("birth_year__gte", 1900), ("birth_year__lte", 2100)),
                            _connector="OR",
                        ),
                        name="person_birth_year_plausible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("brought_by", None),
                            models.Q(("brought_by", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="person_not_brought_by_herself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into", None),
                            models.Q(("merged_into", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="person_not_merged_into_herself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonPhone",
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
                        related_name="phones",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        help_text="Au format international.", max_length=20, verbose_name="numéro"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("mobile", "mobile"), ("landline", "fixe"), ("other", "autre")],
                        default="mobile",
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=60, verbose_name="précision")),
                ("is_primary", models.BooleanField(default=False, verbose_name="principal")),
                ("is_wrong", models.BooleanField(default=False, verbose_name="faux numéro")),
            ],
            options={
                "verbose_name": "téléphone",
                "verbose_name_plural": "téléphones",
                "ordering": ["-is_primary", "id"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            models.F("number"), name="gin_trgm_ops"
                        ),
                        name="phone_search_pieces",
                    ),
                    models.Index(models.F("number"), name="phone_by_number"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number__regex", "^\\+[0-9]{6,15}$")),
                        name="phone_is_international",
                    ),
                    models.UniqueConstraint(
                        fields=("person", "number"), name="phone_once_per_person"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_primary", True)),
                        fields=("person",),
                        name="phone_one_primary",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonEmail",
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
                        related_name="emails",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                ("address", models.EmailField(max_length=254, verbose_name="adresse")),
                ("is_primary", models.BooleanField(default=False, verbose_name="principale")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ok", "valable"),
                            ("bounced", "en erreur"),
                            ("complained", "signalée comme indésirable"),
                        ],
                        default="ok",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
            ],
            options={
                "verbose_name": "adresse e-mail",
                "verbose_name_plural": "adresses e-mail",
                "ordering": ["-is_primary", "id"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            models.F("address"), name="gin_trgm_ops"
                        ),
                        name="email_search_pieces",
                    ),
                    models.Index(models.F("address"), name="email_by_address"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("address__regex", "^[^[:upper:][:space:]@]+@[^[:upper:][:space:]@]+$")
                        ),
                        name="email_is_lower_case",
                    ),
                    models.UniqueConstraint(
                        fields=("person", "address"), name="email_once_per_person"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_primary", True)),
                        fields=("person",),
                        name="email_one_primary",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExternalId",
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
                        related_name="external_ids",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                ("source", models.CharField(max_length=40, verbose_name="source")),
                ("value", models.CharField(max_length=200, verbose_name="identifiant")),
            ],
            options={
                "verbose_name": "identifiant externe",
                "verbose_name_plural": "identifiants externes",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("chapter", "source", "value"), name="external_id_once_per_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
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
                        related_name="consents",
                        to="members.person",
                        verbose_name="personne",
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
                ("given", models.BooleanField(verbose_name="accepte")),
                ("wording", models.TextField(blank=True, verbose_name="mots employés")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("spoken", "de vive voix"),
                            ("paper", "sur papier"),
                            ("form", "formulaire public"),
                            ("import", "fichier importé"),
                            ("link", "lien d’un message"),
                            ("sms", "SMS reçu"),
                            ("email", "e-mail reçu"),
                            ("membership", "bulletin d’adhésion"),
                        ],
                        max_length=12,
                        verbose_name="recueilli",
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
                        verbose_name="noté par",
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="le"),
                ),
            ],
            options={
                "verbose_name": "consentement",
                "verbose_name_plural": "consentements",
                "ordering": ["-recorded_at", "-id"],
                "indexes": [
                    models.Index(
                        models.F("person"),
                        models.F("channel"),
                        models.F("purpose"),
                        models.OrderBy(models.F("recorded_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="consent_last_word",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
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
                        related_name="contacts",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("one_to_one", "tête-à-tête"),
                            ("call", "appel"),
                            ("door", "porte-à-porte"),
                            ("visit", "visite"),
                            ("meeting", "réunion chez l’habitant"),
                            ("message", "message"),
                            ("note", "note"),
                        ],
                        default="one_to_one",
                        max_length=12,
                        verbose_name="sorte",
                    ),
                ),
                (
                    "happened_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="quand"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="contacts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="noté par",
                    ),
                ),
                ("story", models.TextField(blank=True, verbose_name="son histoire")),
                (
                    "interest",
                    models.TextField(blank=True, verbose_name="sa colère, ce qui lui importe"),
                ),
                ("network", models.TextField(blank=True, verbose_name="son réseau")),
                ("next_step", models.TextField(blank=True, verbose_name="prochain pas")),
                (
                    "their_commitment",
                    models.TextField(blank=True, verbose_name="ce qu’elle s’engage à faire"),
                ),
                (
                    "our_commitment",
                    models.TextField(blank=True, verbose_name="ce que nous nous engageons à faire"),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "written_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
            ],
            options={
                "verbose_name": "échange",
                "verbose_name_plural": "échanges",
                "ordering": ["-happened_at", "-id"],
                "indexes": [
                    models.Index(
                        models.F("person"),
                        models.OrderBy(models.F("happened_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="contact_timeline",
                    ),
                    models.Index(
                        models.F("kind"),
                        models.F("happened_at"),
                        models.F("author"),
                        name="contact_rhythm",
                    ),
                    models.Index(
                        condition=models.Q(("kind", "one_to_one")),
                        fields=["happened_at"],
                        include=("person",),
                        name="contact_one_to_ones",
                    ),
                    models.Index(
                        condition=models.Q(("kind__in", ("one_to_one", "visit", "call", "door"))),
                        fields=["person"],
                        name="contact_meetings",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomValue",
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
                        related_name="custom_values",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "field",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="values",
                        to="members.customfield",
                        verbose_name="champ",
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="valeur")),
                (
                    "number",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True),
                ),
                ("date", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "valeur d’un champ",
                "verbose_name_plural": "valeurs des champs",
                "indexes": [
                    models.Index(models.F("field"), models.F("text"), name="custom_value_by_text")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "field"), name="custom_value_once_per_person"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DistinctPair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.person",
                        verbose_name="une personne",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.person",
                        verbose_name="une autre",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="décidé par",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="décidé le"
                    ),
                ),
            ],
            options={
                "verbose_name": "paire distincte",
                "verbose_name_plural": "paires distinctes",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))),
                        name="distinct_pair_is_ordered",
                    ),
                    models.UniqueConstraint(fields=("first", "second"), name="distinct_pair_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merges",
                        to="members.person",
                        verbose_name="fiche gardée",
                    ),
                ),
                (
                    "gone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merged_away",
                        to="members.person",
                        verbose_name="fiche fusionnée",
                    ),
                ),
                (
                    "merged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="fusionnée par",
                    ),
                ),
                (
                    "merged_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="le"),
                ),
                (
                    "moves",
                    models.JSONField(
                        default=list, help_text="Lignes déplacées\xa0: modèle, clé, champ."
                    ),
                ),
                (
                    "before",
                    models.JSONField(default=dict, help_text="Champs de la fiche gardée, avant."),
                ),
                (
                    "undone_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="défaite le"),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="défaite par",
                    ),
                ),
            ],
            options={
                "verbose_name": "fusion",
                "verbose_name_plural": "fusions",
                "ordering": ["-merged_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kept", models.F("gone")), _negated=True),
                        name="merge_of_two_people",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)),
                        fields=("gone",),
                        name="merge_away_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupMembership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="members.group",
                        verbose_name="groupe",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="group_memberships",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("member", "membre"),
                            ("referent", "référent·e"),
                            ("spokesperson", "porte-parole"),
                            ("treasurer", "trésorier·ère"),
                            ("contact", "contact de l’association"),
                        ],
                        default="member",
                        max_length=16,
                        verbose_name="rôle",
                    ),
                ),
                (
                    "joined_on",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="depuis le"
                    ),
                ),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
            ],
            options={
                "verbose_name": "membre du groupe",
                "verbose_name_plural": "membres du groupe",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_on", None)),
                        fields=("group", "person"),
                        name="group_membership_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_on", None),
                            ("left_on__gte", models.F("joined_on")),
                            _connector="OR",
                        ),
                        name="group_membership_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="members.importbatch",
                        verbose_name="import",
                    ),
                ),
                (
                    "number",
                    models.PositiveIntegerField(
                        help_text="Comme dans le tableur.", verbose_name="ligne"
                    ),
                ),
                ("cells", models.JSONField(default=list)),
                ("values", models.JSONField(default=dict)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("new", "nouvelle personne"),
                            ("same", "déjà connue"),
                            ("undecided", "à décider"),
                            ("twin", "deux fois dans le fichier"),
                            ("error", "illisible"),
                        ],
                        default="new",
                        max_length=10,
                        verbose_name="verdict",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="pourquoi")),
                ("warnings", models.JSONField(default=list)),
                (
                    "match",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="members.person",
                        verbose_name="ressemble à",
                    ),
                ),
                (
                    "twin_number",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Une ligne du même fichier, à la place d’une fiche connue.",
                        null=True,
                        verbose_name="même personne que la ligne",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("create", "créer"),
                            ("update", "compléter la fiche"),
                            ("skip", "laisser de côté"),
                        ],
                        max_length=8,
                        verbose_name="décision",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="import_rows",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "before",
                    models.JSONField(
                        default=dict, help_text="Ce que l’import a changé, pour l’annuler."
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne importée",
                "verbose_name_plural": "lignes importées",
                "ordering": ["number"],
                "indexes": [
                    models.Index(
                        models.F("batch"), models.F("verdict"), name="import_row_by_verdict"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("batch", "number"), name="import_row_number_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("twin_number", None),
                            models.Q(("twin_number", models.F("number")), _negated=True),
                            _connector="OR",
                        ),
                        name="import_row_not_its_own_twin",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JoinRequest",
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
                        related_name="join_requests",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="téléphone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("anger", models.TextField(blank=True, verbose_name="ce qui met en colère")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="où")),
                ("consent_wording", models.TextField(verbose_name="phrase acceptée")),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "sent_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="le"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="join_requests",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "demande reçue",
                "verbose_name_plural": "demandes reçues",
                "ordering": ["-sent_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("phone", ""), _negated=True),
                            models.Q(("email", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="join_request_can_be_answered",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Leadership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="leadership",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("loudmouth", "grande gueule"),
                            ("association", "responsable d’association"),
                            ("tenants", "amicale de locataires"),
                            ("network", "tête de réseau informelle"),
                            ("other", "autre"),
                        ],
                        default="other",
                        max_length=16,
                        verbose_name="sorte",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("spotted", "repéré·e"),
                            ("connected", "en lien"),
                            ("training", "en formation"),
                            ("leader", "leader"),
                            ("trainer", "leader qui forme"),
                        ],
                        default="spotted",
                        max_length=12,
                        verbose_name="étape",
                    ),
                ),
                (
                    "since",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="depuis"),
                ),
            ],
            options={
                "verbose_name": "leader",
                "verbose_name_plural": "leaders",
                "indexes": [
                    models.Index(models.F("stage"), models.F("since"), name="leadership_by_stage")
                ],
            },
        ),
        migrations.CreateModel(
            name="LeadershipMove",
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
                        related_name="leadership_moves",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "from_stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("spotted", "repéré·e"),
                            ("connected", "en lien"),
                            ("training", "en formation"),
                            ("leader", "leader"),
                            ("trainer", "leader qui forme"),
                        ],
                        max_length=12,
                        verbose_name="étape d’avant",
                    ),
                ),
                (
                    "to_stage",
                    models.CharField(
                        choices=[
                            ("spotted", "repéré·e"),
                            ("connected", "en lien"),
                            ("training", "en formation"),
                            ("leader", "leader"),
                            ("trainer", "leader qui forme"),
                        ],
                        max_length=12,
                        verbose_name="étape",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="pourquoi")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="noté par",
                    ),
                ),
                (
                    "moved_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="le"),
                ),
            ],
            options={
                "verbose_name": "étape franchie",
                "verbose_name_plural": "étapes franchies",
                "ordering": ["-moved_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
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
                        related_name="assessments",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                ("level", models.PositiveSmallIntegerField(verbose_name="niveau")),
                ("reason", models.TextField(verbose_name="pourquoi")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="noté par",
                    ),
                ),
                (
                    "assessed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="le"),
                ),
            ],
            options={
                "verbose_name": "appréciation",
                "verbose_name_plural": "appréciations",
                "ordering": ["-assessed_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 5)),
                        name="assessment_from_1_to_5",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="assessment_never_without_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeaderNotYet",
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
                        related_name="not_yets",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="dit par",
                    ),
                ),
                (
                    "said_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="le"),
                ),
            ],
            options={
                "verbose_name": "leader, pas maintenant",
                "verbose_name_plural": "leaders, pas maintenant",
                "ordering": ["-said_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="GroupMeeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meetings",
                        to="members.group",
                        verbose_name="groupe",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("house", "réunion chez l’habitant"),
                            ("group", "réunion du groupe"),
                            ("committee", "comité de préparation"),
                        ],
                        default="house",
                        max_length=12,
                        verbose_name="sorte",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="quand")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="où")),
                (
                    "host",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="hosted_meetings",
                        to="members.person",
                        verbose_name="reçoit",
                    ),
                ),
                (
                    "report",
                    models.TextField(
                        blank=True, verbose_name="ce qui s’est dit, ce qu’on a décidé"
                    ),
                ),
                (
                    "others",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Venues sans donner leur nom.",
                        verbose_name="autres personnes",
                    ),
                ),
                (
                    "next_host",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="next_hosted_meetings",
                        to="members.person",
                        verbose_name="recevra la prochaine fois",
                    ),
                ),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="prochaine fois")),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "reported_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="compte rendu le"),
                ),
                (
                    "sequence",
                    models.PositiveIntegerField(
                        default=0,
                        editable=False,
                        help_text="Monte à chaque changement\xa0: les agendas la lisent.",
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="changée le"
                    ),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="annulée le"),
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
            ],
            options={
                "verbose_name": "réunion de groupe",
                "verbose_name_plural": "réunions de groupe",
                "ordering": ["-starts_at", "-id"],
                "indexes": [models.Index(fields=["group", "-starts_at"], name="meeting_by_group")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("others__lte", 500)), name="meeting_others_are_few"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cancelled_at", None), ("reported_at", None), _connector="OR"
                        ),
                        name="meeting_cancelled_is_not_told",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
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
                        related_name="memberships",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="members.membershiptype",
                        verbose_name="type",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="du")),
                ("ends_on", models.DateField(verbose_name="au")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Une erreur de saisie\xa0: ne compte plus.",
                        null=True,
                        verbose_name="annulée le",
                    ),
                ),
            ],
            options={
                "verbose_name": "adhésion",
                "verbose_name_plural": "adhésions",
                "ordering": ["-ends_on", "-id"],
                "indexes": [
                    models.Index(models.F("person"), models.F("ends_on"), name="membership_by_end"),
                    models.Index(
                        condition=models.Q(("cancelled_at", None)),
                        fields=["ends_on"],
                        include=("person",),
                        name="membership_ending",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="membership_ends_after_it_starts",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at", None)),
                        fields=("person", "starts_on"),
                        name="membership_one_start_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Relationship",
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
                        related_name="ties",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ties_from_others",
                        to="members.person",
                        verbose_name="autre personne",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("influences", "entraîne"),
                            ("family", "famille de"),
                            ("colleague", "collègue de"),
                            ("neighbour", "voisin·e de"),
                            ("friend", "ami·e de"),
                            ("same_school", "parent de la même école que"),
                        ],
                        max_length=12,
                        verbose_name="lien",
                    ),
                ),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="depuis le")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="précision")),
                (
                    "created_by",
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
                "verbose_name": "lien",
                "verbose_name_plural": "liens",
                "ordering": ["kind", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("other")), _negated=True),
                        name="tie_is_with_somebody_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("started_on", None),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="tie_ends_after_it_starts",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("person", "other", "kind"),
                        name="tie_held_once_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
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
                        related_name="follow_ups",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="follow_ups",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="à faire par",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("call", "appeler"),
                            ("meet", "revoir"),
                            ("message", "écrire"),
                            ("other", "autre"),
                        ],
                        default="call",
                        max_length=10,
                        verbose_name="geste",
                    ),
                ),
                ("what", models.TextField(verbose_name="quoi")),
                ("due_on", models.DateField(verbose_name="pour le")),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="follow_ups",
                        to="members.contact",
                        verbose_name="après l’échange",
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        blank=True, editable=False, max_length=200, null=True, unique=True
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
                        verbose_name="promise par",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
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
                        verbose_name="faite par",
                    ),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="annulée le"),
                ),
            ],
            options={
                "verbose_name": "relance",
                "verbose_name_plural": "relances",
                "ordering": ["due_on", "id"],
                "indexes": [
                    models.Index(
                        models.F("owner"),
                        models.F("due_on"),
                        condition=models.Q(("cancelled_at", None), ("done_at", None)),
                        name="follow_up_open_by_owner",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at", None), ("cancelled_at", None), _connector="OR"
                        ),
                        name="follow_up_done_or_cancelled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True), name="follow_up_says_what"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingGuest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="guests",
                        to="members.groupmeeting",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meetings",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                ("came", models.BooleanField(blank=True, null=True, verbose_name="est venu·e")),
            ],
            options={
                "verbose_name": "invité·e d’une réunion",
                "verbose_name_plural": "invité·es des réunions",
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "person"), name="meeting_guest_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DuesPayment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="members.membership",
                        verbose_name="adhésion",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, max_digits=8, verbose_name="montant en euros"
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("cash", "espèces"),
                            ("cheque", "chèque"),
                            ("transfer", "virement"),
                            ("card", "carte"),
                            ("helloasso", "HelloAsso"),
                            ("sepa", "prélèvement"),
                        ],
                        max_length=10,
                        verbose_name="moyen",
                    ),
                ),
                (
                    "received_on",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="reçu le"
                    ),
                ),
                (
                    "collected_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="encaissé par",
                    ),
                ),
                (
                    "reference",
                    models.CharField(blank=True, max_length=80, verbose_name="référence"),
                ),
                ("client_id", models.UUIDField(blank=True, editable=False, null=True, unique=True)),
            ],
            options={
                "verbose_name": "cotisation reçue",
                "verbose_name_plural": "cotisations reçues",
                "ordering": ["-received_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="payment_is_positive"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
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
                        related_name="receipts",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="numéro")),
                (
                    "payment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipt",
                        to="members.duespayment",
                        verbose_name="cotisation",
                    ),
                ),
                (
                    "issued_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="émis le"),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="émis par",
                    ),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="annulé le"),
                ),
                (
                    "cancel_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="pourquoi"),
                ),
            ],
            options={
                "verbose_name": "reçu",
                "verbose_name_plural": "reçus",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("chapter", "number"), name="receipt_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cancelled_at", None),
                            models.Q(("cancel_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="receipt_cancelled_says_why",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="user",
            name="person",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="account",
                to="members.person",
                verbose_name="personne",
            ),
        ),
        migrations.RunSQL(TEACH, UNTEACH),
        migrations.RunSQL(VACUUM, AS_BEFORE),
    ]
