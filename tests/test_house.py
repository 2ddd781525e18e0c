"""Keeps docs/architecture.md: arrows go down only, strata inside each room."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

ROOT = Path(settings.BASE_DIR)
FLOORS = ("cellar", "members", "campaigns", "actions", "roof")
CELLAR = ("alliance.core", "alliance.outbox", "alliance.journal")
STRATA = ("enums", "scoping", "models", "domain", "permissions", "forms", "filters", "views")
MOST_NAMES = 27  # about twenty is what docs/architecture.md asks for
CODE = ("alliance", "members", "campaigns", "actions")


def sources():
    return [
        path
        for room in CODE
        for path in (ROOT / room).rglob("*.py")
        if "migrations" not in path.parts
    ]


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def floor_of(module: str) -> int | None:
    if module.startswith(CELLAR):
        return 0
    room = module.split(".")[0]
    if room == "alliance":
        return 4
    return FLOORS.index(room) if room in FLOORS else None


def stratum_of(module: str) -> int | None:
    parts = module.split(".")
    name = parts[1] if len(parts) > 1 else ""
    stem = next((s for s in STRATA if name == s or name.startswith(f"{s}_")), None)
    return STRATA.index(stem) if stem else None


def running_nodes(tree: ast.AST):
    """Every node that runs: what stands under `if TYPE_CHECKING:` only names types."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        yield from running_nodes(node)


def imports(path: Path):
    for node in running_nodes(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node, node.module
            for name in node.names:
                yield node, f"{node.module}.{name.name}"
        elif isinstance(node, ast.Import):
            for name in node.names:
                yield node, name.name


def test_arrows_go_down_only():
    upward = []
    for path in sources():
        mine = floor_of(module_of(path))
        for node, target in imports(path):
            theirs = floor_of(target)
            if theirs is not None and mine is not None and theirs > mine:
                upward.append(f"{path.relative_to(ROOT)}:{node.lineno} imports {target}")
    assert upward == []


def test_strata_go_one_way_inside_a_room():
    upward = []
    for path in sources():
        module = module_of(path)
        room, mine = module.split(".")[0], stratum_of(module)
        for node, target in imports(path):
            theirs = stratum_of(target) if target.split(".")[0] == room else None
            if mine is not None and theirs is not None and theirs > mine:
                upward.append(f"{path.relative_to(ROOT)}:{node.lineno} imports {target}")
    assert upward == []


def test_no_import_hides_inside_a_function():
    hidden = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                hidden += [
                    f"{path.relative_to(ROOT)}:{inner.lineno}"
                    for inner in ast.walk(node)
                    if isinstance(inner, ast.Import | ast.ImportFrom)
                ]
    assert hidden == []


def test_nothing_below_the_roof_imports_the_celery_application():
    guilty = [
        str(path.relative_to(ROOT))
        for path in sources()
        for _node, target in imports(path)
        if target.startswith("alliance.celery") and module_of(path) != "alliance"
    ]
    assert guilty == []


def test_files_are_named_by_what_they_hold_and_stay_short():
    for path in sources():
        assert path.stem not in {"utils", "helpers", "misc", "common"}, path
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 600, path


def test_a_folder_of_code_lists_no_more_names_than_one_reads():
    folders = {path.parent for path in sources()}
    crowded = {
        str(folder.relative_to(ROOT)): len(names)
        for folder in folders
        if len(names := [p for p in folder.iterdir() if not p.name.startswith("__")]) > MOST_NAMES
    }
    assert crowded == {}


def test_no_domain_effect_hides_in_a_signal():
    guilty = [
        str(p.relative_to(ROOT)) for p in sources() if "@receiver" in p.read_text(encoding="utf-8")
    ]
    assert guilty == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_django_checks_find_nothing():
    call_command("check", fail_level="WARNING")
