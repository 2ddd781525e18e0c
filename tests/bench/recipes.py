"""Changes that a later version may bring to the fullest tables, written as the guard asks.

And one that it refuses, to know what it spares. (docs/decisions/0246)
"""

from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models
from django.db.models import Q

from alliance.core.management.migrating import BuildIndex, BuildUnique, DropIndex

LONG_STORY = models.CheckConstraint(condition=~Q(kind="nothing"), name="bench_kind")
BY_AUTHOR = models.Index(fields=["author", "happened_at"], name="bench_by_author")
ONCE = models.UniqueConstraint(fields=["id"], condition=Q(id__gt=0), name="bench_once")


def a_word() -> models.Field:
    """A column that says something of each row from the first day."""
    return models.CharField(max_length=8, default="", db_default="")


def a_user() -> models.Field:
    """A column that leads to another table; its index is built apart."""
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False)
    to.remote_field.related_name = "+"
    return to


def migration(
    name: str, room: str, *operations: object, atomic: bool = True
) -> migrations.Migration:
    """One migration of that room."""
    made = migrations.Migration(name, room)
    made.operations, made.atomic = list(operations), atomic
    return made


RECIPES = [
    migration("a_column", "members", migrations.AddField("contact", "bench_word", a_word())),
    migration("a_key", "members", migrations.AddField("person", "bench_user", a_user())),
    migration("a_check", "members", AddConstraintNotValid("contact", LONG_STORY)),
    migration("its_rows", "members", ValidateConstraint("contact", LONG_STORY.name)),
    migration("an_index", "members", BuildIndex("contact", BY_AUTHOR), atomic=False),
    migration("unique", "members", BuildUnique("personphone", ONCE), atomic=False),
    migration("no_index", "members", DropIndex("contact", BY_AUTHOR.name), atomic=False),
    migration("no_column", "members", migrations.RemoveField("contact", "bench_word")),
]
FORGOTTEN = migration("a_late_column", "members", migrations.AddField("contact", "late", a_word()))
REFUSED = migration("plain_index", "members", migrations.AddIndex("contact", BY_AUTHOR))
