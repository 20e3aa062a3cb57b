"""Files by their hash in a folder, in S3 and in other stores of fsspec: durable, once, seen to be unaltered."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tonetop.records import stores
from tonetop.records.stores import Altered, Objects, StoreError

fsspec = pytest.importorskip("fsspec", reason="needs the extra tonetop[assistant]")


def put(store: Any, folder: Path, data: bytes) -> str:
    """Give a store a file, as it comes in; its hash."""
    part, digest = folder / "part", sha256(data).hexdigest()
    part.write_bytes(data)
    store.take(part, digest, len(data))
    return digest


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of a bucket on moto's server on this machine."""
    pytest.importorskip("s3fs", reason="needs the extra tonetop[assistant]")
    server_module = pytest.importorskip("moto.server", reason="needs moto")
    server = server_module.ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    told = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    before = {name: os.environ.get(name) for name in told}
    os.environ.update(told)
    try:
        import s3fs

        s3fs.S3FileSystem.clear_instance_cache()
        with suppress(FileExistsError):
            s3fs.S3FileSystem().mkdir("evidence")
        yield "s3://evidence/kept"
    finally:
        server.stop()
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)


@pytest.fixture(params=["folder", "s3", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """A store of each kind, over a folder of the test's own."""
    if request.param == "folder":
        return stores.Folder(tmp_path)
    url = request.getfixturevalue("s3") if request.param == "s3" else "memory://kept"
    return Objects(url, tmp_path)


def test_what_was_taken_is_given_back_and_let_go(store: Any, tmp_path: Path):
    data = os.urandom(3 << 20)
    digest = sha256(data).hexdigest()
    assert store.size(digest) is None and store.open(digest) is None
    assert put(store, tmp_path, data) == digest
    assert put(store, tmp_path, data) == digest
    assert store.size(digest) == len(data)
    with store.open(digest) as file:
        assert file.read() == data
    store.remove(digest)
    store.remove(digest)
    assert store.open(digest) is None


def test_what_lies_under_another_hash_is_told(store: Any, tmp_path: Path):
    digest = put(store, tmp_path, b"as it was")
    if isinstance(store, Objects):
        store._fs.pipe_file(store._key(digest), b"as it is.")
    else:
        place = next((tmp_path / "blobs").rglob(digest))
        place.chmod(0o600)
        place.write_bytes(b"as it is.")
    with pytest.raises(Altered):
        store.open(digest)


def test_s3_checks_the_bytes_itself_and_is_asked_for_their_checksum(s3: str, tmp_path: Path):
    store = Objects(s3, tmp_path)
    digest = put(store, tmp_path, b"with a checksum")
    size, checksum = store._asked(digest)
    assert size == 15 and len(checksum) == 44
    with pytest.raises(StoreError):
        store.take(tmp_path / "part", sha256(b"something else").hexdigest(), 14)


def test_nothing_is_acknowledged_when_the_store_loses_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    store = Objects("memory://lossy", tmp_path)
    monkeypatch.setattr(store, "_put", lambda *told: None)
    with pytest.raises(StoreError, match="nothing is acknowledged"):
        put(store, tmp_path, b"lost")


def test_a_store_that_does_not_answer_or_is_unknown_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for none in ("nonsense://there", "bucket", "/srv/evidence"):
        with pytest.raises(StoreError, match="names no store"):
            Objects(none, tmp_path)
    store = Objects("memory://down", tmp_path)

    def down(*told: object, **more: object) -> None:
        raise ConnectionError("the network is down")

    for name in ("info", "put_file", "open"):
        with monkeypatch.context() as broken:
            broken.setattr(store._fs.__class__, name, down)
            if name == "open":
                with pytest.raises(StoreError, match="network is down"):
                    store.open("0" * 64)
            else:
                with pytest.raises(StoreError, match="network is down"):
                    put(store, tmp_path, name.encode())
    digest = put(store, tmp_path, b"stays")
    monkeypatch.setattr(store._fs.__class__, "rm_file", down)
    with pytest.raises(StoreError, match="did not delete"):
        store.remove(digest)


def test_without_the_extra_one_sentence_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(stores, "import_module", missing)
    with pytest.raises(StoreError, match=r"tonetop\[s3\]"):
        Objects("s3://evidence", tmp_path)


def test_the_environment_names_the_store_and_else_a_file_of_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    assert stores.named(tmp_path) == ""
    (tmp_path / stores.FILE).write_text("memory://by-file\n")
    assert [store.where for store in stores.chosen(tmp_path)][0] == "memory://by-file"
    monkeypatch.setenv(stores.NAME, "memory://by-environment")
    assert stores.named(tmp_path) == "memory://by-environment"
