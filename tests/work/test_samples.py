"""Samples for audits: frozen, recorded, and drawn again the same whatever came since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.work.test_audit import AUDIT, account, held


def drawn(size: int = 4, condition: str = "", seed: str = "tide") -> Any:
    from tonetop.work.draw_sample import draw_sample, frame

    of = frame("Decision", "2025-12-31", "2025-12-31", condition)
    return draw_sample(
        account("internal-auditor"), AUDIT, of, seed=seed, size=size, justification="A tenth, much alike."
    )


def test_a_sample_is_kept_with_all_that_draws_it_again(demo: Path):
    from tonetop.core import sampling
    from tonetop.work.assess import assess

    made = drawn()
    idents = [row.id for row in assess().facts.rows("Decision")]
    assert made.drawn == sampling.draw(idents, "tide", 4)
    assert (made.population, made.sha256) == (len(idents), sampling.population(idents).sha256)
    assert (made.drawn_by, made.drawn_on, made.size, made.seed) == ("korpela", "2025-12-31", 4, "tide")


def test_a_sample_is_drawn_again_the_same_although_records_came_the_same_day(demo: Path):
    from tonetop.records import intake, write
    from tonetop.work.draw_sample import draw_again

    made = drawn()
    new = {"id": "dec-late", "text": "Late", "decided_on": "2025-12-31"}
    write.save(intake.take("Decision", new), write.By())
    again = draw_again(held("AuditSample", made.ref))
    assert again.same_population
    assert again.same_sample
    assert again.drawn == made.drawn
    assert drawn(seed="ebb").population == made.population + 1


def test_a_recorded_sample_that_was_altered_is_told_when_it_is_drawn_again(demo: Path):
    from tonetop.work.change_record import change_record
    from tonetop.work.draw_sample import draw_again

    made = drawn()
    better = made.plain() | {"drawn": ["dec-2025-10-21-a"]}
    change_record(account("internal-auditor"), "AuditSample", better, since="correction")
    again = draw_again(held("AuditSample", made.ref))
    assert (again.same_population, again.same_sample) == (True, False)


def test_a_population_may_be_part_of_a_register_and_divided(demo: Path):
    from tonetop.work.assess import assess
    from tonetop.work.draw_sample import draw_again

    made = drawn(5, "status=closed; by kind")
    facts = assess().facts
    rows = [facts.get("Decision", ref) for ref in made.drawn]
    closed = [row for row in facts.rows("Decision") if row.status == "closed"]
    assert {row.status for row in rows} == {"closed"}
    assert made.population == len(closed)
    assert len({row.kind for row in rows}) == min(5, len({row.kind for row in closed}))
    assert made.condition == "status=closed; by kind"
    assert draw_again(made).same_sample


@pytest.mark.parametrize(
    ("register", "day", "condition", "why"),
    [
        ("Nothing", "2025-12-31", "", "Nothing is no register"),
        ("", "2025-12-31", "", "nothing is no register"),
        ("Decision", "yesterday", "", "is no day"),
        ("Decision", "2026-02-01", "", "yet to come"),
        ("Decision", "2025-12-31", "text=x", "not told apart by 'text=x'; choose kind"),
        ("Decision", "2025-12-31", "status=gone", "not told apart by"),
        ("AuditProgramme", "2025-12-31", "by title", "no field of fixed words"),
    ],
)
def test_a_population_that_cannot_be_is_refused(
    demo: Path, register: str, day: str, condition: str, why: str
):
    from tonetop.records.intake import Refused
    from tonetop.work.draw_sample import frame

    with pytest.raises(Refused, match=why):
        frame(register, day, "2025-12-31", condition)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"seed": " "}, "needs a seed"),
        ({"justification": ""}, "say why so many"),
        ({"size": 0}, "cannot be drawn"),
        ({"size": 10_000}, "cannot be drawn"),
    ],
)
def test_a_sample_needs_a_seed_a_reason_and_a_size_there_is(demo: Path, changed: dict[str, Any], why: str):
    from tonetop.records.intake import Refused
    from tonetop.work.draw_sample import draw_sample, frame

    options = {"seed": "s", "size": 2, "justification": "x"} | changed
    of = frame("Decision", "2025-12-31", "2025-12-31")
    with pytest.raises(Refused, match=why):
        draw_sample(account("internal-auditor"), AUDIT, of, **options)
    assert held("AuditSample", "SMP-1") is None


def test_a_sample_that_does_not_say_how_it_was_drawn_cannot_be_drawn_again(demo: Path):
    from tonetop.records import intake, write
    from tonetop.records.intake import Refused
    from tonetop.work.draw_sample import draw_again

    made = write.save(intake.take("AuditSample", {"id": "SMP-9", "register": "Decision"}), write.By())
    with pytest.raises(Refused, match="does not say"):
        draw_again(made)
