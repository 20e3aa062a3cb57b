"""Files of tables: encodings, delimiters, heads and rows that do not fit; nothing is lost."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from tonetop.discovery.source import Sampling, Unreachable
from tonetop.discovery.sources.folder import FolderSource
from tonetop.discovery.tables.delimited import delimiter, is_head
from tonetop.discovery.tables.guess import type_of
from tonetop.discovery.tables.table import Rows


def _read(folder: Path, name: str = "") -> tuple[dict[str, str], list[dict[str, object]]]:
    """Fields and rows of the one asset, or of that of a name."""
    with FolderSource(folder, "here") as source:
        asset = next(one for one in source.assets() if not name or one.name == name)
        assert asset.skipped is None
        rows = [row for _, batch in source.batches(asset, Sampling()) for row in batch.to_pylist()]
        assert source.rows(asset) == len(rows)
        return dict(asset.fields), rows


@pytest.mark.parametrize(
    ("written", "encoding"),
    [
        ("name,town\nZoë,Köln\nIan,Cork\n", "utf-8"),
        ("name;town\nZoë;Köln\nIan;Cork\n", "cp1252"),
        ("name\ttown\nZoë\tKöln\nIan\tCork\n", "utf-16"),
        ("name|town\r\nZoë|Köln\r\nIan|Cork\r\n", "utf-8-sig"),
    ],
)
def test_a_table_is_read_whatever_its_encoding_and_delimiter(
    tmp_path: Path, written: str, encoding: str
) -> None:
    (tmp_path / "people.csv").write_bytes(written.encode(encoding))
    fields, rows = _read(tmp_path)
    assert fields == {"name": "text", "town": "text"}
    assert rows == [{"name": "Zoë", "town": "Köln"}, {"name": "Ian", "town": "Cork"}]


def test_rows_that_do_not_fit_are_kept(tmp_path: Path) -> None:
    lines = [f"{number},a" for number in range(5000)]
    lines[4000] = "4000,a,b,c"
    lines[4500] = "4500"
    (tmp_path / "odd.csv").write_text("id,what\n" + "\n".join(lines), encoding="utf-8")
    fields, rows = _read(tmp_path)
    assert fields == {"id": "integer", "what": "text"}
    assert len(rows) == 5000
    assert rows[4000]["what"] == "a,b,c"
    assert rows[4500] == {"id": "4500", "what": None}


def test_a_table_without_a_head_gets_numbered_columns(tmp_path: Path) -> None:
    (tmp_path / "bare.csv").write_text("1,ada@example.org\n2,bo@example.org\n", encoding="utf-8")
    fields, rows = _read(tmp_path)
    assert list(fields) == ["column1", "column2"]
    assert len(rows) == 2


def test_quoted_ends_of_lines_and_double_names_stay_apart(tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_text('note,note\n"one\ntwo","a,b"\n', encoding="utf-8")
    fields, rows = _read(tmp_path)
    assert list(fields) == ["note", "note_2"]
    assert rows == [{"note": "one\ntwo", "note_2": "a,b"}]


def test_the_delimiter_is_what_gives_most_lines_the_same_width() -> None:
    assert delimiter("a;b,c;d\n1;2,5;3\n") == ";"
    assert delimiter("one column\nof text\n") == ","
    assert is_head(["id", "mail"], [["1", "a@example.org"]])
    assert not is_head(["1", "2"], [["3", "4"]])


def test_types_are_those_that_all_filled_values_have() -> None:
    assert type_of(["1", "", None, "22"]) == "integer"
    assert type_of(["1", "2.5"]) == "number"
    assert type_of(["2024-01-31", "2024-02-01"]) == "date"
    assert type_of(["2024-01-31 10:00:00", "2024-02-01T10:00Z"]) == "time"
    assert type_of(["yes", "no"]) == "boolean"
    assert type_of([]) == "text"


def test_json_in_its_three_shapes_becomes_tables(tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text(json.dumps([{"a": 1, "b": {"c": "x"}}, {"a": 2, "d": ["u", "v"]}]))
    (tmp_path / "lines.jsonl").write_text('{"a": 1}\n\n{"a": "two"}\n')
    (tmp_path / "within.json").write_text(
        json.dumps({"people": [{"mail": "a@example.org"}], "made": "2024-01-01"})
    )
    fields, rows = _read(tmp_path, "list.json")
    assert fields == {"a": "integer", "b.c": "text", "d": "text"}
    assert rows[1] == {"a": 2, "b.c": None, "d": "u\nv"}
    assert len(_read(tmp_path, "lines.jsonl")[1]) == 2
    assert _read(tmp_path, "within.json#people")[1] == [{"mail": "a@example.org"}]
    assert _read(tmp_path, "within.json")[1] == [{"made": "2024-01-01"}]


def test_many_settings_in_one_object_are_lines_and_no_row(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"a": {f"n{n}": n for n in range(200)}}))
    fields, rows = _read(tmp_path)
    assert fields == {"text": "text"}
    assert (len(rows), rows[3]) == (200, {"text": "a.n3: 3"})


def test_parquet_tells_its_types_and_flattens_what_is_nested(tmp_path: Path) -> None:
    table = pa.table({"id": [1, 2], "tags": [["a"], None], "kind": pa.array(["x", "x"]).dictionary_encode()})
    parquet.write_table(table, tmp_path / "t.parquet")
    fields, rows = _read(tmp_path)
    assert fields["id"] == "integer"
    assert rows == [{"id": 1, "tags": '["a"]', "kind": "x"}, {"id": 2, "tags": None, "kind": "x"}]


def test_what_is_not_what_its_name_says_is_told_as_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    (tmp_path / "b.parquet").write_bytes(b"no")
    (tmp_path / "c.json").write_text("{nothing")
    (tmp_path / "d.txt").write_bytes(b"a\0b")
    (tmp_path / "e.xlsx").write_bytes(b"PK")
    (tmp_path / "f.sqlite").write_bytes(b"SQLite format 3\0")
    (tmp_path / "g.csv").write_bytes(b"")
    with FolderSource(tmp_path, "here") as source:
        why = {asset.name: asset.skipped for asset in source.assets()}
        assert list(source.batches(source.assets()[-1], Sampling())) == []
    assert why.pop("g.csv") is None
    assert all(why.values())
    assert "sqlite:///" in str(why["f.sqlite"])


def test_what_is_not_opened_is_told_by_its_ending(tmp_path: Path) -> None:
    names = ("a.zip", "b.zip", "c/d.ZIP", "c/e.zip", "passport.jpg", "old.pst", "main.py", "m.onnx", "x.blob")
    for name in (*names, "node_modules/p/a.csv", "people.csv"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mail\na@example.org\n")
    (tmp_path / "link.csv").symlink_to(tmp_path / "people.csv")
    (tmp_path / "lane").symlink_to(tmp_path / "c")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "shut").mkdir(mode=0o000)
    try:
        with FolderSource(tmp_path, "here") as source:
            first, second = source.assets(), source.assets()
    finally:
        (tmp_path / "shut").chmod(0o700)
    assert first == second
    told = {asset.name: str(asset.skipped) for asset in first}
    assert told.pop("people.csv") == "None"
    assert told.pop("*.zip").endswith("; 4 such: a.zip, b.zip, c/d.ZIP and 1 more")
    if os.geteuid():
        assert "this folder cannot be read" in told.pop("shut/")
    assert sorted(told) == sorted(
        ("(links)", "(special files)", "*.blob", "*.jpg", "*.onnx", "*.pst", "*.py", "node_modules/")
    )
    assert "2 such: lane, link.csv" in told["(links)"]
    assert "use of AI" in told["*.py"] and "use of AI" in told["*.onnx"]
    assert sum(asset.rows or 0 for asset in first if asset.skipped) == 0


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("a.csv.gz", b"id,mail\n1,a@example.org\n2,b@example.org\n"),
        ("a.jsonl.gz", b'{"id":1,"mail":"a@example.org"}\n{"id":2,"mail":"b@example.org"}\n'),
        ("a.json.gz", b'[{"id":1,"mail":"a@example.org"},{"id":2,"mail":"b@example.org"}]'),
        ("a.log.gz", b"a@example.org came\nb@example.org went\n"),
    ],
)
def test_what_gzip_packed_is_read_as_what_it_holds(tmp_path: Path, name: str, written: bytes) -> None:
    (tmp_path / name).write_bytes(gzip.compress(written))
    assert len(_read(tmp_path)[1]) == 2


def test_a_packed_file_that_is_damaged_none_or_too_large_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = gzip.compress(b"id\n" + b"".join(b"%d\n" % n for n in range(99_999)))
    (tmp_path / "cut.csv.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "none.csv.gz").write_bytes(b"id,mail\n1,2\n")
    (tmp_path / "t.parquet.gz").write_bytes(gzip.compress(b"PAR1"))
    (tmp_path / "large.json.gz").write_bytes(gzip.compress(b"[" + b"1," * 5000 + b"1]"))
    (tmp_path / "long.jsonl.gz").write_bytes(gzip.compress(b'"' + b"x" * 9000 + b'"'))
    (tmp_path / "d.xlsx.gz").write_bytes(gzip.compress(b"x" * 9000))
    monkeypatch.setattr("tonetop.discovery.tables.objects.LARGEST", 1000)
    monkeypatch.setattr("tonetop.discovery.tables.opaque.LARGEST", 1000)
    with FolderSource(tmp_path, "here", lambda data, name: {}) as source:
        told = {asset.name: asset.skipped for asset in source.assets()}
        (cut,) = [asset for asset in source.assets() if asset.name == "cut.csv.gz"]
        with pytest.raises(Unreachable, match="no gzip, or damaged"):
            list(source.batches(cut, Sampling()))
    assert told.pop("cut.csv.gz") is None
    assert "no gzip" in str(told["none.csv.gz"]) and "Parquet" in str(told["t.parquet.gz"])
    assert all(told.values())


def test_a_damaged_line_of_json_ends_the_reading_with_its_number(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"a": 1}\n{"a": \n')
    with FolderSource(tmp_path, "here") as source:
        assert "line 2" in str(source.assets()[0].skipped)


def test_lines_of_text_are_rows_and_a_file_can_be_the_source(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("one\n\ntwo\n", encoding="utf-8")
    assert _read(path) == ({"text": "text"}, [{"text": "one\n"}, {"text": "two\n"}])


def test_reading_goes_on_after_a_row_and_a_sample_is_the_same_again(tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text("n\n" + "\n".join(str(n) for n in range(2000)))
    with FolderSource(tmp_path, "here") as source:
        (asset,) = source.assets()
        drawn = [
            [batch.to_pylist() for _, batch in source.batches(asset, Sampling(200, 7))] for _ in range(2)
        ]
        assert drawn[0] == drawn[1]
        assert 100 < sum(map(len, drawn[0])) < 300
        assert list(source.batches(asset, Sampling(), after="2000")) == []


def test_what_reads_strangers_files_is_handed_in_and_its_refusal_told(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"one")
    (tmp_path / "b.xlsx").write_bytes(b"two")

    def read(data: bytes, name: str) -> dict[str, Rows]:
        if data == b"two":
            raise ValueError("it is damaged")
        return {"Sheet": Rows(["n", "mail"], [["1", "a@example.org"]])}

    with FolderSource(tmp_path, "here", read) as source:
        first, second = source.assets()
        assert (first.name, dict(first.fields), first.rows) == (
            "a.xlsx#Sheet",
            {"n": "integer", "mail": "text"},
            1,
        )
        assert second.skipped == "it is damaged"
        ((_, batch),) = source.batches(first, Sampling())
        assert batch.to_pylist() == [{"n": "1", "mail": "a@example.org"}]
        (tmp_path / "a.xlsx").write_bytes(b"two")
        with pytest.raises(Unreachable, match="damaged"):
            list(source.batches(first, Sampling()))


def test_folders_of_tools_and_links_are_left_out(tmp_path: Path) -> None:
    for place in ("node_modules/a.csv", "own/a.csv", "own/b.py"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text("a,b\n1,2\n")
    (tmp_path / "own" / "linked.csv").symlink_to(tmp_path / "own" / "a.csv")
    with FolderSource(tmp_path, "here") as source:
        assert [asset.name for asset in source.assets() if not asset.skipped] == ["own/a.csv"]


def test_a_folder_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="cannot be read"):
        FolderSource(tmp_path / "none", "none").assets()
