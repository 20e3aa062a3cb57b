"""The verifier's page is read by people: what it shows, to whom, and that it talks to nobody."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.verifier.bundles import Case, event, exported, value, zipped
from tests.verifier.conftest import PAGE
from tests.web.test_axe import barriers
from tonetop.records.ledger import signers
from tonetop.work.verify import verify_bundle

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow
HEADINGS = [
    "What the log says of itself",
    "Who signed the log",
    "Who holds it outside (anchors)",
    "What was erased",
    "What was not checked here",
    "What no verifier can tell from a bundle alone",
    "To name this very bundle in your papers",
]
DROP = """([raw, name]) => {
  const bytes = Uint8Array.from(atob(raw), (char) => char.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name));
  document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def sound(case: Case, tmp_path: Path) -> Path:
    return zipped(case.members, tmp_path / "sound.zip")


@pytest.fixture
def broken(case: Case, tmp_path: Path) -> Path:
    return zipped(event(dict(case.members), 12, effective=None), tmp_path / "broken.zip")


@pytest.fixture
def reader(page: Page) -> Iterator[Page]:
    """The page as somebody finds it who has just opened it."""
    page.reload()
    page.wait_for_selector("html[data-ready]")
    yield page


def shown(page: Page, path: Path) -> str:
    """What the page says of a bundle that somebody chose."""
    page.locator("#found").evaluate("(found) => found.replaceChildren()")
    page.set_input_files("#bundle", path)
    page.wait_for_selector("#verdict")
    return page.inner_text("#found")


def test_of_a_sound_bundle_it_says_how_far_it_is_valid_and_all_that_it_does_not_say(
    reader: Page, sound: Path
):
    said = shown(reader, sound)
    assert said.startswith("Valid up to event 14")
    assert reader.locator("#found section h2").all_inner_texts() == HEADINGS
    for part in (
        "holds for 14 of 14 events",
        "held outside too: 7",
        "valid, not shown to be held outside: 7",
        "7 events, 8 to 14: nobody outside is shown to hold them",
        "auditor@example.org\tsent by mail\t1 to 7\t15 January 2025, 12:00 UTC\tnot verified here",
        "witness\tcosigned\t1 to 7\t15 January 2025, 12:00 UTC\tverified here",
        "2 values of persons were erased on purpose",
        "from event 7",
        "14 proofs and 1 enclosed file hold",
    ):
        assert part in said
    assert not re.search(r"\bOK\b|\bcertified\b|\bcompliant\b", said)
    assert reader.evaluate("document.activeElement.id") == "verdict"


def test_of_a_broken_bundle_it_says_first_how_many_problems_and_how_far_it_is_valid(
    reader: Page, broken: Path
):
    said = shown(reader, broken)
    assert re.match(r"\d+ problems found\s+Only 7 of 14 events are valid", said)
    assert "Event 13: it does not follow the event before it." in said
    assert "not to be relied on: 7" in said


def test_of_a_whole_log_with_something_else_beside_it_says_that_the_log_holds(
    reader: Page, case: Case, tmp_path: Path
):
    said = shown(reader, zipped(case.members | {"more.txt": b"more"}, tmp_path / "more.zip"))
    assert "1 problem found" in said
    assert "The log itself holds to its end, but what comes with it does not." in said


