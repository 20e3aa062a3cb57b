"""What lies in deploy/ is parsed, and held against the settings, commands and locks that there are."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.house.source import ROOT
from tests.house.test_packages import PROJECT, locked, name

DEPLOY = ROOT / "deploy"
UNIT = DEPLOY / "tonetop.service"
VARIABLE = re.compile(r"\bTONETOP_[A-Z_]+\b")
ELSEWHERE = {
    *("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"),
    *("POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "POSTGRES_INITDB_ARGS"),
    *("PATH", "PYTHONDONTWRITEBYTECODE"),
}
"""Settings of other programs."""
EXTRAS = ("metrics", "otel", "postgresql", "s3")
WELL_GUARDED = 20
"""Tenths of systemd's measure of what a service could reach, from 0 (nothing) to 100."""


def settings() -> set[str]:
    """Every variable that the program itself reads."""
    found: set[str] = set()
    for path in (ROOT / "src" / "tonetop").rglob("*.py"):
        found |= set(re.findall(r"\"(TONETOP_[A-Z_]+)\"", path.read_text("utf-8")))
    return found


@pytest.mark.parametrize("path", sorted(DEPLOY.iterdir()), ids=lambda path: path.name)
def test_every_setting_that_is_named_is_one_that_the_program_reads(path: Path):
    named = set(VARIABLE.findall(path.read_text("utf-8")))
    assert named - settings() == set()


def instructions() -> list[tuple[str, str]]:
    """The container file as (instruction, what it says), lines that go on joined."""
    text = re.sub(r"\\\n\s*", " ", (DEPLOY / "Containerfile").read_text("utf-8"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in lines]


def test_the_container_is_built_apart_and_runs_as_nobody_in_particular():
    said = instructions()
    words = [word for word, _ in said]
    assert words.count("FROM") == 2
    last = said[len(words) - 1 - words[::-1].index("FROM") :]
    told = dict(last)
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", told["USER"])
    assert json.loads(told["ENTRYPOINT"]) == ["tonetop"]
    assert json.loads(told["CMD"])[0] == "up"
    assert "/healthz" in told["HEALTHCHECK"]
    assert json.loads(told["HEALTHCHECK"].partition("CMD ")[2])[0] == "python"
    assert words.index("USER") > words.index("COPY")
    assert not [what for word, what in said if word == "ADD" or "curl" in what]
    installs = [what for word, what in said if word == "RUN" and "pip install" in what]
    assert "--require-hashes" in installs[0]
    assert all("--no-deps" in what for what in installs)


def test_what_the_container_copies_is_there():
    for word, what in instructions():
        if word == "COPY" and not what.startswith("--from"):
            assert [one for one in what.split()[:-1] if not (ROOT / one).exists()] == []


def test_the_containers_packages_are_those_that_the_tests_run_with():
    ours, developers = locked("deploy/requirements.txt"), locked("requirements-dev.txt")
    version = re.compile(r"==(\S+)")
    assert {package: version.findall(entry)[0] for package, entry in ours.items()} == {
        package: version.findall(developers[package])[0] for package in ours
    }
    extras = PROJECT["project"]["optional-dependencies"]
    wanted = {name(one) for extra in EXTRAS for one in extras[extra]}
    assert wanted | set(map(name, PROJECT["project"]["dependencies"])) <= set(ours)
    assert all("--hash=sha256:" in entry for entry in ours.values())


def test_the_compose_example_names_services_settings_and_volumes_that_there_are():
    told = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    services = told["services"]
    assert set(services) == {"app", "worker", "database", "objects", "bucket"}
    for who, service in services.items():
        assert set(service.get("depends_on", ())) <= set(services)
        assert set(service.get("environment", ())) - settings() - ELSEWHERE == set()
        assert {volume.partition(":")[0] for volume in service.get("volumes", ())} <= set(told["volumes"])
        if who in ("app", "worker"):
            assert service["read_only"] is True
            assert service["cap_drop"] == ["ALL"]
            assert service["security_opt"] == ["no-new-privileges:true"]
            assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
    assert [port for port in services["app"]["ports"] if not port.startswith("127.0.0.1:")] == []
    assert services["worker"]["command"] == ["work"]
    json.loads(re.sub(r"\$\{\w+:\?\}", "x", told["configs"]["store"]["content"]))


def test_the_unit_is_one_that_systemd_takes_and_finds_well_guarded(tmp_path: Path):
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("needs systemd-analyze; on Debian: apt-get install systemd")
    text = UNIT.read_text("utf-8")
    assert " up --host 127.0.0.1 " in text
    copy = tmp_path / "tonetop.service"
    copy.write_text(text.replace("/opt/tonetop/bin/tonetop", sys.executable))
    judged = subprocess.run([analyze, "verify", str(copy)], capture_output=True, text=True, timeout=60)
    assert (judged.returncode, judged.stderr) == (0, "")
    bounds = ["--offline=true", f"--threshold={WELL_GUARDED}"]
    guarded = subprocess.run(
        [analyze, "security", *bounds, str(copy)], capture_output=True, text=True, timeout=60
    )
    assert guarded.returncode == 0, guarded.stdout[-300:]
