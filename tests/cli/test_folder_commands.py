"""The commands over a data folder: what they print for people, what for programs, and when they exit with 1."""

from __future__ import annotations

import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.cli.conftest import Done
from tonetop.cli.telling import Misuse
from tonetop.standard.facts_file import Refused
from tonetop.work.verify_folder import NoCheckpointError

Command = Callable[..., Done]


class Page(HTMLParser):
    """What a page asks of the world outside, and whether its marks close in order."""

    ALONE = frozenset(("meta", "br", "link", "img", "input", "hr"))

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.asked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes scripts and addresses."""
        if tag == "script" or any(name in ("src", "href", "srcset") for name, _ in attrs):
            self.asked.append(tag)
        if tag not in self.ALONE:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Closes the mark that was opened last."""
        assert self.open.pop() == tag


def test_assess_prints_the_contracts_json_and_exits_1_when_something_falls_short(
    demo: Path, command: Command
):
    done = command("assess", "--format", "json", "--as-of", "2025-10-31")
    plain = json.loads(done.out)
    assert done.status == 1
    assert plain["as_of"] == "2025-10-31"
    assert len(plain["controls"]) == 38
    assert sorted(plain) == [
        *("as_of", "catalogue", "checks", "clauses", "controls", "duties", "known_on", "pitfalls", "privacy")
    ]


def test_assess_of_one_control_leaves_the_rest_out(demo: Path, command: Command):
    plain = json.loads(command("assess", "--format", "json", "--clause", "A.2.2").out)
    assert list(plain["controls"]) == ["A.2.2"]
    assert (plain["checks"], plain["pitfalls"], plain["privacy"]) == ({}, {}, {})


def test_assess_for_people_begins_with_the_clause(demo: Path, command: Command):
    lines = command("assess").out.splitlines()
    assert lines[0].startswith("Varnholm Assurance Mutual · as of 2025-12-31")
    assert lines[2].startswith("Clause 5.1, leadership and commitment: ")


def test_the_page_needs_nothing_from_outside_and_holds_every_check(
    demo: Path, command: Command, tmp_path: Path
):
    out = tmp_path / "page.html"
    command("assess", "--format", "html", "--out", str(out))
    text = out.read_text(encoding="utf-8")
    page = Page()
    page.feed(text)
    assert (page.asked, page.open) == ([], [])
    assert all(f">LD-{check}<" in text for check in ("1.1", "5.3", "9.6"))
    assert "compliant" not in text
    assert "Varnholm Assurance Mutual" in text


def test_what_people_wrote_stands_escaped_on_the_page(folder: Path, command: Command):
    from tonetop.records.write import By
    from tonetop.work.settle import settle

    settle({"name": "<script>alert(1)</script>"}, By())
    done = command("assess", "--format", "html")
    assert "<script>" not in done.out
    assert "&lt;script&gt;" in done.out


def test_the_workbook_holds_texts_and_no_formula(demo: Path, command: Command, tmp_path: Path):
    one, two = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    command("assess", "--format", "xlsx", "--out", str(one))
    command("assess", "--format", "xlsx", "--out", str(two))
    assert one.read_bytes() == two.read_bytes()
    book = CalamineWorkbook.from_path(one)
    assert book.sheet_names == ["Leadership 5.1", "Pitfalls", "Privacy", "Clauses", "Controls", "About"]
    rows = book.get_sheet_by_name("Leadership 5.1").to_python()
    assert rows[0][:3] == ["Id", "Matter", "Result"]
    assert len(rows) == 1 + 9 + 60
    assert len(book.get_sheet_by_name("Controls").to_python()) == 39


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("--format", "pdf"), "--format pdf needs --out FILE"),
        (("--format", "docx"), "--format docx needs --out FILE"),
        (("--format", "yaml"), "--format does not know 'yaml'"),
        (("--format", "xlsx"), "--format xlsx needs --out FILE"),
        (("--format", "html", "--language", "fr"), "--language does not know 'fr'; it takes en or de"),
        (
            ("--language", "de"),
            "--language de is for html, pdf, docx and xlsx; --format text is English alone",
        ),
    ],
)
def test_what_assess_cannot_do_is_one_sentence(
    args: tuple[str, ...], why: str, folder: Path, command: Command
):
    with pytest.raises(Misuse, match=why):
        command("assess", *args)


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("--as-of", "2025-2-30"), "--as-of '2025-2-30' is no day"),
        (("--known-on", "yesterday"), "--known-on 'yesterday' is no day"),
        (("--clause", "5.9"), "5.9 is no clause or control"),
    ],
)
def test_an_argument_that_does_not_fit_is_one_sentence(
    args: tuple[str, ...], why: str, folder: Path, command: Command
):
    with pytest.raises(Refused, match=why):
        command("assess", *args)


def test_a_stored_assessment_is_computed_again_by_its_number(demo: Path, command: Command):
    assert "Stored as assessment 1" in command("assess", "--store").err
    again = command("assess", "--again", "1")
    assert (again.status, again.out.endswith("the same.\n")) == (0, True)
    plain = json.loads(command("assess", "--again", "1", "--format", "json").out)
    assert plain == {"assessment": 1, "differs": [], "notes": []}


def test_why_shows_the_tree_down_to_records(demo: Path, command: Command):
    done = command("why", "LD-1.3", "--as-of", "2025-12-31")
    assert done.status == 0
    assert "AIObjective O5" in done.out
    assert "What would change it: " in done.out
    tree = json.loads(command("why", "LD-1.3", "--format", "json").out)
    assert (tree["check"], tree["result"]) == ("LD-1.3", "partial")


def test_why_refuses_a_check_there_is_not(folder: Path, command: Command):
    with pytest.raises(Misuse, match=r"LD-9\.9 is no check"):
        command("why", "LD-9.9")


