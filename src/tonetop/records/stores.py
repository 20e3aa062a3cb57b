"""Where files lie by their SHA-256: in the data folder or a store of objects; no framework, for `verify` uses it."""

from __future__ import annotations

import os
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack
from hashlib import file_digest, sha256
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from tonetop.records import filed
from tonetop.records.setting import setting

NAME = "TONETOP_EVIDENCE_STORE"
"""The variable of the environment that names the store of objects, such as s3://bucket/evidence."""
FILE = "evidence-store"
"""The file of the data folder that names it where the environment does not; it goes into backups."""
CHUNK = 1 << 20
SPOOLED = 8 << 20
"""Bytes of a fetched file that are held in memory; a larger one is written down while it is looked at."""


class StoreError(Exception):
    """A store cannot be reached, or does not hold what it was given; the message is one sentence."""


class Altered(StoreError):
    """What lies under a hash has another one."""


class Store(Protocol):
    """Files by their hash. Every method may raise StoreError."""

    where: str

    def size(self, digest: str) -> int | None:
        """Bytes of the file of a hash; None when it is not held."""

    def take(self, part: Path, digest: str, size: int) -> None:
        """Hold a file from now on; it is durable when this returns. What is held already is not written again."""

    def open(self, digest: str) -> BinaryIO | None:
        """The file, once it was seen to have the hash; None when it is not held. Raises Altered."""

    def remove(self, digest: str) -> None:
        """Let go of a file, whether it is held or not."""


def named(folder: Path) -> str:
    """The address of the store of objects that the environment or the data folder names; empty for none."""
    return setting(NAME, folder / FILE)


def chosen(folder: Path) -> tuple[Store, ...]:
    """The stores of a data folder: the first takes, all are read; what lay in the folder before stays there."""
    own, url = Folder(folder), named(folder)
    return (Objects(url, folder), own) if url else (own,)


def opened(folder: Path, digest: str) -> BinaryIO | None:
    """The file of a hash from the first store that holds it, or None. Raises Altered, StoreError."""
    files = (store.open(digest) for store in reversed(chosen(folder)))  # what lies near is asked first
    return next((file for file in files if file is not None), None)


def is_unaltered(folder: Path, digest: str) -> bool | None:
    """Whether a file has the hash that names it; None when it is held nowhere. Raises StoreError."""
    try:
        file = opened(folder, digest)
    except Altered:
        return False
    if file is None:
        return None
    file.close()
    return True