def test_a_file_that_is_no_bundle_is_refused_in_one_sentence(reader: Page, tmp_path: Path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear auditor", "utf-8")
    assert shown(reader, path).split("\n", 1)[0] == "Nothing was verified"
    assert "This is no zip file" in reader.inner_text("#found")


def test_a_bundle_may_be_dropped_and_another_one_after_it(reader: Page, sound: Path, broken: Path):
    for path, head in (
        (sound, "Valid up to event 14"),
        (broken, "problems found"),
        (sound, "Valid up to event 14"),
    ):
        reader.evaluate(DROP, [base64.b64encode(path.read_bytes()).decode(), path.name])
        reader.wait_for_function(
            "(head) => document.getElementById('verdict')?.textContent.includes(head)", arg=head
        )
        assert path.name in reader.inner_text("#chosen")


def test_of_two_bundles_chosen_in_haste_the_later_one_is_shown(reader: Page, sound: Path, broken: Path):
    both = [[base64.b64encode(path.read_bytes()).decode(), path.name] for path in (broken, sound)]
    reader.evaluate(f"(both) => both.forEach({DROP})", both)
    reader.wait_for_selector("#verdict")
    reader.wait_for_function("document.getElementById('progress').hidden")
    assert reader.inner_text("#verdict") == "Valid up to event 14"


def test_a_key_and_checkpoints_kept_outside_are_held_against_it(
    reader: Page, case: Case, sound: Path, tmp_path: Path
):
    own = signers.history(case.log.connection)[0].vkey
    shown(reader, sound)
    reader.click("summary")
    reader.fill("#key", own)
    reader.fill("#pasted", case.held)
    held = tmp_path / "kept.txt"
    held.write_text(case.held, "utf-8")
    reader.set_input_files("#held", held)
    reader.click("text=Check the bundle again")
    reader.wait_for_selector("text=the one that you gave")
    said = reader.inner_text("#found")
    assert said.startswith("Valid up to event 14")
    assert "kept.txt\tgiven to this page\t1 to 4" in said
    assert "The checkpoint that was pasted\tgiven to this page\t1 to 4" in said
    reader.fill("#pasted", case.held.replace("tonetop/0", "tonetop/1"))
    reader.press("#pasted", "Tab")
    reader.keyboard.press("Enter")
    reader.wait_for_selector("text=The checkpoint that was pasted speaks of another log")


def test_it_is_worked_by_the_keyboard_alone(reader: Page, sound: Path):
    reader.on("filechooser", lambda _chooser: None)  # asked for early: the dialogue is caught from here on
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.activeElement.id") == "bundle"
    with reader.expect_file_chooser() as chooser:
        reader.keyboard.press("Enter")
    chooser.value.set_files(sound)
    reader.wait_for_selector("#verdict")
    assert reader.evaluate("document.activeElement.id") == "verdict"
    reader.focus("summary")
    reader.keyboard.press("Enter")
    for wanted in ("key", "held", "pasted"):
        reader.keyboard.press("Tab")
        assert reader.evaluate("document.activeElement.id") == wanted


def test_what_was_found_is_saved_as_the_other_verifier_would_print_it(
    reader: Page, sound: Path, tmp_path: Path
):
    shown(reader, sound)
    with reader.expect_download() as download:
        reader.click("text=Save what was found")
    saved = json.loads(Path(download.value.path()).read_text("utf-8"))
    found = verify_bundle(sound)
    for name in ("valid_to", "problems", "anchors", "unanchored", "erased"):
        assert saved[name] == found[name]
    assert saved.keys() > found.keys()


def test_words_out_of_a_bundle_are_shown_as_words(reader: Page, case: Case, tmp_path: Path):
    harm = "<img src=x onerror=\"document.title='harm'\">\u202e\x00"

    def renamed(anchors: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [anchors[0] | {"holder": harm, "kind": harm, "made": harm}, *anchors[1:]]

    members = case.resigned(value(dict(case.members), "anchors.json", renamed))
    said = shown(reader, zipped(members, tmp_path / "harm.zip"))
    assert "<img src=x" in said
    assert "\\u{202e}\\u{0}" in said
    expect(reader.locator("#found img")).to_have_count(0)
    assert reader.title() == "Verify a proof bundle"


@pytest.mark.parametrize("what", ["nothing yet", "sound", "broken", "no bundle"])
def test_axe_finds_no_barrier(reader: Page, sound: Path, broken: Path, tmp_path: Path, what: str):
    other = tmp_path / "other.zip"
    other.write_bytes(b"none")
    path = {"sound": sound, "broken": broken, "no bundle": other}.get(what)
    if path:
        shown(reader, path)
    reader.click("summary")
    assert barriers(reader) == []
    reader.set_viewport_size({"width": 360, "height": 700})
    assert reader.evaluate("document.documentElement.scrollWidth") <= 360


def test_its_policy_lets_nothing_in_or_out_but_its_own_script_and_style():
    text = PAGE.read_text("utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    assert policy
    wanted = ["default-src 'none'"]
    for tag in ("script", "style"):
        inner = text.split(f"<{tag}>")[1].split(f"</{tag}>")[0]
        digest = base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()
        wanted.append(f"{tag}-src 'sha256-{digest}'")
    assert policy[1].split("; ") == [*wanted, "base-uri 'none'", "form-action 'none'"]
    assert not re.search(
        r"https?://|\bimport\(|fetch\(|XMLHttpRequest|innerHTML|<link|\ssrc=|localStorage", text
    )


def test_without_a_secure_context_it_computes_by_itself_and_finds_the_same(browser: Browser, sound: Path):
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script("Object.defineProperty(globalThis, 'isSecureContext', { value: false })")
    page.add_init_script("Object.defineProperty(globalThis, 'crypto', { value: undefined })")
    page.goto(PAGE.as_uri())
    page.wait_for_selector("html[data-ready]")
    assert shown(page, sound).startswith("Valid up to event 14")
    context.close()


LACKING = {
    "what unpacks": "globalThis.DecompressionStream = undefined",
    "right arithmetic": "Uint8Array.prototype.set = () => {}",
}


@pytest.mark.parametrize("lacking", LACKING.values(), ids=LACKING.keys())
def test_a_browser_that_cannot_do_what_it_takes_is_told_so(browser: Browser, lacking: str):
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(lacking)
    page.goto(PAGE.as_uri())
    page.wait_for_selector("#verdict")
    assert "This browser cannot do what this page needs" in page.inner_text("#found")
    assert page.is_disabled("#bundle")
    context.close()


def test_without_javascript_it_says_what_else_there_is(browser: Browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(PAGE.as_uri())
    assert "verify.py, which needs only Python 3.11" in page.inner_text("main")
    context.close()


def test_a_bundle_without_anchors_says_what_that_means(reader: Page, case: Case, tmp_path: Path):
    members = case.resigned(value(exported(case.log), "anchors.json", lambda _: []))
    said = shown(reader, zipped(members, tmp_path / "alone.zip"))
    assert "a log that was made anew with its own key looks like this one" in said
    assert "14 events, 1 to 14: nobody outside" in said
