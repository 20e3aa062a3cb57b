"""Code: every way in which a language says that it uses AI, with its place; what only looks so is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tonetop.discovery.code.uses import is_fixture, uses

HOST = ".".join(("api", "openai", "com"))


def _found(folder: Path, name: str, written: str) -> list[tuple[str, str]]:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(written, encoding="utf-8")
    return [(found.where, found.what) for found in uses(path, name)]


@pytest.mark.parametrize(
    ("name", "written", "place"),
    [
        ("a.py", "import os\nimport openai\n", "a.py:2 OpenAI"),
        ("a.py", "from google.cloud.aiplatform import x", "a.py:1 Google Vertex AI"),
        ("a.py", "    import numpy, torch.nn", "a.py:1 PyTorch"),
        ("a.py", "x = boto3.client('bedrock-runtime')", "a.py:1 Amazon Bedrock"),
        ("a.ts", "import OpenAI from 'openai'", "a.ts:1 OpenAI"),
        ("a.js", 'const x = require("@anthropic-ai/sdk")', "a.js:1 Anthropic"),
        ("A.java", "import dev.langchain4j.model.Chat;", "A.java:1 LangChain4j"),
        ("a.go", 'import (\n\t"fmt"\n\topenai "github.com/sashabaranov/go-openai"\n)', "a.go:3 OpenAI"),
        ("A.cs", "using Microsoft.ML.Data;", "A.cs:1 ML.NET"),
        ("a.R", "library(randomForest)", "a.R:1 randomForest"),
        ("a.R", "x <- xgboost::xgb(d)", "a.R:1 XGBoost"),
        ("requirements-dev.txt", "numpy\nscikit-learn==1.6 \\\n", "requirements-dev.txt:2 scikit-learn"),
        ("pyproject.toml", 'dependencies = [\n    "openai>=1",\n]', "pyproject.toml:2 OpenAI"),
        ("package.json", '{"dependencies": {\n"@langchain/core": "^0.3"}}', "package.json:2 LangChain"),
        ("package.json", '{"dependencies":{"left":"1","openai":"4"}}', "package.json:1 OpenAI"),
        ("package.json", f'{{"x":"{"y" * 9000}","openai":"^4"}}', "package.json:1 OpenAI"),
        ("Dockerfile", "FROM ollama/ollama:0.5 AS run", "Dockerfile:1 Ollama"),
        ("api.Dockerfile", "FROM --platform=linux/amd64 docker.io/vllm/vllm-openai", "api.Dockerfile:1 vLLM"),
        ("compose.yml", "  image: 'ollama/ollama'", "compose.yml:1 Ollama"),
        (
            "pom.xml",
            "<artifactId>langchain4j</artifactId><groupId>dev.langchain4j</groupId>",
            "pom.xml:1 LangChain4j",
        ),
        ("go.mod", "require github.com/openai/openai-go v1.2.3", "go.mod:1 OpenAI"),
        ("a.csproj", '<PackageReference Include="OpenAI" Version="2" />', "a.csproj:1 OpenAI"),
        (".env", f"BASE=https://{HOST}/v1", ".env:1 OpenAI"),
        (
            "a.yaml",
            "url: https://eu.bedrock-runtime.example\nhost: mine." + "openai." + "azure.com",
            "a.yaml:2 Azure OpenAI",
        ),
        ("a.tf", "host = bedrock-runtime.eu-west-1.amazonaws.com", "a.tf:1 Amazon Bedrock"),
    ],
)
def test_a_use_is_told_with_its_line(tmp_path: Path, name: str, written: str, place: str) -> None:
    assert [f"{where} {what}" for where, what in _found(tmp_path, name, written)] == [place]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("a.py", "# import openai\nopenai = 1\nprint('import torch')"),
        ("a.py", "import openairports"),
        ("a.py", f"x = '{HOST}pany'"),
        ("a.js", "import x from './openai'"),
        ("a.md", "import openai"),
        ("a.md", "FROM ollama/ollama"),
        ("Dockerfile", "FROM ollamaster/web"),
        ("package.json", '{"name": "openai", "description": "openai: 4"}'),
        ("a.py", ""),
        ("requirements.txt", "# openai\nrequests"),
    ],
)
def test_what_only_looks_so_is_no_use(tmp_path: Path, name: str, written: str) -> None:
    assert _found(tmp_path, name, written) == []


def test_one_use_is_told_once_for_each_file(tmp_path: Path) -> None:
    assert _found(tmp_path, "a.py", "import openai\n" * 3) == [("a.py:1", "OpenAI")]


def test_a_notebook_is_read_by_its_code(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": ["import torch"]},
        {"cell_type": "code", "source": ["import os\n", "import openai"]},
        {"cell_type": "code", "source": "from anthropic import Client"},
    ]
    written = json.dumps({"cells": cells}, indent=1)
    found = {what: where for where, what in _found(tmp_path, "a.ipynb", written)}
    assert set(found) == {"OpenAI", "Anthropic"}
    line = int(found["OpenAI"].rpartition(":")[2])
    assert "import openai" in written.splitlines()[line - 1]
    assert _found(tmp_path, "b.ipynb", "no notebook") == []


@pytest.mark.parametrize(
    ("name", "data", "count"),
    [
        ("m.onnx", b"\x08\x07\x12\xff", 1),
        ("m.onnx", bytes(64), 1),
        ("m.gguf", b"GGUF\3", 1),
        ("m.safetensors", (344).to_bytes(8, "little") + b'{"w":{"dtype":"F32"' + b" " * 325, 1),
        ("m.tflite", b"\x1c\0\0\0TFL3", 1),
        ("m.pmml", b'<PMML version="4.4">', 1),
        ("m.pkl", b"text", 0),
        ("m.safetensors", b"version https://git-lfs.github.com/spec/v1\n", 0),
        ("m.pt", b"", 0),
    ],
)
def test_a_model_is_told_by_its_file(tmp_path: Path, name: str, data: bytes, count: int) -> None:
    (tmp_path / name).write_bytes(data)
    assert len(list(uses(tmp_path / name, name))) == count


def test_fixtures_are_told_by_their_folder() -> None:
    assert is_fixture("tests/data/people.csv")
    assert not is_fixture("data/tests.csv")
