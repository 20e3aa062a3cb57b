"""Check that a public notice is in reach and whether its text changed: fetch, compare with last time, record."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import Any

from tonetop.core.facts import Facts, Row
from tonetop.records import blobs, clock, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.write import By
from tonetop.standard.terms.processing import current_notice
from tonetop.work import fetch_public
from tonetop.work.assess import assess
from tonetop.work.change_record import next_ref
from tonetop.work.fetch_public import Unreachable, Way
from tonetop.work.permission import writer
from tonetop.work.revised import new, revised, standing

JOB = By("job notices", None, "job")
HIDDEN = ("script", "style", "noscript", "template")


def check(account: Account, ref: str) -> bool:
    """Check a notice for an account; gives whether it is in reach. Raises Forbidden, Refused."""
    by = writer(account, "PrivacyNotice")
    if not fetch_public.allowed_hosts():
        raise Refused(
            f"no host may be fetched yet; whoever runs Tonetop names them in {fetch_public.ALLOWED}"
        )
    return looked_up(ref, by)


def check_current() -> dict[str, int]:
    """Check the notice that counts; what the background job does. Gives how many were checked and in reach."""
    row = assess().facts.prepared(current_notice)
    if row is None:
        return {"checked": 0, "in_reach": 0}
    return {"checked": 1, "in_reach": int(looked_up(row.id, JOB))}


def watched() -> str | None:
    """The hosts that may be fetched; None where there are none, so that the job has nothing to do."""
    return ", ".join(sorted(fetch_public.allowed_hosts())) or None


def looked_up(ref: str, by: By, way: Way = fetch_public.PUBLIC) -> bool:
    """Fetch a notice's address and record what came of it; gives whether it is in reach. Raises Refused."""
    notice: Any = standing("PrivacyNotice", ref)
    if not notice.url:
        raise Refused(f"PrivacyNotice {ref}: has no public address to check")
    today = clock.today()
    told: dict[str, Any] = {
        "id": next_ref("NoticeCheck"),
        "notice": ref,
        "checked_on": today,
        "address": notice.url,
    }
    told |= _fetched(notice.url, _last_text(assess().facts, ref, notice.url), way)
    changes = new([("NoticeCheck", told)])
    if told["reachable"] and notice.last_checked_reachable_on != today:
        changes.append(revised(notice, last_checked_reachable_on=today))
    write.save_all(changes, by)
    return bool(told["reachable"])


def _fetched(url: str, before: str, way: Way) -> dict[str, Any]:
    try:
        page = fetch_public.fetch(url, fetch_public.allowed_hosts(), way)
    except Unreachable as unreachable:
        return {"reachable": False, "why": str(unreachable)}
    if page.status != 200:
        why = f"the server answers with the status {page.status}"
        return {"reachable": False, "status": page.status, "why": why}
    words = visible(page.raw)
    digest = hashlib.sha256(words).hexdigest()
    _keep(words)
    told = {"reachable": True, "status": page.status, "size": len(page.raw), "sha256": digest}
    return told | ({"changed": digest != before} if before else {})


def _keep(words: bytes) -> None:
    """Keep the words of a page under the hash that the check tells, so that they can be quoted; no other bytes."""
    try:
        words.decode("utf-8")
    except UnicodeDecodeError:
        return
    with suppress(Refused):
        blobs.store([words])


def history(facts: Facts, ref: str) -> list[Row]:
    """The checks of a notice, the latest first."""
    found = [row for row in facts.rows("NoticeCheck") if row.notice == ref]
    return sorted(found, key=lambda row: (row.checked_on or "", _number(row.id)), reverse=True)


def _number(ident: str) -> int:
    told = ident.rpartition("-")[2]
    return int(told) if told.isdecimal() else 0


def _last_text(facts: Facts, ref: str, url: str) -> str:
    """The hash of the text that was found last at this address; empty when none was."""
    return next((row.sha256 for row in history(facts, ref) if row.sha256 and row.address == url), "")


def visible(raw: bytes) -> bytes:
    """The words of a page without tags, scripts and blanks, so that a token or a layout is no change of the text."""
    found, at, lower = [], 0, raw.lower()
    while at < len(raw):
        begin = raw.find(b"<", at)
        if begin < 0:
            begin = len(raw)
        found.append(raw[at:begin])
        hidden = next((name for name in HIDDEN if lower.startswith(b"<" + name.encode(), begin)), "")
        end = lower.find(b"</" + hidden.encode(), begin) if hidden else begin
        close = raw.find(b">", end) if end >= 0 else -1
        at = close + 1 if close >= 0 else len(raw)
    return b" ".join(b" ".join(found).split())
