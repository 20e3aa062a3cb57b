"""What stands in front: settings that cannot be read are told in a sentence, never taken for none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.work.serving import run
from tonetop.site.front import FrontError, behind_tls, proxies


def test_tls_in_front_is_said_by_1_alone():
    assert [behind_tls(told) for told in ("", "0", "1", " 1 ")] == [False, False, True, True]
    for told in ("true", "yes", "on", "2"):
        with pytest.raises(FrontError, match=f"TONETOP_TLS={told}: write 1"):
            behind_tls(told)


def test_proxies_are_counted_and_one_speaks_tls():
    assert [proxies("", False), proxies("", True), proxies("0", True), proxies("2", True)] == [0, 1, 0, 2]
    for told in ("x", "-1", "1.5", "10"):
        with pytest.raises(FrontError, match=f"TONETOP_PROXIES={told}: is no number of proxies"):
            proxies(told, True)


@pytest.mark.parametrize(
    "told",
    [{"TONETOP_TLS": "true"}, {"TONETOP_PROXIES": "x"}, {"TONETOP_EVIDENCE_STORE": "bucket"}],
    ids=lambda told: next(iter(told)),
)
def test_nothing_is_served_with_a_setting_that_cannot_be_read(told: dict[str, str], folder: Path):
    done = run(folder, "up", "--port", "47613", **told)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert str(next(iter(told.values()))) in done.stderr
