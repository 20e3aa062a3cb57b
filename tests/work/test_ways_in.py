"""The file sign-in.yaml: read strictly, and refused in one sentence that names the place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

OIDC = "{id: a, kind: oidc, issuer: https://idp.example, client_id: c"


def read(folder: Path, text: str) -> Any:
    """The providers that a text tells of."""
    from tonetop.work.ways_in import ways

    (folder / "sign-in.yaml").write_text(text, encoding="utf-8")
    return ways(folder)


def test_without_a_file_there_is_no_other_way_in(tmp_path: Path):
    from tonetop.work.ways_in import way, ways

    assert ways(tmp_path) == ()
    assert way(tmp_path, "a") is None


def test_a_provider_is_read_with_all_that_it_may_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OUR_SECRET", "from outside")
    (one,) = read(
        tmp_path,
        """
ways:
  - id: varnholm
    kind: oidc
    name: Varnholm
    issuer: https://login.varnholm.example/tenant
    client_id: tonetop
    secret_from: OUR_SECRET
    domains: ["@Varnholm.example"]
    second_factor: provider
    strangers:
      role: staff
      claim: groups
      roles: {ai-leads: governance-lead}
""",
    )
    assert (one.id, one.kind, one.name, one.domains) == (
        "varnholm",
        "oidc",
        "Varnholm",
        ("varnholm.example",),
    )
    assert one.texts["secret"] == "from outside"
    assert one.provider_has_second_factor
    assert one.strangers
    assert (one.strangers.role, one.strangers.roles) == ("staff", {"ai-leads": "governance-lead"})


def test_what_is_left_out_is_the_careful_thing(tmp_path: Path):
    (one,) = read(tmp_path, f"ways: [{OIDC}}}]\n")
    assert (one.name, one.domains, one.strangers, one.texts["secret"]) == ("a", (), None, "")
    assert not one.provider_has_second_factor


def test_a_changed_file_counts_at_once(tmp_path: Path):
    assert len(read(tmp_path, f"ways: [{OIDC}}}]\n")) == 1
    assert read(tmp_path, "ways: []\n") == ()


def test_the_file_may_lie_there_before_anything_else_and_stays_when_a_backup_is_put_back(tmp_path: Path):
    from tonetop.work import data_folder, swap_folder

    (tmp_path / "sign-in.yaml").write_text("ways: []\n", encoding="utf-8")
    assert data_folder.made(tmp_path) == tmp_path
    (swap_folder.stage(tmp_path) / "new").touch()
    (tmp_path / "old").touch()
    aside = swap_folder.swap(tmp_path, "now")
    assert aside
    assert {path.name for path in aside.iterdir()} == {"old"}
    assert {path.name for path in tmp_path.iterdir()} == {"sign-in.yaml", "new", aside.name}


def test_the_environment_may_name_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from tonetop.work.ways_in import WaysRefused, ways

    elsewhere = tmp_path / "secret.yaml"
    monkeypatch.setenv("TONETOP_SIGN_IN", str(elsewhere))
    with pytest.raises(WaysRefused, match=r"secret.yaml: is not there, although TONETOP_SIGN_IN names it"):
        ways(tmp_path)
    elsewhere.write_text(f"ways: [{OIDC}}}]\n", encoding="utf-8")
    assert [one.id for one in ways(tmp_path)] == ["a"]
    monkeypatch.setenv("TONETOP_SIGN_IN", str(tmp_path / "secret.yaml" / "below"))
    with pytest.raises(WaysRefused, match="Not a directory"):
        ways(tmp_path)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "sign-in.yaml: empty"),
        ("ways: [", "line 2, column 1: this is no YAML"),
        ("[]", "write one list, `ways`"),
        ("ways: []\nmore: 1", "write one list, `ways`"),
        ("ways: [1]", "way 1: write a mapping"),
        ("ways: [{kind: ldap}]", "way 1: kind is 'ldap'; write oidc or saml"),
        (f"ways: [{OIDC}, colour: red}}]", "way 1: 'colour' is not known; known are client_id"),
        (f"ways: [{OIDC}}}, {OIDC}}}]", "way 2: the id 'a' is taken by one before it"),
        ("ways: [{id: A b, kind: oidc, issuer: https://x.example, client_id: c}]", "id is 'A b'"),
        ("ways: [{id: saml, kind: oidc, issuer: https://x.example, client_id: c}]", "id is 'saml'"),
        ("ways: [{id: a, kind: oidc, client_id: c}]", "way 1: issuer is missing or no text"),
        ("ways: [{id: a, kind: oidc, issuer: 7, client_id: c}]", "issuer is missing or no text"),
        ("ways: [{id: a, kind: oidc, issuer: http://x.example, client_id: c}]", "is no https address"),
        ("ways: [{id: a, kind: oidc, issuer: x.example, client_id: c}]", "is no https address"),
        (f"ways: [{OIDC}, secret_from: NOT_THERE}}]", "names NOT_THERE, which the environment does not hold"),
        (f"ways: [{OIDC}, domains: x.example}}]", "domains is no list"),
        (f"ways: [{OIDC}, second_factor: maybe}}]", "second_factor is 'maybe'; write here or provider"),
        (f"ways: [{OIDC}, strangers: yes}}]", "way 1: strangers: write a mapping with role"),
        (f"ways: [{OIDC}, strangers: {{}}}}]", "strangers: role is missing"),
        (f"ways: [{OIDC}, strangers: {{role: king}}}}]", "strangers: 'king' is no role to be given so"),
        (
            f"ways: [{OIDC}, strangers: {{role: guest-auditor}}}}]",
            "'guest-auditor' is no role to be given so",
        ),
        (f"ways: [{OIDC}, strangers: {{role: staff, claim: groups}}}}]", "claim and roles go together"),
        (f"ways: [{OIDC}, strangers: {{role: staff, roles: [a]}}}}]", "roles is no mapping of texts"),
        (
            "ways: [{id: a, kind: saml, entity_id: e, address: https://x.example, certificate: c}]",
            "certificate is no PEM certificate",
        ),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place(tmp_path: Path, text: str, sentence: str):
    from tonetop.work.ways_in import WaysRefused

    with pytest.raises(WaysRefused) as refused:
        read(tmp_path, text)
    assert sentence in str(refused.value)
    assert str(refused.value).startswith("sign-in.yaml")


def test_a_secret_may_lie_in_a_file_of_its_own_which_is_read_anew(tmp_path: Path):
    from tonetop.work.ways_in import WaysRefused

    secret = tmp_path / "ours.secret"
    secret.write_text("first\n")
    text = f"ways: [{OIDC}, secret_file: ours.secret}}]"
    (one,) = read(tmp_path, text)
    assert (one.texts["secret"], one.secret_in_plain) == ("first", False)
    secret.write_text("second")
    assert read(tmp_path, text)[0].texts["secret"] == "second"
    secret.write_text(" ")
    with pytest.raises(WaysRefused, match=r"ours.secret is empty"):
        read(tmp_path, text)
    secret.unlink()
    with pytest.raises(WaysRefused, match=r"secret_file .*ours.secret: No such file"):
        read(tmp_path, text)
    with pytest.raises(WaysRefused, match="secret and secret_file stand beside each other"):
        read(tmp_path, f"ways: [{OIDC}, secret: x, secret_file: ours.secret}}]")
    assert read(tmp_path, f"ways: [{OIDC}, secret: x}}]")[0].secret_in_plain
