"""The compliance centre as a page: tabs with counts, filters that stay, order, files, and what an empty house sees."""

from __future__ import annotations

import csv
import io
import re

from tests.web.conftest import House
from tests.web.test_privacy import text

TODAY = "as_of=&known_on="


def rows(page: str) -> list[str]:
    return re.findall(r'<tr class="(?:clauses|duties|controls)"', page)


def test_tabs_count_the_requirements_and_show_one_state(house: House) -> None:
    client = house["governance-lead"]
    said = text(client.get(f"/centre/?{TODAY}"))
    assert "All 79 Needs attention 12 Upcoming 18 Not started 0 Healthy 49" in said
    assert "38 of 38 controls decided with a reason" in said
    page = client.get("/centre/?state=attention").content.decode()
    assert len(rows(page)) == 12
    assert "Link objective O5 to a strategic goal" in page


def test_filters_narrow_every_tab_and_go_along_with_its_link(house: House) -> None:
    client = house["guest-auditor"]
    page = client.get(f"/centre/?part=controls&owner=bright&{TODAY}")
    assert len(rows(page.content.decode())) == 2
    assert "All 2 Needs attention 2" in text(page)
    assert 'href="?state=attention&amp;part=controls&amp;owner=bright"' in page.content.decode()
    found = client.get("/centre/?q=scope")
    assert "4.3" in text(found)
    assert len(rows(found.content.decode())) == 1
    nobody = client.get("/centre/?owner=-").content.decode()
    assert 0 < len(rows(nobody)) < 79


def test_rows_are_ordered_by_what_lapses_first_or_last(house: House) -> None:
    client = house["executive"]
    page = client.get(f"/centre/?state=upcoming&sort=lapses&{TODAY}").content.decode()
    days = re.findall(r"!</i>([^<]+)</b>", page)
    assert (days[0], days[-1]) == ("20 Jan 2026", "28 Feb 2026")
    assert 'aria-sort="ascending"' in page
    back = client.get("/centre/?state=upcoming&sort=-lapses").content.decode()
    assert re.findall(r"!</i>([^<]+)</b>", back)[0] == "28 Feb 2026"


def test_what_is_not_known_is_as_if_it_were_not_asked(house: House) -> None:
    page = house["dpo"].get(f"/centre/?state=red&part=x&sort=colour&{TODAY}")
    assert len(rows(page.content.decode())) == 79


def test_nothing_found_and_nothing_of_a_state_say_so(house: House) -> None:
    client = house["dpo"]
    assert "Nothing matches" in text(client.get("/centre/?q=no-such"))
    assert "Everything is begun" in text(client.get(f"/centre/?state=not-started&{TODAY}"))
    early = client.get("/centre/?state=healthy&as_of=2020-01-01")
    assert "Begin with what is not started" in text(early)


def test_files_hold_what_the_filters_leave(house: House) -> None:
    client = house["guest-auditor"]
    raw = client.get(f"/centre/requirements.csv?state=attention&{TODAY}").content
    lines = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert lines.pop(0) == [f"{len(lines) - 1} of 79 lines. Filter: State: Needs attention."]
    assert lines[0][:5] == ["Id", "Requirement", "State", "Result", "Owner"]
    assert len(lines) == 13
    assert lines[1][0] == "5.1"
    assert [line[4] for line in lines if line[0] == "A.10.2"] == ["Nadia Bright"]
    for form in ("xlsx", "pdf"):
        assert client.get(f"/centre/requirements.{form}").status_code == 200
    assert client.get("/centre/requirements.docx").status_code == 404


def test_programs_read_the_same(house: House) -> None:
    plain = house["internal-auditor"].get("/api/v1/centre?as_of=2025-12-31").json()
    assert plain["counts"]["attention"] == 12
    assert len(plain["requirements"]) == 79


def test_the_calendar_tells_what_falls_due_in_a_month_and_of_which_kind(house: House) -> None:
    client = house["executive"]
    page = client.get(f"/centre/calendar/?month=2026-02&{TODAY}")
    said = text(page)
    assert "February 2026" in said
    form = r"All (\d+) To be done (\d+) To be reviewed (\d+) Audits 0 Evidence is frozen 0 "
    form += "Backing that lapses 14 Privacy desk 0"
    found = re.search(form, said)
    assert found is not None
    assert int(found[1]) == int(found[2]) + int(found[3]) + 14
    assert "4.3 Determining the scope of the AI management system" in said
    alone = client.get("/centre/calendar/?month=2026-02&kind=lapses")
    assert 'class="thing reviews"' not in alone.content.decode()
    assert 'class="thing lapses"' in alone.content.decode()


def test_the_calendar_begins_with_the_month_looked_at_and_takes_no_nonsense(house: House) -> None:
    for month in ("", "2025-13", "2025-Q1", "0000-01", "x"):
        page = house["dpo"].get(f"/centre/calendar/?month={month}&kind=x&{TODAY}")
        assert "December 2025" in text(page)
    assert "Nothing falls due" in text(house["dpo"].get("/centre/calendar/?month=2019-02&as_of=2019-01-01"))


def test_the_calendar_goes_along_as_a_file(house: House) -> None:
    from icalendar import Calendar

    raw = house["guest-auditor"].get(f"/centre/calendar.ics?{TODAY}").content
    events = list(Calendar.from_ical(raw).walk("VEVENT"))
    scope = [event for event in events if "4.3 Determining" in str(event["summary"])]
    assert [str(event["dtstart"].dt) for event in scope] == ["2026-02-10"]
    assert str(scope[0]["url"]).endswith("/requirements/4.3/")
    audits = [event for event in events if str(event["summary"]).startswith("Audits: ")]
    assert audits
    assert len({str(event["uid"]) for event in events}) == len(events)


def test_requirements_of_another_framework_are_shown_with_what_backs_them(house: House) -> None:
    client = house["guest-auditor"]
    page = client.get(f"/centre/?framework=iso27001&q=A.5.19&{TODAY}")
    assert "Security with suppliers backed by A.10" in text(page)
    assert "It does not say that the framework is met" in text(page)
    raw = client.get("/centre/requirements.csv?framework=gdpr").content.decode("utf-8-sig")
    assert "Record of processing" in raw
    assert len(rows(client.get("/centre/?framework=no-such").content.decode())) == 79
    narrowed = client.get("/centre/?framework=eu-ai-act&part=Transparency").content.decode()
    assert narrowed.count('<tr class="other"') == 1
    assert 'href="?state=attention&amp;part=Transparency&amp;framework=eu-ai-act"' in narrowed
