"""The repository's own commands do what their help says, tried on a tree with a stand-in for .venv."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

# Answers as Python does, but writes down what pip and tonetop are asked for instead of doing it.
PYTHON = f"""#!/bin/sh
case "$*" in
  *"-m pip"*) echo "$*" >>pip.log ;;
  *) exec {sys.executable} "$@" ;;
esac
"""
TONETOP = '#!/bin/sh\necho "$*" >>tonetop.log\n'
FIGURE = 'if __name__ == "__main__":\n    print("{name}  1.5  ratio  <= 2  {word}")\n'


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A work tree with the script, the lock, and programs that tell what they were asked."""
    for name in ("dev", "requirements-dev.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name, text in (("python", PYTHON), ("tonetop", TONETOP)):
        (programs / name).write_text(text)
        (programs / name).chmod(0o755)
    return tmp_path


def dev(tree: Path, *args: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "TONETOP_DATA"}
    command = [str(tree / "dev"), *args]
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, timeout=60)


def asked(tree: Path, program: str) -> list[str]:
    """What a program was asked for, a line each time."""
    log = tree / f"{program}.log"
    return log.read_text().splitlines() if log.exists() else []


def test_help_names_every_command_of_the_contract():
    told = dev(ROOT, "help")
    assert told.returncode == 0
    assert all(f"./dev {name}" in told.stdout for name in ("run", "test", "setup", "check", "bench", "shell"))


def test_an_unknown_command_is_bad_use(tree):
    done = dev(tree, "fly")
    assert done.returncode == 2
    assert "there is no command 'fly'" in done.stderr
    assert asked(tree, "pip") == []


def test_setup_installs_the_hashed_lock_once_and_again_when_it_changes(tree):
    dev(tree, "setup")
    lock, project = asked(tree, "pip")
    assert "--require-hashes --requirement requirements-dev.txt" in lock
    assert "--no-deps --no-build-isolation --editable ." in project
    dev(tree, "setup")
    assert len(asked(tree, "pip")) == 2
    with (tree / "requirements-dev.txt").open("a") as file:
        file.write("# another version\n")
    dev(tree, "setup")
    assert len(asked(tree, "pip")) == 4


def test_a_failed_installation_is_an_error_and_is_tried_again(tree):
    python = tree / ".venv/bin/python"
    python.write_text(PYTHON.replace('echo "$*" >>pip.log', "exit 9"))
    assert dev(tree, "setup").returncode == 9
    assert dev(tree, "setup").returncode == 9
    python.write_text(PYTHON)
    assert dev(tree, "setup").returncode == 0


def test_run_fills_an_empty_data_folder_with_the_demo_and_serves_it(tree):
    dev(tree, "run", "--no-jobs")
    assert asked(tree, "tonetop") == [
        "demo --data ./tonetop-data",
        "up --data ./tonetop-data --host 127.0.0.1 --port 8000 --no-jobs",
    ]


def test_run_leaves_a_data_folder_with_something_in_it_alone(tree):
    (tree / "mine").mkdir()
    (tree / "mine" / "tonetop.sqlite3").touch()
    dev(tree, "run", "--data", "mine")
    (served,) = asked(tree, "tonetop")
    assert served.startswith("up --data mine ")


@pytest.mark.parametrize(("word", "code"), [("holds", 0), ("short", 1)])
def test_bench_fails_when_a_figure_falls_short(tree, word, code):
    (tree / "bench").mkdir()
    (tree / "bench" / "good.py").write_text(FIGURE.format(name="append", word="holds"))
    (tree / "bench" / "other.py").write_text(FIGURE.format(name="verify", word=word))
    (tree / "bench" / "organisation.py").write_text(
        "raise SystemExit('not a benchmark, but what one uses')\n"
    )
    done = dev(tree, "bench")
    assert done.stdout.splitlines() == [
        "append  1.5  ratio  <= 2  holds",
        f"verify  1.5  ratio  <= 2  {word}",
    ]
    assert done.returncode == code
    assert dev(tree, "bench", "good").returncode == 0


def test_bench_refuses_a_name_that_is_no_benchmark(tree):
    done = dev(tree, "bench", "speed")
    assert done.returncode == 2
    assert "there is no benchmark bench/speed.py" in done.stderr


# Stands for pip-audit: what it prints, and how it ends.
UV = '#!/bin/sh\necho "{said}"\nexit {ends}\n'
AUDITS = {
    "none": ("No known vulnerabilities found", 0, 0, "No weakness of a locked package is known"),
    "one": ("Found 1 known vulnerability in 1 package", 1, 1, ""),
    "not told": ("1 package could not be audited", 0, 2, "of these nothing is known"),
    "not there": ("no route to host", 1, 2, "out of reach; nothing is known"),
}


@pytest.mark.parametrize("case", AUDITS)
def test_a_weakness_is_one_and_what_could_not_be_asked_is_not_called_none(tree, case):
    said, ends, code, told = AUDITS[case]
    uv = tree / ".venv/bin/uv"
    uv.write_text(UV.format(said=said, ends=ends))
    uv.chmod(0o755)
    done = dev(tree, "audit")
    assert (done.returncode, said in done.stdout, told in done.stderr) == (code, True, True)


@pytest.mark.parametrize(("found", "code"), [(0, 0), (1, 1), (2, 0), (124, 0)])
def test_a_change_is_stopped_by_a_known_weakness_and_an_unanswered_question_is_said(tmp_path, found, code):
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci" / "run")
    stands = f'#!/bin/sh\ncase $1 in test) echo "=== 9 passed in 1s ===" ;; audit) exit {found} ;; esac\n'
    (tmp_path / "dev").write_text(stands)
    (tmp_path / "dev").chmod(0o755)
    done = subprocess.run([tmp_path / ".ci" / "run"], capture_output=True, text=True)
    assert done.returncode == code
    assert ("is not known today" in done.stdout) is (found > 1)
