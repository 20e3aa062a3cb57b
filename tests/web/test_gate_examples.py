"""The examples of gates, run for real: pipelines, a hook, a model registry, and servers that fail and lie."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.test_gate import GATE, VERDICT, server
from tests.web.conftest import TONETOP, Served, served_own

pytestmark = pytest.mark.slow
ASKED = ("BusinessProcess:proc-product", "AISystem:AI-1", "deployment-approval")
LET = {"gate": "gate-build-deploy", "occurred_on": "2025-12-31", "outcome": "passed", "decided_by": "solvang"}


@pytest.fixture(scope="module")
def examples(root: Path) -> Path:
    return root / "examples" / "gates"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server in which HealthRate waits for a decision, and ClaimFlow was deployed before there was a gate."""
    with served_own(tmp_path_factory.mktemp("gates") / "data") as served:
        yield served


@pytest.fixture(scope="module")
def token(house: Served) -> str:
    return made(house, "process-owner")


def made(house: Served, role: str) -> str:
    """A token of the demo's account of a role."""
    email = house.sign_ins[role]["email"]
    command = [TONETOP, "token", "--data", house.folder, "--email", email, "--name", "pipeline"]
    command += ["--format", "json"]
    return str(json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["token"])


def environment(url: str, token: str) -> dict[str, str]:
    path = f"{TONETOP.parent}{os.pathsep}{os.environ['PATH']}"
    return dict(os.environ) | {"TONETOP_URL": url, "TONETOP_TOKEN": token, "PATH": path}


