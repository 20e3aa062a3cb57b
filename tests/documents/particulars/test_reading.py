"""What made-up documents say of themselves."""

from __future__ import annotations

import pytest

from tonetop.core.passage import Text
from tonetop.core.quote import held
from tonetop.documents.particulars.attendance import attendance
from tonetop.documents.particulars.author import author_of
from tonetop.documents.particulars.findings import amounts, decisions, signatures, votes
from tonetop.documents.particulars.kind import kind_of
from tonetop.documents.particulars.reading import Particulars, particulars_of
from tonetop.documents.particulars.stated_date import stated_date
from tonetop.documents.particulars.title import title_of
from tonetop.documents.particulars.unfilled import unfilled

MINUTES = """# Minutes of the steering council

- **Date:** 14 January 2026
- Council members: Ada North, Ben Okafor (chair), cleo
- Observers: Dan Reyes
- Apologies: Eva Lind
- Minutes by: Dan Reyes

## Budget

Ada: Motion to allocate $40,000 to the programme, seconded by Ben.
Motion carried 4-0-1.
Should the travel budget be approved?
A policy is to be approved in March.

Approved by: Ben Okafor
"""


def read(words: str, name: str = "file.md") -> Particulars:
    """The particulars of some words."""
    return particulars_of(Text("x", "markdown", words), name)


def test_minutes_tell_kind_date_people_decisions_votes_amounts_and_signatures() -> None:
    told = read(MINUTES, "2026-01-14.md")
    assert told.kind.kind == "management-review-minutes"
    assert told.dated
    assert told.dated.iso == "2026-01-14"
    assert told.people == {
        "ada north": "top",
        "ben okafor": "top",
        "cleo": "top",
        "dan reyes": "delegate",
        "eva lind": "top",
    }
    assert {person.name for person in told.attendance if person.mode == "absent"} == {"Eva Lind"}
    assert [quote.text for quote in told.decisions] == ["Motion carried 4-0-1."]
    assert [(vote.yes, vote.no, vote.abstained) for vote in told.votes] == [(4, 0, 1)]
    assert [(amount.value, amount.currency) for amount in told.amounts] == [(40000.0, "USD")]
    assert [signature.name for signature in told.signatures] == ["Ben Okafor"]
    assert not told.bare_agenda
    assert told.placeholder is None


def test_every_quotation_stands_at_its_place() -> None:
    told = read(MINUTES)
    quotes = [told.title, told.author, told.dated.quote if told.dated else None, *told.decisions]
    quotes += [part.quote for part in (*told.attendance, *told.votes, *told.amounts, *told.signatures)]
    for quote in quotes:
        assert quote is not None
        held(MINUTES, quote)


def test_a_bare_agenda_is_told_from_a_meeting() -> None:
    agenda = "# Council agenda 2026-01-14\n\n- Check-in\n- Budget (Ada, 10 minutes)\n- AI policy\n- Other business\n"
    assert read(agenda).bare_agenda
    assert not read(MINUTES).bare_agenda


@pytest.mark.parametrize(
    ("title", "name", "kind"),
    [
        ("AI transparency statement", "statement.md", "policy-publication"),
        ("Penetration test report", "report.pdf", "test-report"),
        ("Internal audit report 2026", "audit.docx", "internal-audit-report"),
        ("Charter of the AI working group", "charter.md", "org-structure"),
        ("Acceptable use policy", "policy.md", "user-documentation"),
        ("Information security policy", "policy.md", "policy-approval"),
        ("Risk management policy", "policy.md", "risk-criteria"),
        ("Data protection impact assessment", "x.docx", "dpia"),
        ("Appointment of the AI officer", "letter.docx", "role-assignment"),
        ("Statement of Applicability", "soa.xlsx", "soa"),
        ("Budget 2026", "budget.xlsx", "budget-approval"),
    ],
)
def test_the_title_tells_the_kind(title: str, name: str, kind: str) -> None:
    assert kind_of(f"# {title}\n\nWords.\n", name, title, 0).kind == kind


def test_a_document_without_signs_has_a_kind_that_nobody_should_trust() -> None:
    assert kind_of("Words.", "x.md", "", 0).sure == 0.0


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("# Page\n\nLast updated: 3 March 2026\n\nPublished in May 2025.\n", "2026-03-03"),
        ("# Policy\n\nEffective date: 2026-02-01\nNext review: 2027-02-01\n", "2026-02-01"),
        ("# Minutes of 14 January 2026\n\nDue 2026-05-01.\n", "2026-01-14"),
        (
            "# Page\n\nThis statement was published in **July 2026**.\n\nUpdated\n\n27 July 2026\n",
            "2026-07-27",
        ),
        (
            "# Page\n\n| Version | Date |\n|---|---|\n| 1.0 | 2024-01-02 |\n| 1.1 | 2025-03-04 |\n\nEnd.\n",
            "2025-03-04",
        ),
        ("# Page\n\nThe review is due on 2027-01-01.\n", None),
        ("# Page\n\nNo day here.\n", None),
    ],
)
def test_the_stated_date_is_the_documents_own(words: str, iso: str | None) -> None:
    found = stated_date(words)
    assert (found.iso if found else None) == iso


def test_the_files_name_may_tell_the_date_when_the_text_does_not() -> None:
    found = stated_date("Words.", "minutes/council__2026-01-14.md")
    assert found
    assert (found.iso, found.quote) == ("2026-01-14", None)


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (
            "# Policy\n\nOwner: [POLICY_OWNER_ROLE]\nApproved by: [APPROVER_NAME]\n\nAll staff follow this policy.\n",
            "Policy",
        ),
        ("# Guidelines\n\n- [The guidelines](https://example.org/doc)\n", "Guidelines"),
        ("# Plan\n\n<iframe src='https://example.org/embed'></iframe>\n", "Plan"),
        ("\n", ""),
        (
            "# Charter template\n\nDescribe the aim.\n\nList the members.\n\nWhat is its authority?\n"
            + "More words. " * 30,
            "Charter template",
        ),
    ],
)
def test_blank_templates_and_pages_that_point_elsewhere_are_placeholders(words: str, title: str) -> None:
    assert unfilled(words, title)


