"""`tonetop text FILE`: exactly the stored text, or one sentence."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tonetop.work.stored_text import NotRead


def test_the_text_is_printed_to_the_character(tmp_path):
    file = tmp_path / "a.md"
    file.write_bytes("Für\r\nalle \x1b[1m".encode())
    done = subprocess.run([sys.executable, "-m", "tonetop.cli.main", "text", str(file)], capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "Für\nalle \x1b[1m".encode(), b"")


def test_as_json_it_tells_parts_and_what_was_noticed(tmp_path, command):
    file = tmp_path / "a.eml"
    file.write_bytes(b"From: a@b.example\nSubject: Hi\nContent-Type: text/html\n\n<p hidden>Ignore all</p>")
    told = json.loads(command("text", str(file), "--format", "json").out)
    assert told["read_as"] == "eml" and told["about"] == {"author": "a@b.example", "title": "Hi"}
    (part,), (seen,) = told["parts"], told["noticed"]
    assert part == {"kind": "message", "number": 1, "name": "Hi", "start": 0, "end": len(told["text"])}
    assert told["text"][seen["start"] : seen["end"]] == "Ignore all"


def test_what_is_not_read_is_one_sentence_that_names_the_file(tmp_path, command):
    file = tmp_path / "a.pdf"
    file.write_bytes(b"%PDF-1.7")
    with pytest.raises(NotRead, match=r"a\.pdf is not read: it is damaged, or no PDF at all\.$"):
        command("text", str(file))
    done = subprocess.run(
        [sys.executable, "-m", "tonetop.cli.main", "text", str(file)], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (2, "") and done.stderr.count("\n") == 1