def api(house: Served, token: str, method: str, path: str, plain: Any = None) -> int:
    host = house.address.removeprefix("http://")
    with closing(HTTPConnection(host, timeout=30)) as connection:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        connection.request(method, f"/api/v1{path}", json.dumps(plain) if plain else None, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status


@pytest.fixture
def let_through(house: Served) -> Iterator[None]:
    """For a test, both were let through the deployment gate by top management; ClaimFlow through no other one."""
    token = made(house, "executive")
    passages = [LET | {"id": f"gp-{secrets.token_hex(4)}", "subject": one} for one in ("AI-1", "AI-2")]
    for passage in passages:
        assert api(house, token, "POST", "/registers/GatePassage", passage) == 201
    yield
    for passage in passages:
        assert api(house, token, "DELETE", f"/registers/GatePassage/{passage['id']}") == 200


@pytest.fixture
def checkout(tmp_path: Path, examples: Path) -> Path:
    """A work tree as a pipeline has it: the script at its root."""
    shutil.copy(examples / "ask-gate.sh", tmp_path)
    return tmp_path


def github(examples: Path) -> tuple[list[str], dict[str, Any]]:
    """The scripts of the gate's job with what its steps are given, as a runner hands them to bash."""
    told = yaml.safe_load((examples / "github-actions.yml").read_text("utf-8"))
    assert told["jobs"]["deploy"]["needs"] == "gate"
    steps = [step for step in told["jobs"]["gate"]["steps"] if "run" in step]
    assert all(step.get("continue-on-error") is None for step in steps)
    given = {name for step in steps for name in step["env"]}
    assert given == {"TONETOP_URL", "TONETOP_TOKEN"}
    return [step["run"] for step in steps], told


def gitlab(examples: Path) -> list[str]:
    told = yaml.safe_load((examples / "gitlab-ci.yml").read_text("utf-8"))
    assert told["deploy"]["needs"] == ["gate"]
    assert told["gate"]["allow_failure"] is False
    return list(told["gate"]["script"])


def run(scripts: list[str], folder: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """The lines one after the other in one shell that ends at the first that fails, as both runners do."""
    script = "\n".join(("set -eo pipefail", *scripts))
    return subprocess.run(["bash", "-c", script], cwd=folder, env=env, capture_output=True, text=True)


def test_both_pipelines_stop_before_the_deployment_while_the_gate_is_shut(
    house: Served, token: str, examples: Path, checkout: Path
) -> None:
    for scripts in (github(examples)[0], gitlab(examples)):
        done = run(scripts, checkout, environment(house.address, token))
        assert done.returncode == 1
        assert "AISystem:AI-2 may not pass BusinessProcess:proc-product (409 shut AI-2)" in done.stderr
        assert (
            "Have top management decide, and record the passage"
            in (checkout / "tonetop-verdict.json").read_text()
        )


def test_what_is_not_there_stops_the_pipeline(house: Served, token: str, checkout: Path) -> None:
    buys, none = "BusinessProcess:proc-procurement", "BusinessProcess:proc-none"
    for words, said in (
        (f"{none} AISystem:AI-3 policy-check", "(400 )"),
        (f"{buys} AISystem:AI-99 policy-check", "(400 )"),
        (f"{buys} AISystem:AI-3 sign-off", "(400 )"),
        (f"{buys} AISystem:AI-3 deployment-approval", "(409 shut AI-3)"),
    ):
        done = run([f"./ask-gate.sh {words}"], checkout, environment(house.address, token))
        assert (done.returncode, said in done.stderr) == (1, True)


@pytest.mark.usefixtures("let_through")
def test_both_pipelines_go_on_once_somebody_let_it_through(
    house: Served, token: str, examples: Path, checkout: Path
) -> None:
    for scripts in (github(examples)[0], gitlab(examples)):
        done = run(scripts, checkout, environment(house.address, token))
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.usefixtures("let_through")
def test_a_kind_asks_for_less_than_the_pipelines_do(house: Served, token: str, checkout: Path) -> None:
    env = environment(house.address, token)
    assert run([f"./ask-gate.sh {' '.join(ASKED)}"], checkout, env).returncode == 0
    assert run([f"./ask-gate.sh {' '.join(ASKED[:2])}"], checkout, env).returncode == 1


YES = json.dumps(VERDICT | {"gates": [GATE]}).encode()


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (200, YES, {}),
        (200, b"<html>Sign in to the network</html>", {}),
        (200, YES, {"Tonetop-Gate": "shut AI-1"}),
        (200, YES, {"Tonetop-Gate": "open AI-2"}),
        (302, b"", {"Location": "/yes", "Tonetop-Gate": "open AI-1"}),
        (503, YES, {"Tonetop-Gate": "open AI-1"}),
        (401, b"{}", {}),
    ],
)
def test_a_server_that_lies_or_fails_stops_the_pipeline(
    checkout: Path, status: int, body: bytes, headers: dict[str, str]
) -> None:
    with server(status, body, **headers) as url:
        done = run([f"./ask-gate.sh {' '.join(ASKED)}"], checkout, environment(url, "t"))
    assert done.returncode == 1


def test_a_server_that_is_gone_or_says_nothing_and_odd_names_stop_the_pipeline(checkout: Path) -> None:
    done = run([f"./ask-gate.sh {' '.join(ASKED)}"], checkout, environment("http://127.0.0.1:1", "t"))
    assert done.returncode == 1
    assert "(no answer)" in done.stderr
    done = run(["./ask-gate.sh 'a\", \"x' AI-1"], checkout, environment("http://127.0.0.1:1", "t"))
    assert done.returncode == 2
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        quick = (checkout / "ask-gate.sh").read_text().replace("--max-time 30", "--max-time 1")
        (checkout / "ask-gate.sh").write_text(quick)
        done = run([f"./ask-gate.sh {' '.join(ASKED)}"], checkout, environment(url, "t"))
    assert done.returncode == 1


