"""The vocabulary of the search, kept by triggers (0060), and gestures on many people."""

import uuid

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# A new row teaches its words, statement by statement; a change only when the words changed.
# No uniqueness: two imports that meet the same new name must not wait for each other.
TEACH = """
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


class Migration(migrations.Migration):
    dependencies = [("members", "0004_dues_counted_once")]

    operations = [
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
        migrations.RunSQL(TEACH, UNTEACH),
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
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bulk_deeds",
                        to="members.chapter",
                    ),
                ),
            ],
            options={
                "verbose_name": "geste sur plusieurs personnes",
                "verbose_name_plural": "gestes sur plusieurs personnes",
                "constraints": [
                    models.CheckConstraint(
                        condition=~models.Q(kind=""), name="bulk_deed_has_a_kind"
                    )
                ],
            },
        ),
    ]
