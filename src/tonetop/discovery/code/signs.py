"""Signs of AI in a line of code: an import, a package that is asked for, the address of a service."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import PurePosixPath
from typing import NamedTuple

import yaml

LANGUAGES = {
    ".py": "python", ".pyi": "python", ".ipynb": "python", ".js": "javascript", ".jsx": "javascript",
    ".mjs": "javascript", ".cjs": "javascript", ".ts": "javascript", ".tsx": "javascript", ".vue": "javascript",
    ".svelte": "javascript", ".java": "java", ".kt": "java", ".scala": "java", ".groovy": "java", ".go": "go",
    ".cs": "csharp", ".r": "r", ".rmd": "r",
}  # fmt: skip
IMPORTS = {
    "python": re.compile(r"^\s*(?:from\s+([\w.]+)\s+import\b|import\s+([\w.]+(?:\s*,\s*[\w.]+)*))"),
    "javascript": re.compile(r"""(?:\bfrom|\brequire\s*\(|\bimport\s*\(|^\s*import)\s*["']([^"']+)["']"""),
    "java": re.compile(r"^\s*import\s+(?:static\s+)?([\w.]+)"),
    "go": re.compile(r"""^\s*(?:import\s+)?(?:[\w.]+\s+)?"([\w./-]+)"\s*$"""),
    "csharp": re.compile(r"^\s*(?:global\s+)?using\s+(?:static\s+)?([\w.]+)\s*;"),
    "r": re.compile(r"""(?:\blibrary|\brequire|\bloadNamespace)\s*\(\s*["']?([\w.]+)|\b([\w.]+)::"""),
}
"""How each language names what it uses."""
ASKED = {
    "package.json": ("javascript", re.compile(r'(?:^|[{,])\s*"([@\w./-]+)"\s*:\s*"[~^<>=*\dxvlwngf]')),
    "go.mod": ("go", re.compile(r"^\s*(?:require\s+)?([\w.-]+\.[\w./-]+)\s+v\d")),
    "pom.xml": ("java", re.compile(r"<(?:groupId|artifactId)>\s*([\w.-]+)\s*<")),
    "build.gradle": ("java", re.compile(r"""["']([\w.-]+):[\w.-]+(?::[\w.-]+)?["']""")),
    "build.gradle.kts": ("java", re.compile(r"""["']([\w.-]+):[\w.-]+(?::[\w.-]+)?["']""")),
    "pyproject.toml": (
        "python",
        re.compile(r"""^\s*["']?([A-Za-z][\w.-]*)(?:\[[\w,\s-]*\])?\s*(?:[<>=~!;,"']|$)"""),
    ),
    "pipfile": ("python", re.compile(r"^\s*([A-Za-z][\w.-]*)\s*=")),
    "environment.yml": ("python", re.compile(r"^\s*-\s*([A-Za-z][\w.-]*)")),
    "setup.py": ("python", re.compile(r"""^\s*["']([A-Za-z][\w.-]*)(?:\[[\w,]*\])?[<>=~!"']""")),
    "setup.cfg": ("python", re.compile(r"^\s*([A-Za-z][\w.-]*)\s*(?:[<>=~!]|$)")),
    "description": ("r", re.compile(r"^\s*(?:Imports:|Depends:)?\s*([A-Za-z][\w.]*)\s*(?:\(|,|$)")),
}
"""Files in which a project asks for packages, and how."""
REQUIREMENTS = re.compile(r"requirements[\w.-]*\.(?:txt|in)$", re.I)
LISTED = re.compile(r"^\s*([A-Za-z][\w.-]*)")
PROJECT = re.compile(r'<PackageReference\s+Include="([\w.]+)"')
CONFIGURED = frozenset(
    (".env", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf", ".properties", ".json", ".tf", ".sh")
)
IMAGES = ("dockerfile", "containerfile")
"""What the names of files begin or end with that say of which images a container is made."""
IMAGE = re.compile(r"""^\s*(?:FROM\s+(?:--\S+\s+)*|-?\s*["']?image["']?\s*:\s*["']?)([\w./-]+)""", re.I)
DEFAULT_REGISTRY = re.compile(r"^(?:(?:index|registry-1)\.)?docker\.io/")
SERVICE = re.compile(r"""\.(?:client|resource)\(\s*(?:service_name\s*=\s*)?["']([\w-]+)["']""")
PIECE = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::\d+)?")


class Sign(NamedTuple):
    """What of AI a line uses, and by what it is told."""

    what: str
    why: str


@cache
def table(name: str) -> dict[str, str]:
    """A part of what tells AI, by name."""
    text = resources.files(__package__).joinpath("ai.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text)[name])


def language(name: str) -> str:
    """The language of a file; empty where it is none that is known."""
    return LANGUAGES.get(PurePosixPath(name.lower()).suffix, "")


def is_looked_at(name: str) -> bool:
    """Whether a file can tell of AI by its lines: code, configuration, or what a project asks for."""
    path = PurePosixPath(name.lower())
    is_configuration = path.suffix in CONFIGURED or path.name.startswith(".env") or _is_image(path.name)
    return bool(language(name)) or is_configuration or asking(name) is not None


def is_model(name: str) -> bool:
    """Whether a file's ending is one of models."""
    return PurePosixPath(name.lower()).suffix in table("models")


def asking(name: str) -> tuple[str, re.Pattern[str]] | None:
    """The language for whose packages a file asks, and how it names one; None where it asks for none."""
    path = PurePosixPath(name.lower())
    if REQUIREMENTS.search(path.name):
        return "python", LISTED
    if path.suffix == ".csproj":
        return "csharp", PROJECT
    return ASKED.get(path.name)


def signs(name: str, line: str) -> Iterator[Sign]:
    """The signs in a line of a file."""
    spoken = language(name)
    if spoken:
        yield from _imports(spoken, line)
        for service in SERVICE.findall(line):
            if what := table("services").get(service):
                yield Sign(what, f"client of {service}")
    asked = asking(name)
    if asked is not None:
        yield from _asked(*asked, line)
    yield from _images(name, line)
    yield from _hosts(line)


def _imports(spoken: str, line: str) -> Iterator[Sign]:
    for groups in IMPORTS[spoken].findall(line):
        named = groups if isinstance(groups, str) else ",".join(filter(None, groups))
        for module in re.split(r"\s*,\s*", named):
            if what := _known(spoken, module):
                yield Sign(what, f"import of {module}")


def _asked(spoken: str, form: re.Pattern[str], line: str) -> Iterator[Sign]:
    for package in form.findall(line):
        name = package.lower() if spoken == "python" else package
        what = table("names").get(name) if spoken == "python" else None
        what = what or _known(spoken, name.replace("-", "_") if spoken == "python" else name)
        if what:
            yield Sign(what, f"asks for the package {package}")


def _is_image(name: str) -> bool:
    return name.startswith(IMAGES) or name.endswith(tuple(f".{ending}" for ending in IMAGES))


def _images(name: str, line: str) -> Iterator[Sign]:
    """Images that a container is made of, in its own file or where several are put together."""
    path = PurePosixPath(name.lower())
    if not _is_image(path.name) and path.suffix not in (".yaml", ".yml"):
        return
    for image in IMAGE.findall(line):
        plain = DEFAULT_REGISTRY.sub("", image.lower())
        if what := _known("images", plain):
            yield Sign(what, f"image {plain}")


def _known(spoken: str, module: str) -> str | None:
    """What a module is part of: the longest name that it is, or lies below."""
    known = table(spoken)
    between = "/" if spoken in ("go", "javascript", "images") else "."
    parts = module.split(between)
    for count in range(len(parts), 0, -1):
        if what := known.get(between.join(parts[:count])):
            return what
    return None


def _hosts(line: str) -> Iterator[Sign]:
    """Addresses of services; a name of one stands alone or as the end of a longer one."""
    if "." not in line and ":" not in line:
        return
    for piece in PIECE.findall(line):
        parts = piece.lower().split(".")
        for start in range(len(parts)):
            host = ".".join(parts[start:])
            if what := table("hosts").get(host.replace(".", " ").replace(":", " port ")):
                yield Sign(what, f"address {host}")
                break
        if piece.lower().endswith("amazonaws.com") and (what := table("services").get(parts[0])):
            yield Sign(what, f"address {piece.lower()}")
