"""Commands as the terminal runs them, in this process over an open folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

import pytest

from tests.work.conftest import demo, folder, fresh, steady, unblocked

__all__ = ["demo", "folder", "fresh", "steady", "unblocked"]


@dataclass(frozen=True)
class Done:
    """What came of a command."""

    status: int
    out: str
    err: str


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Runs the command of a module of tonetop.cli with arguments; its refusals come as exceptions."""
    import typer

    def run(module: str, *args: str) -> Done:
        app = import_module(f"tonetop.cli.{module}").app
        capsys.readouterr()
        status = typer.main.get_command(app).main(list(args), standalone_mode=False)
        out, err = capsys.readouterr()
        return Done(status or 0, out, err)

    return run
