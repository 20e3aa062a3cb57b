"""`tonetop framework`: own frameworks and OSCAL catalogues become records, all or none, and nothing is taken twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Done
from tonetop.cli.telling import Misuse
from tonetop.records.intake import Refused

HOUSE = """name: House rules
requirements:
- {number: '1.1', title: Ask before you buy, part: Buying, backed_by: [A.10]}
- {number: '1.2', title: Tell who decided}
"""


def test_a_framework_is_taken_once_and_shown_in_the_centre(
    demo: Path, tmp_path: Path, command: Callable[..., Done]
) -> None:
    file = tmp_path / "house.yaml"
    file.write_text(HOUSE)
    assert (
        "house: 2 requirements; 2 would be taken, 0 unchanged."
        in command("framework", str(file), "--preview").out
    )
    assert "house: 2 requirements; 2 taken, 0 unchanged." in command("framework", str(file)).out
    file.write_text(HOUSE.replace("Tell who decided", "Say who decided"))
    plain = json.loads(command("framework", str(file), "--format", "json").out)
    assert (plain["taken"], plain["unchanged"]) == (1, 1)
    told = json.loads(command("centre", "--framework", "house", "--format", "json").out)
    assert [(line["id"], line["result"]) for line in told["requirements"]] == [
        ("1.1", "partial"),
        ("1.2", "no-data"),
    ]


def test_an_own_framework_is_withdrawn_and_a_shipped_one_stays(
    demo: Path, tmp_path: Path, command: Callable[..., Done]
) -> None:
    file = tmp_path / "house.yaml"
    file.write_text(HOUSE)
    command("framework", str(file))
    gone = command("framework", "--withdraw", "house").out
    assert "house: 2 requirements withdrawn from today on; as of earlier days it still is." in gone
    with pytest.raises(Refused, match="there is no framework house of your own"):
        command("framework", "--withdraw", "house")
    with pytest.raises(Refused, match="gdpr ships with the product and stays"):
        command("framework", "--withdraw", "gdpr")
    command("framework", str(file))
    plain = json.loads(command("framework", "--withdraw", "house", "--format", "json").out)
    assert plain == {"framework": "house", "withdrawn": 2}
    for args in ((), (str(file), "--withdraw", "house"), ("--withdraw", "house", "--preview")):
        with pytest.raises(Misuse, match="--withdraw"):
            command("framework", *args)


def test_what_is_wrong_is_told_with_its_place_and_nothing_is_taken(
    demo: Path, tmp_path: Path, command: Callable[..., Done]
) -> None:
    file = tmp_path / "house.yaml"
    file.write_text(HOUSE.replace("A.10", "A.99"))
    with pytest.raises(
        Refused, match=r"house.yaml: house: requirement 1 \(1.1\): ISO/IEC 42001 has no 'A.99'"
    ):
        command("framework", str(file))
    file.write_text("name: [")
    with pytest.raises(Refused, match="house.yaml"):
        command("framework", str(file))
    with pytest.raises(Refused, match="cannot be read"):
        command("framework", str(tmp_path / "gone.yaml"))
    file.write_text(HOUSE)
    with pytest.raises(Refused, match="gdpr ships with the product"):
        command("framework", str(file), "--name", "gdpr")


def test_a_catalogue_in_oscal_is_kept_whole(
    demo: Path, shared: Path, tmp_path: Path, command: Callable[..., Done]
) -> None:
    from tonetop.records.write import latest
    from tonetop.work.take_framework import whole

    real = json.loads((shared / "data" / "oscal" / "NIST_SP-800-53_rev5_catalog.json").read_bytes())
    real["catalog"]["groups"] = real["catalog"]["groups"][:1]
    file = tmp_path / "nist.json"
    file.write_text(json.dumps(real))
    plain = json.loads(command("framework", str(file), "--format", "json").out)
    assert plain["requirements"] == plain["taken"] > 100
    assert plain["left"]["metadata"] > 0
    first = real["catalog"]["groups"][0]["controls"][0]
    row = latest("FrameworkRequirement", "nist/AC-1")
    assert row is not None
    assert whole(row.source_data) == {name: value for name, value in first.items() if name != "controls"}
    again = json.loads(command("framework", str(file), "--format", "json").out)
    assert (again["taken"], again["unchanged"]) == (0, plain["requirements"])
