"""An AWS account: its buckets, its DynamoDB tables, and its databases, which are told and scanned by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from importlib import import_module
from typing import Any

from tonetop.discovery.regions import country_of
from tonetop.discovery.source import Asset, Lacking, Sampling, Source, Unreachable
from tonetop.discovery.sources.s3 import FAULTS, S3Source
from tonetop.discovery.tables.table import Opaque

try:
    import pyarrow as pa

    from tonetop.discovery.columns import array_of

    boto3: Any = import_module("boto3")
except ImportError as error:
    raise Lacking("AWS", "aws", error.name) from None

SCHEMES = {
    "postgres": "postgresql",
    "aurora-postgresql": "postgresql",
    "mysql": "mysql",
    "aurora-mysql": "mysql",
}
BUCKET, TABLE, DATABASE = "s3", "dynamodb", "rds"


class AwsSource(Source):
    """What the credentials of the environment may see in their region. Assets bear the service before their name."""

    def __init__(self, name: str, opaque: Opaque | None = None) -> None:
        self.name = name
        self._opaque = opaque
        self._session = boto3.Session()
        self._buckets: dict[str, tuple[S3Source, Asset]] = {}
        self.country = country_of(self._session.region_name or "us-east-1")

    def assets(self) -> tuple[Asset, ...]:
        """Objects of buckets, tables, databases; what may not be listed says so, and nothing of where it lies."""
        found: list[Asset] = []
        for service, listed in ((BUCKET, self._objects), (TABLE, self._tables), (DATABASE, self._databases)):
            try:
                found += listed()
            except FAULTS as why:
                found.append(Asset(service, skipped=f"it cannot be listed: {why}"))
        return tuple(found)

    def _client(self, service: str) -> Any:
        return self._session.client(service, region_name=self._session.region_name or "us-east-1")

    def _objects(self) -> Iterator[Asset]:
        for bucket in self._client("s3").list_buckets()["Buckets"]:
            name = bucket["Name"]
            source = S3Source(name, f"s3://{name}", self._opaque)
            try:
                objects = source.assets()
            except FAULTS as why:
                yield Asset(f"{BUCKET}:{name}", skipped=f"it cannot be listed: {why}")
                continue
            for asset in objects:
                called = f"{BUCKET}:{name}/{asset.name}"
                self._buckets[called] = source, asset
                yield replace(asset, name=called)

    def _tables(self) -> Iterator[Asset]:
        client = self._client("dynamodb")
        for page in client.get_paginator("list_tables").paginate():
            for name in page["TableNames"]:
                about = client.describe_table(TableName=name)["Table"]
                yield Asset(f"{TABLE}:{name}", bytes=about.get("TableSizeBytes"), country=self.country)

    def _databases(self) -> Iterator[Asset]:
        for page in self._client("rds").get_paginator("describe_db_instances").paginate():
            for one in page["DBInstances"]:
                place = one.get("Endpoint") or {}
                scheme = SCHEMES.get(one["Engine"], one["Engine"])
                address = (
                    f"{scheme}://USER@{place.get('Address', 'HOST')}:{place.get('Port', 'PORT')}/DATABASE"
                )
                why = f"its rows are read through its own address: tonetop scan {address}"
                yield Asset(f"{DATABASE}:{one['DBInstanceIdentifier']}", country=self.country, skipped=why)

    def rows(self, asset: Asset) -> int | None:
        """As they were counted while they were read."""
        if asset.name in self._buckets:
            source, own = self._buckets[asset.name]
            return source.rows(own)
        return asset.rows

    def batches(
        self, asset: Asset, sampling: Sampling, after: str | None = None
    ) -> Iterator[tuple[str | None, pa.RecordBatch]]:
        """Rows of an object or a table; a table is read whole, for it draws no sample. Raises Unreachable."""
        if asset.name in self._buckets:
            source, own = self._buckets[asset.name]
            yield from source.batches(own, sampling, after)
            return
        try:
            for page in (
                self._client("dynamodb")
                .get_paginator("scan")
                .paginate(TableName=asset.name.partition(":")[2], PaginationConfig={"PageSize": 1000})
            ):
                if page["Items"]:
                    yield None, _batch(page["Items"])
        except FAULTS as why:
            raise Unreachable(f"{self.name}: {asset.name} cannot be read on: {why}") from None


def _batch(items: list[dict[str, dict[str, Any]]]) -> pa.RecordBatch:
    """Items as rows; every attribute that one of them has is a column."""
    names = list(dict.fromkeys(name for item in items for name in item))
    columns = [array_of([_value(item.get(name)) for item in items]) for name in names]
    return pa.RecordBatch.from_arrays(columns, names=names)


def _value(typed: dict[str, Any] | None) -> Any:
    """A value of DynamoDB's form, as `{"S": "text"}`."""
    if typed is None:
        return None
    ((type, value),) = typed.items()
    if type == "N":
        number = Decimal(value)
        return int(number) if number == number.to_integral_value() else float(number)
    if type == "NULL":
        return None
    if type == "M":
        return {name: _value(one) for name, one in value.items()}
    return [_value(one) for one in value] if type == "L" else value
