"""Monitors as data: the files that ship say what they look at, and a file that does not is refused with the place."""

from __future__ import annotations

from typing import Any

import pytest

from tonetop.standard.monitored import Misdescribed, Monitor, monitors, read

SAID = {"title": "Looked through", "about": "What PV-5 asks.", "requirement": "A.4.2", "every_days": 1}


def test_every_monitor_that_ships_says_what_it_looks_at_and_how_often():
    assert {"notice-in-reach", "scan-fresh", "ledger-verified", "backup-verified"} <= set(monitors())
    assert monitors()["scan-fresh"].way == "check"
    assert monitors()["vendors-assessed"].types == ("Vendor", "VendorContract")
    assert all(monitor.every_days >= 1 for monitor in monitors().values())


def test_a_file_says_one_way_of_looking():
    monitor = read("own", SAID | {"check": "PV-5", "within_days": 3})
    assert monitor == Monitor("own", *list(SAID.values())[:3], 1, "check", "PV-5", (), 3)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ([], "own: must be a mapping"),
        (SAID | {"check": "PV-5", "colour": "red"}, "own: does not know colour"),
        (SAID, "own: says one of check, overdue, measure"),
        (SAID | {"check": "PV-5", "measure": "ledger"}, "own: says one of"),
        (SAID | {"check": "PV-99"}, "own: check does not know 'PV-99'"),
        (SAID | {"measure": "weather"}, "own: measure does not know 'weather'"),
        (SAID | {"check": "PV-5", "title": ""}, "own: title must be a text"),
        (SAID | {"check": "PV-5", "every_days": 0}, "own: every_days is a whole number of days, at least 1"),
        (SAID | {"check": "PV-5", "every_days": True}, "own: every_days is a whole number"),
        (SAID | {"check": "PV-5", "within_days": -1}, "own: within_days is a whole number"),
        (SAID | {"check": "PV-5", "requirement": "99"}, "own: requirement '99' is no clause or control"),
    ],
)
def test_a_file_that_says_it_wrongly_is_refused(told: Any, why: str):
    with pytest.raises(Misdescribed, match=why.replace(".", r"\.")):
        read("own", told)
