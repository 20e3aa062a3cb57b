"""Who leads, on a page."""

from tests.web.conftest import House


def test_the_page_tells_bodies_roles_and_who_answers_for_what(house: House):
    page = house["governance-lead"].get("/structure/").content.decode()
    for said in (
        "Executive board",
        "AI steering forum",
        "may stop release",
        "Release of an AI system of high impact",
    ):
        assert said in page
    assert 'class="depth-1"' in page  # the forum reports to the board
    assert "/registers/RoleAssignment/new/" in page
    assert "/registers/RoleAssignment/new/" not in house["guest-auditor"].get("/structure/").content.decode()


def test_before_anything_is_recorded_it_says_what_belongs_there(house: House):
    page = house["governance-lead"].get("/structure/?as_of=2010-01-01").content.decode()
    assert "No body is recorded" in page
    assert "No role is assigned" in page
    house["governance-lead"].get("/structure/?as_of=2025-12-31")


def test_bodies_that_report_to_each_other_are_told_all_the_same(own: House):
    from tonetop.records import intake, write

    for ref in ("x", "y"):
        write.save(
            intake.take("Body", {"id": ref, "name": ref.upper(), "valid_from": "2025-01-01"}), write.By()
        )
    for ref, above in (("x", "y"), ("y", "x")):
        plain = {"id": ref, "name": ref.upper(), "valid_from": "2025-01-01", "reports_to": above}
        write.save(intake.take("Body", plain), write.By())
    page = own["executive"].get("/structure/").content.decode()
    assert ">X</a>" in page
    assert ">Y</a>" in page
