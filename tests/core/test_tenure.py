"""Tenures hold the rows whose days contain the day, and tell when the next one begins or ends."""

from collections import namedtuple
from typing import Any

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment, Tenures, has
from tonetop.core.shape import Field, Shape

FIELDS = {"since": Field("since", "date"), "until": Field("until", "date"), "kind": Field("kind", "text")}
SHAPE = Shape("Post", True, ("id",), (), FIELDS)
BUILT_IN = ("recorded_on", "effective_on", "withdrawn_on", "entered_by")
Post: Any = namedtuple("Post", ("id", *BUILT_IN, *FIELDS), defaults=(None,) * 7)
Post.type = "Post"


class Posts:
    """A source of posts."""

    def __init__(self, *rows: Any) -> None:
        self.rows = rows

    def versions(self, type: str) -> tuple[Any, ...]:
        return self.rows


def term(facts: Facts, row: Row) -> tuple[str, str]:
    """A post without a first day has always been held, one without a last day still is."""
    return row.since or cadence.FIRST, row.until or cadence.LAST


def held(*rows: Any, day: str = "2025-12-31") -> tuple[Tenures, Moment]:
    """The tenures of these posts on a day, and the moment they were asked at."""
    now = Moment(Facts(Posts(*rows), {"Post": SHAPE}, "2025-12-31"), day)
    return now.holding("Post", term), now


def ids(rows: Any) -> list[str]:
    return [row.id for row in rows]


def test_a_tenure_holds_on_its_first_and_on_its_last_day():
    found, _ = held(Post("a", since="2025-12-31"), Post("b", until="2025-12-31"))
    assert (ids(found), len(found)) == (["b", "a"], 2)


def test_a_tenure_that_has_not_begun_or_is_over_is_left_out_and_not_counted():
    found, _ = held(Post("a", since="2026-01-01"), Post("b", until="2025-12-30"), Post("c"))
    assert (ids(found), len(found)) == (["c"], 1)


def test_a_tenure_that_would_end_before_it_begins_never_holds():
    found, now = held(Post("a", since="2025-12-01", until="2025-11-30"))
    assert (ids(found), len(found), now.next) == ([], 0, None)


def test_the_next_day_is_that_of_the_next_beginning_or_the_day_after_the_next_end():
    one, beginning = held(Post("a", since="2026-02-01"), Post("b", until="2026-03-01"))
    other, ending = held(Post("a", since="2026-02-01"), Post("b", until="2026-01-01"))
    assert (len(one), len(other)) == (1, 1)
    assert (beginning.next, ending.next) == ("2026-02-01", "2026-01-02")


def test_an_open_tenure_never_turns():
    _, now = held(Post("a"))
    assert now.next is None


def test_tenures_are_in_order_of_their_first_day_then_id():
    found, _ = held(
        Post("b", since="2025-01-02"), Post("c", since="2025-01-01"), Post("a", since="2025-01-02")
    )
    assert ids(found) == ["c", "a", "b"]
    assert (found[0].id, ids(found[1:])) == ("c", ["a", "b"])


def test_predicates_narrow_tenures_one_after_the_other():
    rows = Post("a", kind="x"), Post("b", kind="x", until="2025-12-30"), Post("c", kind="y"), Post("d")
    found, _ = held(*rows)
    assert ids(found.where(has("kind"))) == ["a", "c"]
    assert ids(found.where(has("kind")).where(has("kind", "x"))) == ["a"]


def test_whether_there_are_any_stands_until_the_last_of_them_may_end_and_else_until_one_begins():
    there, ending = held(Post("a", until="2026-01-01"), Post("b", since="2026-01-02"))
    none, beginning = held(Post("b", since="2026-01-02"), Post("c", until="2025-12-30"))
    assert (bool(there), ending.next) == (True, "2026-01-02")
    assert (bool(none), beginning.next) == (False, "2026-01-02")


def test_how_many_there_are_is_told_for_a_sentence_without_a_turn():
    found, now = held(Post("a", until="2026-01-01"), Post("b"), Post("c", since="2026-01-02"))
    assert (found.many, now.next) == (2, None)


def test_whoever_reads_tenures_is_made_again_when_one_changes():
    posts = Posts(Post("a"), Post("b"))
    facts = Facts(posts, {"Post": SHAPE}, "2025-12-31")

    def told(facts: Facts) -> list[str]:
        return ids(Moment(facts).holding("Post", term).where(has("kind", "x")))

    assert facts.prepared(told) == []
    ended = Post("b", kind="x", until="2025-11-30", effective_on="2025-12-01")
    facts.learn({"Post": [Post("a", kind="x", effective_on="2025-12-01"), ended]})
    assert facts.prepared(told) == ["a"]


def test_a_count_equals_the_rows_listed_on_every_day():
    rows = [Post(str(n), since=f"2025-0{n % 9 + 1}-01", until=f"2025-{n % 12 + 1:02d}-15") for n in range(40)]
    for ahead in range(0, 500, 7):
        found, _ = held(*rows, day=cadence.shift("2025-01-01", ahead))
        assert len(found) == len(list(found))