class Folder:
    """The data folder itself: one file a hash, readable by its owner alone, never written again."""

    def __init__(self, folder: Path) -> None:
        self._folder, self.where = folder, str(folder / filed.FOLDER)

    def size(self, digest: str) -> int | None:
        """Bytes of the file of a hash."""
        try:
            return filed.place(self._folder, digest).stat().st_size
        except FileNotFoundError:
            return None

    def take(self, part: Path, digest: str, size: int) -> None:
        """Move a file, which is on the disk already, to its place, and bring the folders to the disk."""
        place = filed.place(self._folder, digest)
        if self.size(digest) == size:
            return
        for folder in (place.parent.parent, place.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
        part.chmod(0o400)
        part.replace(place)
        for folder in (place.parent, place.parent.parent):
            _to_disk(folder)

    def open(self, digest: str) -> BinaryIO | None:
        """The file, read through once before it is given."""
        try:
            file = filed.place(self._folder, digest).open("rb")
        except FileNotFoundError:
            return None
        if file_digest(file, "sha256").hexdigest() != digest:
            file.close()
            raise Altered(
                f"the file {digest[:12]}… is not the one that was stored; put it back from a backup"
            )
        file.seek(0)
        return file

    def remove(self, digest: str) -> None:
        """Delete the file, and bring that to the disk."""
        place = filed.place(self._folder, digest)
        place.unlink(missing_ok=True)
        if place.parent.is_dir():
            _to_disk(place.parent)


class Objects:
    """A store of objects behind fsspec, such as S3: written once, believed only after it was asked again."""

    def __init__(self, url: str, folder: Path) -> None:
        self.where, self._folder = url, folder
        if "://" not in url:  # a bare word would be a folder beside wherever the program was started
            raise StoreError(f"{url}: names no store; write s3://BUCKET/PLACE")
        try:
            fsspec: Any = import_module("fsspec")
            self._fs, root = fsspec.core.url_to_fs(url, use_listings_cache=False)
        except ImportError as error:
            raise StoreError(f"{url}: needs the extra tonetop[s3] ({error})") from None
        except ValueError as error:
            raise StoreError(f"{url}: names no store that is known ({error})") from None
        self._root = root.rstrip("/")
        self._is_s3 = "s3" in self._fs.protocol

    def size(self, digest: str) -> int | None:
        """Bytes of the object of a hash, as the store says now."""
        return self._asked(digest)[0]

    def take(self, part: Path, digest: str, size: int) -> None:
        """Put a file there; it is believed once size and checksum were asked for and match."""
        if self._holds(digest, size):
            return
        try:
            self._put(part, self._key(digest), digest)
        except Exception as error:
            raise self._failed("took nothing", error) from error
        if not self._holds(digest, size):
            raise StoreError(f"{self.where}: does not hold what was just put there; nothing is acknowledged")

    def open(self, digest: str) -> BinaryIO | None:
        """The object, fetched whole and seen to have the hash."""
        found = sha256()
        with ExitStack() as until_given:
            file: Any = until_given.enter_context(
                tempfile.SpooledTemporaryFile(SPOOLED, dir=str(self._folder))
            )
            try:
                for chunk in self._chunks(digest):
                    found.update(chunk)
                    file.write(chunk)
            except FileNotFoundError:
                return None
            if found.hexdigest() != digest:
                raise Altered(f"the file {digest[:12]}… in {self.where} is not the one that was stored")
            file.seek(0)
            until_given.pop_all()
            opened: BinaryIO = file
            return opened

    def remove(self, digest: str) -> None:
        """Delete the object; versions that the bucket itself keeps are the bucket's."""
        try:
            if self._asked(digest)[0] is not None:
                self._fs.rm_file(self._key(digest))
        except StoreError:
            raise
        except Exception as error:
            raise self._failed("did not delete", error) from error

    def _key(self, digest: str) -> str:
        return f"{self._root}/{digest[:2]}/{digest}"

    def _put(self, part: Path, key: str, digest: str) -> None:
        if not self._is_s3:
            self._fs.makedirs(key.rpartition("/")[0], exist_ok=True)
            self._fs.put_file(str(part), key)
            return
        bucket, _, name = key.partition("/")
        with part.open("rb") as body:
            checksum = {"ChecksumAlgorithm": "SHA256", "ChecksumSHA256": _base64(digest)}
            self._fs.call_s3("put_object", Bucket=bucket, Key=name, Body=body, **checksum)

    def _holds(self, digest: str, size: int) -> bool:
        """Whether the object is there with that size and hash: by the store's own checksum, else read back."""
        held, checksum = self._asked(digest)
        if held != size:
            return False
        if checksum:
            return checksum == _base64(digest)
        found = sha256()
        for chunk in self._chunks(digest):
            found.update(chunk)
        return found.hexdigest() == digest

    def _asked(self, digest: str) -> tuple[int | None, str]:
        """Size and checksum (SHA-256, base64; empty where none is told) as the store says now."""
        key = self._key(digest)
        try:
            if not self._is_s3:
                return self._fs.info(key)["size"], ""
            bucket, _, name = key.partition("/")
            told = self._fs.call_s3("head_object", Bucket=bucket, Key=name, ChecksumMode="ENABLED")
        except FileNotFoundError:
            return None, ""
        except Exception as error:
            raise self._failed("does not answer", error) from error
        return told["ContentLength"], told.get("ChecksumSHA256", "")

    def _chunks(self, digest: str) -> Iterator[bytes]:
        """The object's bytes. Raises FileNotFoundError, StoreError."""
        try:
            with self._fs.open(self._key(digest), "rb", cache_type="none") as file:
                while chunk := file.read(CHUNK):
                    yield chunk
        except FileNotFoundError:
            raise
        except Exception as error:
            raise self._failed("does not give its files", error) from error

    def _failed(self, what: str, error: Exception) -> StoreError:
        return StoreError(f"{self.where}: {what}: {' '.join(str(error).split()) or type(error).__name__}")


def _base64(digest: str) -> str:
    """A hash as S3 writes checksums."""
    return b64encode(bytes.fromhex(digest)).decode()


def _to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
