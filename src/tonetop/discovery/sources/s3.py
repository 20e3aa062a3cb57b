"""A bucket, or what lies in one below a prefix; credentials are those of the environment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from importlib import import_module
from typing import Any

from tonetop.discovery.regions import country_of
from tonetop.discovery.source import Lacking, Unreachable
from tonetop.discovery.sources.files import Files
from tonetop.discovery.tables.table import File, Opaque
from tonetop.discovery.tables.which import is_data

try:
    s3fs: Any = import_module("s3fs")
    FAULTS: tuple[type[Exception], ...] = (
        OSError,
        Unreachable,
        import_module("botocore.exceptions").BotoCoreError,
        import_module("botocore.exceptions").ClientError,
    )
except ImportError as error:
    raise Lacking("S3", "aws", error.name) from None

DEFAULT = "us-east-1"
"""Where a bucket lies of which S3 says no place."""


class S3Source(Files):
    """Objects whose names say that they hold data or text, with the country of their bucket."""

    faults = FAULTS

    def __init__(self, place: str, name: str, opaque: Opaque | None = None) -> None:
        super().__init__(name, opaque)
        self.place = place.strip("/")
        self._store = s3fs.S3FileSystem(use_listings_cache=False, skip_instance_cache=True)

    def files(self) -> Iterable[File]:
        """Objects in the order of their keys. Raises Unreachable."""
        bucket = self.place.partition("/")[0]
        try:
            found: dict[str, Any] = self._store.find(self.place, detail=True)
            told = self._store.call_s3("get_bucket_location", Bucket=bucket).get("LocationConstraint")
        except FAULTS as why:
            raise Unreachable(f"{self.name}: cannot be listed: {str(why) or type(why).__name__}") from None
        self.country = country_of(told or DEFAULT)
        return list(self._listed(sorted(found.items())))

    def _listed(self, found: list[tuple[str, dict[str, Any]]]) -> Iterator[File]:
        for key, about in found:
            if is_data(key):
                yield self._file(key, about)
            else:
                self.passed.file(self._called(key), int(about["size"]))

    def _called(self, key: str) -> str:
        return key.removeprefix(self.place).lstrip("/") or key.rpartition("/")[2]

    def _file(self, key: str, about: dict[str, Any]) -> File:
        changed = about.get("LastModified")
        day = changed.date().isoformat() if isinstance(changed, datetime) else None
        return File(
            self._called(key), int(about["size"]), partial(self._store.open, key, "rb"), day, self.country
        )
