"""Scan a listed source in the background: begun from a page, told how far it is, stopped at a word, kept at its end."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django_tasks import task

from tonetop.discovery.source import Unreachable
from tonetop.records import clock
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.scans import DONE, FAILED, SCANNING, STOPPED, WAITING, KeptScan
from tonetop.records.write import By
from tonetop.work.assess import assess
from tonetop.work.beat import Stopped, Told
from tonetop.work.found_assets import told_system
from tonetop.work.keep_scan import finish, salt
from tonetop.work.listed_sources import LISTED, listed_sources
from tonetop.work.permission import SCAN, doer
from tonetop.work.sayings import corrections
from tonetop.work.scan_source import named, settled

SILENT = timedelta(hours=2)
"""After how long without a sign a scan counts as broken off."""
LONGEST = 24 * 60
"""Minutes that a scan may be given."""
LEAST = 100
"""Rows that are drawn at least, for fewer say nothing of the others."""
KILLED = "the process that ran it was killed each time, such as for want of memory; draw fewer rows"
BROKEN = "it was broken off, such as by a restart; begin it once more"
FAULT = "the program failed while it looked; the background jobs say where"


def begin(
    account: Account, name: str, system: str = "", sample: int | None = None, minutes: int | None = None
) -> KeptScan:
    """Have a listed source scanned. system: id of the asset that it is; sample: rows to draw of each asset (0: all).

    Raises Forbidden, Refused.
    """
    by = doer(account, SCAN)
    found = listed_sources().get(name)
    if found is None:
        raise Refused(f"choose one of the sources that whoever runs Tonetop lists in {LISTED}")
    if sample and sample < LEAST:
        raise Refused(f"draw at least {LEAST} rows of each asset, or all")
    if minutes is not None and not 1 <= minutes <= LONGEST:
        raise Refused(f"give it between 1 and {LONGEST} minutes")
    if system and not any(assess().facts.get(type, system) for type in ("Asset", "AISystem")):
        raise Refused(f"there is no system {system} in the asset register")
    if KeptScan.objects.filter(listed=found.name, stage__in=(WAITING, SCANNING)).exists():
        raise Refused("this source is being scanned already; wait for it, or stop it")
    now = clock.now()
    made = KeptScan.objects.create(
        source=settled(named(found.address))[:400],
        listed=found.name,
        system=system,
        by=by.account,
        begun=now,
        beat=now,
        as_of=clock.today(),
        sample=sample,
        minutes=minutes,
    )
    transaction.on_commit(lambda: scan_listed.enqueue(made.pk))
    return made


@task()
def scan_listed(number: int) -> dict[str, int]:
    """Run the scan of a number; one that was stopped or is there no more is none."""
    begun = KeptScan.objects.filter(pk=number, stage__in=(WAITING, SCANNING))
    if not begun.update(stage=SCANNING, beat=clock.now()):
        return {}
    why = FAULT
    try:
        return _scan(KeptScan.objects.get(pk=number))
    except Stopped:
        return {}
    except (Unreachable, Refused) as refused:
        why = str(refused)
        return {}
    finally:
        KeptScan.objects.filter(pk=number, stage=SCANNING).update(
            stage=FAILED, why=why[:2000], ended=clock.now()
        )


def _scan(row: KeptScan) -> dict[str, int]:
    """Raises Stopped, Unreachable, Refused."""
    from tonetop.work.scan import Plan, scan  # noqa: PLC0415 - an extra

    listed = listed_sources().get(row.listed)
    if listed is None:
        raise Refused(f"{row.listed} is not listed in {LISTED} any more")
    seconds = row.minutes * 60.0 if row.minutes else None
    said = corrections(settled(named(listed.address)))
    system = row.system or told_system(named(listed.address), row.listed)
    plan = Plan(row.as_of, row.sample, seconds, salt(), system, said=said, called=row.listed)
    found = scan(
        listed.address, plan, assess().facts, Told(KeptScan.objects.filter(pk=row.pk, stage=SCANNING), "now")
    )
    with transaction.atomic():
        if not KeptScan.objects.filter(pk=row.pk, stage=SCANNING).update(beat=clock.now()):
            raise Stopped
        finish(row, found, By(row.by))
    return {"assets": len(found.assets), "findings": len(found.findings)}


def stop(account: Account, number: int) -> None:
    """Stop a scan that waits or runs; nothing of it is kept. Raises Forbidden, Refused."""
    doer(account, SCAN)
    runs = KeptScan.objects.filter(pk=number, stage__in=(WAITING, SCANNING))
    if not runs.update(stage=STOPPED, ended=clock.now()):
        raise Refused("the scan has ended already")


def scans(as_of: str = "9999-12-31") -> QuerySet[KeptScan]:
    """The scans up to a day, without what they found, the newest first; read when they are asked for."""
    settle_lost()
    return KeptScan.objects.filter(as_of__lte=as_of).defer("found", "sketches")


def latest(as_of: str = "9999-12-31") -> list[KeptScan]:
    """Of each source the last scan that came to its end up to a day, by name of the source."""
    kept: dict[str, int] = {}
    ended = KeptScan.objects.filter(as_of__lte=as_of, stage=DONE).order_by("pk")
    for number, source in ended.values_list("pk", "source"):
        kept[source] = number
    return list(KeptScan.objects.filter(pk__in=kept.values()).defer("sketches").order_by("source"))


def before(row: KeptScan) -> KeptScan | None:
    """The scan of the same source that ended before another."""
    same = KeptScan.objects.filter(source=row.source, stage=DONE, pk__lt=row.pk)
    return same.defer("sketches").order_by("-pk").first()


def settle_lost() -> None:
    """Say of scans that gave no sign for long that they were broken off."""
    for number in KeptScan.objects.filter(stage=SCANNING, beat__lt=clock.now() - SILENT).values_list(
        "pk", flat=True
    ):
        give_up(number, BROKEN)


def give_up(number: int, why: str = KILLED) -> None:
    """Say of a scan under way that it failed."""
    KeptScan.objects.filter(pk=number, stage=SCANNING).update(stage=FAILED, why=why, ended=clock.now())