def test_diff_tells_results_first_and_records_after(demo: Path, command: Command):
    done = command("diff", "2025-09-22", "2025-10-03")
    assert done.status == 0
    assert "LD-5.3 Executives examined AI risks: ◐ partly backed → ✓ backed" in done.out
    assert "      because of " in done.out
    assert "      residual_accepted_by: rehn → lind" in done.out
    plain = json.loads(command("diff", "2025-09-22", "2025-10-03", "--format", "json").out)
    assert {turn["id"] for turn in plain["results"]} >= {"LD-5", "LD-5.3"}


def test_diff_refuses_what_is_no_day(folder: Path, command: Command):
    with pytest.raises(Refused, match="the second date 'foo' is no day"):
        command("diff", "2025-09-22", "foo")


def test_demo_prints_a_sign_in_for_every_role_as_the_contract_says(folder: Path, command: Command):
    plain = json.loads(command("demo", "--story", "empty", "--format", "json").out)
    assert sorted(plain["sign_ins"]) == [
        *("administrator", "dpo", "executive", "governance-lead", "guest-auditor"),
        *("internal-auditor", "process-owner"),
    ]
    assert all(sorted(one) == ["email", "password"] for one in plain["sign_ins"].values())


def test_demo_for_people_says_what_is_in_place(folder: Path, command: Command):
    done = command("demo", "--story", "empty")
    assert "Lodestar Notes (fictional) is in place; its clock stands at 2025-12-31." in done.out
    with pytest.raises(Misuse, match="--story does not know 'loud'"):
        command("demo", "--story", "loud")


def test_sign_in_prints_a_link_that_works_once(folder: Path, command: Command):
    from tonetop.work import invite

    account = invite.first_account()
    plain = json.loads(command("sign_in", "--format", "json").out)
    token = plain["link"].rstrip("/").rpartition("/")[2]
    assert invite.redeem(token) == account
    done = command("sign_in")
    assert "http://localhost:8000/welcome/" in done.out
    assert "not being served" in done.out


def test_verify_of_a_folder_says_how_far_all_holds_and_what_was_not_checked(steady: Path, command: Command):
    done = command("verify", "--data", str(steady))
    assert done.status == 0
    assert "the log holds up to event" in done.out
    assert "Not checked: " in done.out
    assert json.loads(command("verify", "--format", "json", "--data", str(steady)).out)["problems"] == []


def test_verify_exits_1_when_there_is_a_problem(demo: Path, command: Command):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE registers_person SET org_unit = 'Elsewhere' WHERE ref = 'lind'")
    done = command("verify", "--data", str(demo))
    assert done.status == 1
    assert "1 problem." in done.out
    assert "Person lind, version 1: org_unit is 'Elsewhere'" in done.out


def test_verify_of_a_bundle_takes_the_stand_alone_verifier(demo: Path, command: Command, tmp_path: Path):
    bundle = tmp_path / "bundle.zip"
    command("export", "bundle", str(bundle))
    done = command("verify", str(bundle), "--format", "json")
    assert (done.status, json.loads(done.out)["problems"]) == (0, [])
    assert "all holds up to event" in command("verify", str(bundle)).out
    with pytest.raises(NoCheckpointError, match="--key: 'x' is no verifier key"):
        command("verify", "--key", "x")


def test_backup_and_restore_tell_what_they_did(demo: Path, command: Command, tmp_path: Path):
    from django.db import connection

    from tonetop.records import write
    from tonetop.work import data_folder

    saved = tmp_path / "saved.backup"
    assert "keep it as you keep those" in command("backup", str(saved), "--data", str(demo)).out
    write.withdraw("Concern", "con-4", write.By())
    connection.close()
    data_folder.release(demo)
    done = command("restore", str(saved), "--data", str(demo))
    assert done.status == 1
    assert "The backup is older than what was there: it lacks 1 later event." in done.out
    plain = json.loads(
        command("restore", str(saved), "--format", "json", "--data", str(tmp_path / "new")).out
    )
    assert (plain["older"], plain["lost"], plain["problems"]) == (False, 0, [])
    told = json.loads(command("backup", str(tmp_path / "b"), "--format", "json", "--data", str(demo)).out)
    assert sorted(told) == ["bytes", "events", "file", "files"]


def test_erase_asks_first_and_tells_what_it_did(demo: Path, command: Command):
    with pytest.raises(Misuse, match="add --yes"):
        command("erase", "Person", "lind")
    done = command("erase", "Person", "lind", "--yes", "--field", "title")
    assert "Person lind: title erased in every version" in done.out
    (demo / "before-upgrade-2025.sqlite3").touch()
    plain = json.loads(command("erase", "Person", "lind", "--yes", "--format", "json", "--field", "name").out)
    assert plain["fields"] == ["name"]
    assert plain["copies"] == [str(demo / "before-upgrade-2025.sqlite3")]


def test_a_program_gets_a_token_which_is_listed_and_withdrawn(demo: Path, command: Command):
    email = "governance-lead@steady.demo.example"
    made = json.loads(command("token", "--email", email, "--name", "export", "--format", "json").out)
    assert (made["role"], made["token"][:8]) == ("governance-lead", "tonetop_")
    assert "export, for Leila Haddad (governance-lead)" in command("token", "--list").out
    (listed,) = json.loads(command("token", "--list", "--format", "json").out)
    assert made["token"] not in str(listed)
    assert (
        command("token", "--withdraw", str(listed["token"])).out
        == f"Token {listed['token']} no longer works.\n"
    )
    assert command("token", "--list").out == "0 tokens.\n"
    with pytest.raises(Misuse, match="name the account with --email and what the token is for with --name"):
        command("token", "--email", email)