def test_a_document_with_content_is_none_though_it_links_and_has_a_blank() -> None:
    words = "# Policy\n\n" + "The board approved this policy, and all staff follow it every day. " * 30
    assert unfilled(words + "[insert date]\n\n[more](https://example.org)\n") is None


def test_attendance_in_a_table_and_under_a_heading() -> None:
    rows = "| Name | Role | Present |\n|---|---|---|\n| Ada North | CEO | Yes |\n| Ben Okafor | Lead | No |\n"
    table = f"## Attendees\n\n{rows}"
    assert [(person.name, person.role, person.mode) for person in attendance(table)] == [
        ("Ada North", "CEO", "present"),
        ("Ben Okafor", "Lead", "absent"),
    ]
    listed = (
        "## Present\n\n* Ada North (@ada)\n* Ben Okafor\n* The Project Board\n\n## Agenda\n\n* Carl West\n"
    )
    assert [person.name for person in attendance(listed)] == ["Ada North", "Ben Okafor"]
    assert attendance("Members: recorded, the date and time of entry") == []


@pytest.mark.parametrize(
    ("words", "figures"),
    [
        ("Ayes: 5, Nays: 2, Abstain: 1", (5, 2, 1, False)),
        ("7 in favour, 1 against", (7, 1, None, False)),
        ("It was adopted unanimously", (None, None, None, True)),
    ],
)
def test_votes_are_counted(words: str, figures: tuple[int | None, int | None, int | None, bool]) -> None:
    (vote,) = votes(words)
    assert (vote.yes, vote.no, vote.abstained, vote.unanimous) == figures


@pytest.mark.parametrize(
    ("words", "value", "currency"),
    [
        ("$1,250.50", 1250.5, "USD"),
        ("EUR 15,000", 15000.0, "EUR"),
        ("€1.250", 1250.0, "EUR"),
        ("20k USD", 20000.0, "USD"),
        ("£2 million", 2e6, "GBP"),
        ("300 euros", 300.0, "EUR"),
    ],
)
def test_amounts_are_read(words: str, value: float, currency: str) -> None:
    (amount,) = amounts(f"We spent {words} in all.")
    assert (amount.value, amount.currency) == (value, currency)


def test_what_is_to_be_decided_is_no_decision() -> None:
    assert not decisions(
        "The policy will be approved in May.\nOnce it is adopted, we go on.\nIs it agreed?\n"
    )
    assert (
        len(decisions("The board approved the budget.\n| Approve plan | CEO | Decision |\nNo objections.\n"))
        == 3
    )


def test_a_line_to_sign_on_is_no_signature() -> None:
    assert not signatures("Signed by: ____________\nApproved by: [NAME]\n")


def test_title_and_author_stand_in_the_head() -> None:
    assert title_of("---\ntitle: A page\n---\nWords") == (11, 17, "A page")
    assert title_of("From: Ada North\nSubject: News\n\nDear all") == (25, 29, "News")
    assert title_of("") is None
    author = author_of("# Page\n\nAuthor: Ada North\n")
    assert author
    assert author.text == "Ada North"
    assert author_of("Words.") is None


def test_the_line_that_gives_the_date_outweighs_the_day_from_which_something_told_holds() -> None:
    found = stated_date(
        "# Review\n\nDate: 9 September 2026\n\nThe policy was approved, effective 1 October 2026."
    )
    assert found is not None and found.iso == "2026-09-09"


@pytest.mark.parametrize(
    ("words", "is_letter"),
    [
        ("To: all\nFrom: Ina Okoro, Chief Executive Officer\nSubject: AI\n\nI expect care.\n", True),
        ("Dear colleagues,\n\nI expect care with AI.\n\nIna Okoro\nManaging Director\n", True),
        ("Dear colleagues,\n\nI expect care with AI.\n\nIna Okoro\nOffice Manager\n", False),
        ("# AI policy\n\nApproved by: Ina Okoro, Chief Executive Officer\n\nAI is used with care.\n", False),
        ("Minutes\n\nPresent: Ina Okoro (CEO), Bo Lind, Cy Park\n\nThe board agreed.\n", False),
    ],
)
def test_a_letter_is_a_leaders_where_its_head_or_its_foot_says_so(words: str, is_letter: bool) -> None:
    assert particulars_of(Text("", "text", words), "a.txt").letter is is_letter


def test_an_office_behind_a_comma_is_no_person_and_who_is_only_in_attendance_is_no_member() -> None:
    words = (
        "# Minutes of the board\n\nPresent: Ina Okoro (CEO, chair), Bo Lind\n"
        "In attendance: Cy Park, AI Lead; Sue Finch, Secretary; Tom Vale, Chief Financial Officer\n"
    )
    told = {one.name: (one.capacity, one.role) for one in attendance(words)}
    assert told == {
        "Ina Okoro": ("member", "CEO, chair"),
        "Bo Lind": ("member", ""),
        "Cy Park": ("staff", "AI Lead"),
        "Sue Finch": ("staff", "Secretary"),
        "Tom Vale": ("staff", "Chief Financial Officer"),
    }
    people = particulars_of(Text("", "text", words), "m.txt").people
    assert [people[name] for name in ("cy park", "sue finch", "tom vale")] == ["delegate", "delegate", "top"]
