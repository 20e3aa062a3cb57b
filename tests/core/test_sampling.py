"""Samples are drawn by rule: the same population, seed and size give the same records, whoever draws."""

import hashlib
import re
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonetop.core.sampling import draw, draw_by, finding_one, place, population, portions, sizes

IDS = st.lists(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\n"), min_size=1))


def test_a_population_is_its_ids_in_order_and_their_hash_is_that_of_a_file_with_one_a_line():
    found = population(["r-2", "r-10", "r-1", "r-2"])
    assert found.idents == ("r-1", "r-10", "r-2")
    assert found.size == 3
    assert found.sha256 == hashlib.sha256(b"r-1\nr-10\nr-2\n").hexdigest()


def test_an_empty_population_has_the_hash_of_nothing():
    assert population([]).sha256 == hashlib.sha256(b"").hexdigest()


def test_an_id_with_a_line_feed_is_no_member_of_a_population():
    with pytest.raises(ValueError, match="line feed"):
        population(["a\nb"])


def test_the_order_of_a_draw_is_that_of_sha256_over_seed_and_id():
    assert place("seed", "r-1") == hashlib.sha256(b"seedr-1").hexdigest()
    idents = [f"r-{n}" for n in range(20)]
    by_hand = sorted(idents, key=lambda ident: hashlib.sha256(f"2025{ident}".encode()).hexdigest())
    assert draw(idents, "2025", 7) == tuple(by_hand[:7])


@given(IDS, st.text(st.characters(blacklist_categories=["Cs"]), min_size=1), st.integers(0, 30))
def test_a_draw_does_not_depend_on_the_order_in_which_the_ids_come(idents, seed, size):
    drawn = draw(idents, seed, size)
    assert drawn == draw(reversed(idents), seed, size)
    assert len(drawn) == len(set(drawn)) == min(size, len(set(idents)))
    assert set(drawn) <= set(idents)


@given(IDS, st.integers(1, 20))
def test_a_larger_sample_of_the_same_seed_begins_with_the_smaller_one(idents, size):
    assert draw(idents, "s", size + 3)[:size] == draw(idents, "s", size)


def test_another_seed_draws_others():
    idents = [f"r-{n}" for n in range(1000)]
    assert set(draw(idents, "one", 20)) != set(draw(idents, "two", 20))


@pytest.mark.parametrize(("seed", "size", "why"), [("", 3, "needs a seed"), ("s", -1, "cannot have -1")])
def test_a_draw_without_seed_or_below_nothing_is_refused(seed, size, why):
    with pytest.raises(ValueError, match=why):
        draw(["a"], seed, size)
    with pytest.raises(ValueError, match=why):
        draw_by({"x": ["a"]}, seed, size)


@pytest.mark.parametrize(
    ("counts", "size", "expected"),
    [
        ({"a": 60, "b": 30, "c": 10}, 10, {"a": 6, "b": 3, "c": 1}),
        ({"a": 98, "b": 1, "c": 1}, 5, {"a": 3, "b": 1, "c": 1}),
        ({"a": 98, "b": 1, "c": 1}, 2, {"a": 1, "b": 1, "c": 0}),
        ({"a": 2, "b": 2}, 9, {"a": 2, "b": 2}),
        ({"a": 3, "b": 3}, 3, {"a": 2, "b": 1}),
        ({"a": 3, "b": 0}, 1, {"a": 1}),
        ({}, 4, {}),
        ({"a": 5, "b": 5}, 0, {"a": 0, "b": 0}),
    ],
)
def test_a_sample_is_shared_among_strata_in_proportion_and_each_gives_one(counts, size, expected):
    assert portions(counts, size) == expected


@given(st.dictionaries(st.text("abcdef", min_size=1), st.integers(0, 50), max_size=6), st.integers(0, 80))
def test_shares_add_up_and_no_stratum_gives_more_than_it_has(counts, size):
    shares = portions(counts, size)
    assert sum(shares.values()) == min(size, sum(counts.values()))
    assert all(share <= counts[name] for name, share in shares.items())


def test_a_draw_by_strata_draws_from_each_as_if_alone():
    strata = {"open": [f"o-{n}" for n in range(6)], "closed": [f"c-{n}" for n in range(3)]}
    drawn = draw_by(strata, "s", 3)
    assert list(drawn) == ["closed", "open"]
    assert drawn == {"closed": draw(strata["closed"], "s", 1), "open": draw(strata["open"], "s", 2)}


@pytest.mark.parametrize(
    ("count", "share", "sure", "expected"),
    [
        # One of ten faulty: 1 - n/10 must be at most 5 %, so all ten.
        (10, 10, 95, 10),
        # Two of twenty: (20-n)(19-n)/380 must be at most 5 %; 5·4 = 20 > 19 for 15, 4·3 = 12 for 16.
        (20, 10, 95, 16),
        # Half of four: (4-n)(3-n)/12 must be at most 10 %; 2/12 for 2, 0 for 3.
        (4, 50, 90, 3),
        (100, 5, 95, 45),
        (0, 5, 95, 0),
        (3, 100, 95, 1),
    ],
)
def test_the_size_that_shows_a_faulty_one_is_the_smallest_by_the_hypergeometric_distribution(
    count, share, sure, expected
):
    assert finding_one(count, share, sure) == expected


def test_few_records_are_all_looked_at():
    assert [(size.size, size.name) for size in sizes(5)] == [(5, "all")]
    assert sizes(0)[0].reason == "There are only 0, so all are looked at."


def test_suggested_sizes_come_with_their_reason_the_smallest_first():
    found = sizes(100)
    assert [(size.name, size.size) for size in found] == [
        ("root", 10),
        ("one of 10 %", 20),
        ("one of 5 %", 45),
        ("all", 100),
    ]
    assert all(str(100) in size.reason for size in found)
    assert [size.size for size in sizes(101)][0] == 11


def test_no_suggestion_exceeds_its_population():
    for count in (6, 7, 9, 16, 50, 1000):
        assert all(0 < size.size <= count for size in sizes(count))


def test_the_shell_lines_of_the_how_to_give_the_same_population_and_the_same_sample(root, tmp_path):
    shell = shutil.which("bash")
    if shell is None or shutil.which("sha256sum") is None:
        pytest.skip("needs bash and sha256sum; to enable it: sudo apt-get install bash coreutils")
    lines = re.search(r"```sh\n(.*?)```", (root / "docs/how-to/audit.md").read_text("utf-8"), re.DOTALL)
    idents = [f"décision {n}" for n in range(30)]
    (tmp_path / "ids.txt").write_text("".join(f"{ident}\n" for ident in idents), "utf-8")
    said = subprocess.run(
        [shell, "-c", lines[1]],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "SEED": "tide table", "SIZE": "7"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout.splitlines()
    assert said[0].split()[0] == population(idents).sha256
    assert tuple(said[1:]) == draw(idents, "tide table", 7)
