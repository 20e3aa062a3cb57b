"""Buckets and accounts, against moto's server on this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from tonetop.discovery.source import Asset, Sampling, Unreachable
from tonetop.discovery.sources.aws import AwsSource
from tonetop.discovery.sources.s3 import S3Source
from tonetop.work.scan import Plan, scan

pytestmark = pytest.mark.slow
PEOPLE = "id,email\n" + "\n".join(f"{n},p{n}@example.org" for n in range(500))


@pytest.fixture(scope="module")
def cloud() -> Iterator[Any]:
    """Clients of an account with a bucket, a table and a database."""
    boto3 = pytest.importorskip("boto3", reason="needs the extra tonetop[aws]")
    server_module = pytest.importorskip("moto.server", reason="needs moto")
    server = server_module.ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    told = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "eu-west-1",
    }
    before = {name: os.environ.get(name) for name in told}
    os.environ.update(told)
    try:
        _fill(boto3)
        yield boto3
    finally:
        server.stop()
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _fill(boto3: Any) -> None:
    s3 = boto3.client("s3", region_name="us-west-2")
    s3.create_bucket(Bucket="harbour", CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
    s3.put_object(Bucket="harbour", Key="crm/people.csv", Body=PEOPLE.encode())
    s3.put_object(Bucket="harbour", Key="crm/notes.txt", Body=b"call Ann\n")
    s3.put_object(Bucket="harbour", Key="picture.png", Body=b"\x89PNG")
    dynamo = boto3.client("dynamodb")
    key = [{"AttributeName": "id", "KeyType": "HASH"}]
    kinds = [{"AttributeName": "id", "AttributeType": "S"}]
    dynamo.create_table(
        TableName="people", KeySchema=key, AttributeDefinitions=kinds, BillingMode="PAY_PER_REQUEST"
    )
    for n in range(30):
        item = {"id": {"S": str(n)}, "mail": {"S": f"p{n}@example.org"}, "n": {"N": str(n)}}
        more = {"deep": {"M": {"a": {"L": [{"S": "x"}]}}}, "none": {"NULL": True}} if n % 2 else {}
        dynamo.put_item(TableName="people", Item=item | more)
    boto3.client("rds").create_db_instance(
        DBInstanceIdentifier="crm", Engine="postgres", DBInstanceClass="db.t3.micro", AllocatedStorage=20
    )


def test_objects_of_a_bucket_are_read_and_its_country_is_told(cloud: Any) -> None:
    with S3Source("harbour/crm", "s3://harbour/crm") as source:
        assets = {asset.name: asset for asset in source.assets()}
        assert set(assets) == {"people.csv", "notes.txt"}
        assert {asset.country for asset in assets.values()} == {"US"}
        assert sum(batch.num_rows for _, batch in source.batches(assets["people.csv"], Sampling())) == 500


def test_a_bucket_is_scanned_by_its_address(cloud: Any) -> None:
    found = scan("s3://harbour", Plan("2026-06-01"))
    held = {
        one.name: [column.held()[0].kind for column in one.columns if column.held()] for one in found.assets
    }
    assert "user.contact.email" in held["crm/people.csv"]


def test_a_bucket_there_is_not_is_told_in_a_sentence(cloud: Any) -> None:
    with S3Source("harbour", "s3://harbour") as source:
        (picture,) = [asset for asset in source.assets() if asset.skipped]
    assert (picture.name, picture.country, picture.rows) == ("*.png", "US", None)
    assert "1 such: picture.png" in str(picture.skipped)
    with S3Source("nowhere", "s3://nowhere") as source, pytest.raises(Unreachable, match="cannot be listed"):
        source.assets()


def test_an_object_that_its_place_gives_in_part_costs_that_object_alone(cloud: Any) -> None:
    """As the store tells by the checksum that it kept, which differs from that of the bytes."""
    moto = pytest.importorskip("moto.s3.models", reason="needs moto")
    cloud.client("s3").put_object(
        Bucket="harbour", Key="crm/changed.csv", Body=b"a,b\n1,2\n", ChecksumAlgorithm="SHA256"
    )
    kept = moto.s3_backends["123456789012"]["aws"].get_object("harbour", "crm/changed.csv")
    kept.value = b"a,b\n1,3\n"
    try:
        with S3Source("harbour/crm", "s3://harbour/crm") as source:
            told = {asset.name: asset.skipped for asset in source.assets()}
        with AwsSource("aws:") as source:
            names = {asset.name for asset in source.assets()}
    finally:
        cloud.client("s3").delete_object(Bucket="harbour", Key="crm/changed.csv")
    assert "does not give it" in str(told["changed.csv"])
    assert told["people.csv"] is None
    assert "s3:harbour/crm/people.csv" in names


def test_an_account_shows_buckets_tables_and_databases(cloud: Any) -> None:
    with AwsSource("aws:") as source:
        assets: dict[str, Asset] = {asset.name: asset for asset in source.assets()}
        assert {"s3:harbour/crm/people.csv", "dynamodb:people", "rds:crm"} <= set(assets)
        assert "postgresql://" in str(assets["rds:crm"].skipped)
        assert (assets["dynamodb:people"].country, assets["s3:harbour/crm/people.csv"].country) == (
            "IE",
            "US",
        )
        rows = [
            row
            for _, batch in source.batches(assets["dynamodb:people"], Sampling())
            for row in batch.to_pylist()
        ]
        assert len(rows) == 30
        assert {"id": "1", "mail": "p1@example.org", "n": 1, "deep": '{"a": ["x"]}', "none": None} in rows
        people = assets["s3:harbour/crm/people.csv"]
        assert (
            sum(batch.num_rows for _, batch in source.batches(people, Sampling()))
            == source.rows(people)
            == 500
        )
    found = scan("aws:", Plan("2026-06-01"))
    table = next(one for one in found.assets if one.name == "dynamodb:people")
    assert (table.rows, table.rows_scanned) == (30, 30)


def test_a_service_that_does_not_answer_is_told_and_a_table_that_went_away(cloud: Any) -> None:
    with AwsSource("aws:") as source:
        with pytest.raises(Unreachable, match="cannot be read on"):
            list(source.batches(Asset("dynamodb:gone"), Sampling()))
        assert source.rows(Asset("dynamodb:gone")) is None
