"""What is written for production says the same as the code."""

import re

import pytest
import yaml
from django.conf import settings

from launcher.places import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = ("web", "worker", "beat", "migrate")
ASKED = re.compile(r'env(?:\.\w+)?\(\s*"([A-Z][A-Z_]+)"')
LAUNCHER = {"ALLIANCE_DATA", "ALLIANCE_VENV", "ALLIANCE_CHROMIUM"}


def test_every_variable_is_documented() -> None:
    code = (ROOT / "alliance" / "settings.py").read_text()
    compose = re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text())
    asked = set(ASKED.findall(code)) | set(compose) | LAUNCHER
    example = (ROOT / ".env.example").read_text()
    documented = set(re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", example, re.MULTILINE))
    assert asked - documented == set()


def test_no_secret_is_written_in_the_example() -> None:
    example = (ROOT / ".env.example").read_text()
    assert re.search(r"^SECRET_KEY=$", example, re.MULTILINE)
    assert re.search(r"^POSTGRES_PASSWORD=$", example, re.MULTILINE)


def test_every_application_enters_the_image() -> None:
    allowed = re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(), re.MULTILINE)
    local = {name.split(".")[0] for name in settings.INSTALLED_APPS}
    needed = {name for name in local if (ROOT / name).is_dir()}
    assert needed | {"templates", "static", "locale", "manage.py"} <= set(allowed)


@pytest.mark.parametrize("name", ["web", "worker", "beat", "db", "redis"])
def test_every_service_says_how_it_is(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["healthcheck"]["test"]
    assert service["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", OURS)
def test_our_processes_have_no_power_they_do_not_need(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["environment"]["ALLIANCE_MODE"] == "production"


def test_only_the_https_server_is_open_to_the_outside() -> None:
    published = {
        name: port
        for name, service in COMPOSE["services"].items()
        for port in service.get("ports", [])
        if not port.startswith("127.0.0.1:")
    }
    assert set(published) == {"https"}


def test_the_database_volume_is_where_version_18_looks_for_it() -> None:
    database = COMPOSE["services"]["db"]
    assert database["image"] == "postgres:18"
    assert database["volumes"] == ["postgres:/var/lib/postgresql"]


def test_the_image_does_not_run_as_root() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    user = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert user == ["10001"]


def test_the_workflow_calls_the_same_commands_as_people() -> None:
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text())["jobs"]
    steps = {step.get("run") for job in jobs.values() for step in job["steps"]}
    assert {"bin/lint", "bin/test"} <= steps
    assert any("pip-audit" in step for step in steps if step)