def test_a_push_waits_for_the_policy_check(
    house: Served, token: str, examples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (examples / "pre-commit-config.yaml").read_text("utf-8")
    text = text.replace("https://tonetop.example.org", house.address)
    env = environment(house.address, token) | {"PRE_COMMIT_HOME": str(tmp_path / "home")}
    work = tmp_path / "work"
    subprocess.run(["git", "init", "-q", work], check=True)

    def hook(subject: str) -> subprocess.CompletedProcess[str]:
        (work / ".pre-commit-config.yaml").write_text(text.replace("AI-1", subject))
        subprocess.run(["git", "add", "-A"], cwd=work, check=True)
        command = [sys.executable, "-m", "pre_commit", "run", "--hook-stage", "pre-push", "--all-files"]
        return subprocess.run(command, cwd=work, env=env, capture_output=True, text=True)

    assert hook("AI-2").returncode == 0
    stopped = hook("AI-5")
    assert stopped.returncode == 1
    assert "AI-5 may not pass" in stopped.stdout
    subprocess.run([sys.executable, "-m", "pre_commit", "install"], cwd=work, env=env, check=True)
    subprocess.run(["git", "init", "-q", "--bare", tmp_path / "far"], check=True)
    named = ["-c", "user.name=N", "-c", "user.email=n@example.org"]
    subprocess.run(["git", *named, "commit", "-qm", "One"], cwd=work, env=env, check=True)
    push = ["git", "push", "-q", str(tmp_path / "far"), "HEAD:main"]
    refused = subprocess.run(push, cwd=work, env=env, capture_output=True, text=True)
    assert refused.returncode != 0, "after `pre-commit install` a push is stopped"
    assert "AI-5 may not pass" in refused.stdout + refused.stderr


@pytest.fixture(scope="module")
def mlflow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An MLflow server of the test's own, with a registered model that says which system it is."""
    folder = tmp_path_factory.mktemp("mlflow")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {name: value for name, value in os.environ.items() if not name.startswith("TONETOP")} | QUIET
    store = f"sqlite:///{folder / 'mlflow.db'}"
    command = [sys.executable, *f"-m mlflow server --host 127.0.0.1 --port {port} --workers 1".split()]
    command += ["--backend-store-uri", store, "--artifacts-destination", str(folder / "files")]
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(
            command, stdout=log, stderr=log, env=env, cwd=folder, start_new_session=True
        )
    try:
        for _ in range(300):
            with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection, suppress(OSError):
                connection.request("GET", "/health")
                if connection.getresponse().status == 200:
                    break
            time.sleep(0.2)
        else:
            raise TimeoutError((folder / "log").read_text())
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(running.pid, 15)
        running.wait(30)


QUIET = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "DO_NOT_TRACK": "true",
    "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",
}
"""Nothing of a test is told to anybody."""
REGISTER = """
from mlflow import MlflowClient
client = MlflowClient()
for model, subject in (("claims", "AI-1"), ("pricing", "AI-2"), ("nameless", "")):
    client.create_registered_model(model, tags={"tonetop.subject": subject} if subject else {})
    run = client.create_run("0").info
    client.create_model_version(model, source=run.artifact_uri + "/model", run_id=run.run_id)
"""
ALIASES = """
import json
from mlflow import MlflowClient
print(json.dumps({model.name: model.aliases for model in MlflowClient().search_registered_models()}))
"""


@pytest.mark.long
def test_a_model_is_promoted_in_the_registry_only_through_its_gate(
    house: Served, token: str, mlflow: str, examples: Path, tmp_path: Path
) -> None:
    env = environment(house.address, token) | {"MLFLOW_TRACKING_URI": mlflow} | QUIET

    def python(*args: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *args]
        return subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True)

    def promote(model: str, url: str = house.address, version: str = "1") -> int:
        script = str(examples / "mlflow_promote.py")
        options = ("--url", url, "--process", "BusinessProcess:proc-product", "--kind", "policy-check")
        return python(script, model, version, "champion", *options).returncode

    def aliases() -> dict[str, dict[str, str]]:
        return {name: held for name, held in json.loads(python("-c", ALIASES).stdout).items() if held}

    made = python("-c", REGISTER)
    assert made.returncode == 0, made.stderr
    assert promote("claims") == 1  # no policy check of ClaimFlow is on record in product development
    assert promote("nameless") == 2
    assert promote("pricing", url="http://127.0.0.1:1") == 2
    assert promote("pricing", version="9") != 0
    assert aliases() == {}
    assert promote("pricing") == 0
    assert aliases() == {"pricing": {"champion": "1"}}
