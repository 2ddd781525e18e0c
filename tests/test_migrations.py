"""Keeps docs/decisions/0246: a migration of a table that people use keeps nobody waiting.

The first migration of each room makes its tables whole and empty. Whatever comes after is read
as SQL, as `sqlmigrate` would print it.
"""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.postgres.operations import NotInTransactionMixin, ValidateConstraint
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from alliance.core.management.migrating import BuildIndex, BuildUnique, DropIndex

pytestmark = pytest.mark.django_db

MAY_BE_RUN_AGAIN = (BuildIndex, BuildUnique, DropIndex, ValidateConstraint)
# At a million people they hold some tens of thousands of rows at most: read in milliseconds.
SHORT_TABLES = {
    *("members_chapter", "members_neighbourhood", "members_group", "members_user", "members_role"),
    "members_invitation",
    *("members_membershiptype", "members_tag", "members_savedlist", "members_groupmeeting"),
    *("campaigns_issue", "campaigns_campaign", "campaigns_target", "campaigns_listeningdrive"),
    *("actions_action", "actions_reminderstep", "actions_course", "actions_trainingsession"),
}
# Whatever the table, the other one is locked with it.
FOREIGN_KEY_DROPPED = r"DROP CONSTRAINT \S*_fk_"
TABLE = re.compile(r"\b(?:ALTER TABLE(?: ONLY)?|ON|UPDATE|DELETE FROM)\s+(?:public\.)?\"?(\w+)")
RULES = {
    r"CREATE (UNIQUE )?INDEX (?!CONCURRENTLY)": "writers wait: BuildIndex, or BuildUnique",
    r"ADD CONSTRAINT .*UNIQUE|ADD COLUMN .*UNIQUE": "writers wait: BuildUnique",
    r"ADD CONSTRAINT (?!.*NOT VALID|.*UNIQUE)": "every row is read, everybody waits:"
    " AddConstraintNotValid, then ValidateConstraint in a migration of its own",
    r"ADD COLUMN .*CHECK": "every row is read, everybody waits: the constraint apart",
    r"ADD COLUMN .*GENERATED": "the table is written anew, everybody waits",
    r"ADD COLUMN .*DEFAULT .*(random|clock_timestamp|nextval)": "the table is written anew",
    r"ALTER COLUMN .*(TYPE|SET NOT NULL|SET EXPRESSION)": "the table is read or written whole:"
    " a new field, or a constraint",
    r"ALTER COLUMN .*DROP DEFAULT": "the site still at work writes rows without it: db_default",
    r"^(UPDATE|DELETE) ": "every row in one transaction: by portions, by a command",
    r"^(CLUSTER|LOCK|REINDEX (?!.*CONCURRENTLY)|VACUUM)": "everybody waits",
}


def refusal(statement: str) -> str:
    """Why a statement on a table in use is refused; empty when it is not."""
    for pattern, why in RULES.items():
        if re.search(pattern, statement, re.IGNORECASE):
            return why
    return ""


def later_migrations() -> Iterator[tuple[object, list[str]]]:
    """Each migration of ours but the first of its room, with its statements."""
    loader = MigrationLoader(connection)
    ours = {one.label for one in apps.get_app_configs() if "site-packages" not in one.path}
    state = ProjectState(real_apps=loader.unmigrated_apps)
    plan = [n for leaf in loader.graph.leaf_nodes() for n in loader.graph.forwards_plan(leaf)]
    for node in dict.fromkeys(plan):
        migration = loader.graph.nodes[node]
        first = node in loader.graph.root_nodes(node[0])
        if node[0] not in ours or first:
            state = migration.mutate_state(state, preserve=False)
            continue
        with connection.schema_editor(collect_sql=True, atomic=False) as editor:
            state = migration.apply(state, editor, collect_sql=True)
        yield migration, [line for line in editor.collected_sql if not line.startswith("--")]


def refusals(statements: list[str]) -> list[str]:
    """What is refused among the statements of a migration, its own new tables left aside."""
    new = set(re.findall(r'CREATE TABLE "?(\w+)', "\n".join(statements)))
    found = []
    for statement in statements:
        table = TABLE.search(statement)
        if table and table[1] not in new and re.search(FOREIGN_KEY_DROPPED, statement):
            found.append(f"{statement.strip()[:100]}: both tables wait: RunSQL, state_operations")
        elif table and table[1] not in new | SHORT_TABLES and refusal(statement.strip()):
            found.append(f"{statement.strip()[:100]}: {refusal(statement.strip())}")
    return found


def test_no_migration_keeps_people_waiting(monkeypatch):
    # Nothing is run: a test being a transaction does not matter.
    monkeypatch.setattr(NotInTransactionMixin, "_ensure_not_in_transaction", lambda *_: None)
    guilty = {}
    for migration, statements in later_migrations():
        found = refusals(statements)
        validates = [one for one in statements if "VALIDATE CONSTRAINT" in one]
        if validates and len(statements) > len(validates):
            found.append("a constraint is validated in a migration of its own")
        if not migration.atomic:
            found += [
                f"{operation.describe()}: not in a migration without transaction"
                for operation in migration.operations
                if not isinstance(operation, MAY_BE_RUN_AGAIN)
            ]
        if found:
            guilty[str(migration)] = found
    assert guilty == {}


@pytest.mark.parametrize(
    "statement",
    [
        'CREATE INDEX "a" ON "members_person" ("city");',
        'CREATE UNIQUE INDEX "a" ON "members_person" ("city");',
        'ALTER TABLE "members_person" ADD CONSTRAINT "a" UNIQUE ("city");',
        'ALTER TABLE "members_person" ADD COLUMN "a" uuid NULL UNIQUE;',
        'ALTER TABLE "members_person" ADD CONSTRAINT "a" CHECK ("city" > \'\');',
        'ALTER TABLE "members_person" ADD CONSTRAINT "a" FOREIGN KEY ("x") REFERENCES "y" ("id");',
        'ALTER TABLE "members_person" ADD COLUMN "a" integer NULL CHECK ("a" >= 0);',
        'ALTER TABLE "members_person" ADD COLUMN "a" text GENERATED ALWAYS AS ("city") STORED;',
        'ALTER TABLE "members_person" ADD COLUMN "a" uuid DEFAULT (gen_random_uuid()) NOT NULL;',
        'ALTER TABLE "members_person" ALTER COLUMN "city" TYPE varchar(4);',
        'ALTER TABLE "members_person" ALTER COLUMN "city" SET NOT NULL;',
        'ALTER TABLE "members_person" ALTER COLUMN "city" DROP DEFAULT;',
        "UPDATE public.members_person SET city = '';",
    ],
)
def test_what_reads_or_writes_a_table_in_use_is_refused(statement):
    assert refusals([statement]) != []
    assert refusals(['CREATE TABLE "members_person" ("id" bigint);', statement]) == []
    assert refusals([statement.replace("members_person", "members_chapter")]) == []


def test_a_foreign_key_dropped_locks_both_tables_whatever_their_length():
    statement = (
        'SET CONSTRAINTS "a_fk_b" IMMEDIATE; ALTER TABLE "members_role" DROP CONSTRAINT "a_fk_b";'
    )
    assert len(refusals([statement])) == 1


@pytest.mark.parametrize(
    "statement",
    [
        'CREATE INDEX CONCURRENTLY "a" ON "members_person" ("city");',
        'ALTER TABLE "members_person" ADD COLUMN "a" text NULL;',
        'ALTER TABLE "members_person" ADD COLUMN "a" text DEFAULT \'\' NOT NULL;',
        'ALTER TABLE "members_person" ADD COLUMN "a" bigint NULL CONSTRAINT "b"'
        ' REFERENCES "members_user"("id") DEFERRABLE INITIALLY DEFERRED;',
        'ALTER TABLE "members_person" ADD CONSTRAINT "a" CHECK ("city" > \'\') NOT VALID;',
        'ALTER TABLE "members_person" VALIDATE CONSTRAINT "a";',
        'ALTER TABLE "members_person" DROP COLUMN "a" CASCADE;',
    ],
)
def test_what_only_writes_the_catalogue_is_not(statement):
    assert refusals([statement]) == []
