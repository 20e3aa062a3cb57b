"""Look at how safely this installation is set up: what holds, what falls short, and what to do about it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from tonetop.records import clock, log, rollback
from tonetop.records.ledger.keys import NAME as KEY_FILE
from tonetop.records.models import Account
from tonetop.records.screening import NAME as CLAMD
from tonetop.records.tokens import ApiToken
from tonetop.work.data_folder import DATABASE, SECRET
from tonetop.work.look_at_backup import look_at_backup
from tonetop.work.monitor import BACKUPS
from tonetop.work.post_public import allowed
from tonetop.work.second_factor import has, needing
from tonetop.work.swap_folder import LANGUAGE_MODEL, SIGN_IN
from tonetop.work.ways_in import PLACE, WaysRefused, ways

DAYS_OF_BACKUP, DAYS_OF_ANCHOR = 7, 30
"""Days within which a backup was made, and somebody outside was given the head of the log."""
WIDEST = 10.0
ROLES = ("administrator", "executive")


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that was looked at: whether it holds, how it was found, and what to do where it does not."""

    name: str
    holds: bool
    found: str
    act: str = ""

    def plain(self) -> dict[str, str | bool]:
        """As JSON tells it."""
        return {"point": self.name, "holds": self.holds, "found": self.found, "act": self.act}


def check_safety() -> list[Point]:
    """Every point, in the order in which one would mend them. The folder must be open."""
    return [*_doors(), *_people(), *_files(), *_outside()]


def _doors() -> Iterator[Point]:
    tls, debug = bool(settings.BEHIND_TLS), bool(settings.DEBUG)
    yield Point(
        "People come by https",
        tls,
        "TONETOP_TLS=1" if tls else "the server takes plain http",
        "put a proxy with TLS in front and set TONETOP_TLS=1; cookies and HSTS follow",
    )
    yield Point(
        "Faults tell no inner workings", not debug, "debug is off" if not debug else "debug is on", ""
    )
    hosts = [host for host in settings.ALLOWED_HOSTS if host != "testserver"]
    wide = [host for host in hosts if host == "*" or host.startswith(".")]
    yield Point(
        "The server answers to its own names alone",
        not wide,
        ", ".join(hosts),
        "name the hosts in TONETOP_HOSTS, without * and without a leading dot",
    )
    plain = [origin for origin in settings.CSRF_TRUSTED_ORIGINS if not origin.startswith("https://")]
    yield Point(
        "Forms are taken from https pages alone",
        not plain,
        ", ".join(settings.CSRF_TRUSTED_ORIGINS) or "its own pages",
        "name https origins in TONETOP_ORIGINS",
    )
    factor = os.environ.get("TONETOP_LIMITS", "1")
    narrow = factor.replace(".", "", 1).isdigit() and float(factor) <= WIDEST
    yield Point(
        "Limits are near what is shipped",
        narrow,
        f"TONETOP_LIMITS={factor}",
        f"set TONETOP_LIMITS to at most {WIDEST:g}",
    )


def _people() -> Iterator[Point]:
    asked = needing()
    lacking = [role for role in ROLES if role not in asked]
    yield Point(
        "Administrators and executives need a second factor",
        not lacking,
        f"not asked of: {', '.join(lacking)}" if lacking else "asked of both",
        "Settings → Second factor at sign-in",
    )
    today = clock.calendar_day()
    leads = [one for one in Account.objects.filter(role=ROLES[0], is_active=True) if one.comes_in(today)]
    without = [one for one in leads if not has(one)]
    yield Point(
        "Every administrator has a second factor",
        not without,
        f"{len(without)} of {len(leads)} have none" if without else f"all {len(leads)} have one",
        "they enrol one under Your sign-in",
    )
    endless = ApiToken.objects.filter(ends_on="", scopes="").count()
    yield Point(
        "No token opens everything for ever",
        not endless,
        f"{endless} do" if endless else "none does",
        "`tonetop token --list`; make others with --scope and --until, and withdraw these",
    )


def _files() -> Iterator[Point]:
    folder = Path(settings.DATA)
    names = ("", KEY_FILE, SECRET, DATABASE, SIGN_IN, LANGUAGE_MODEL)
    there = [folder / name for name in names if (folder / name).exists()]
    loose = [path.name for path in there if _is_loose(path)]
    yield Point(
        "Keys and database are their owner's alone",
        not loose,
        f"others may use {', '.join(loose)}" if loose else f"{len(there)} looked at",
        "chmod -R go-rwx on the data folder",
    )
    yield _sign_in_secrets()
    is_root = os.name == "posix" and os.geteuid() == 0
    yield Point(
        "The program does not run as root",
        not is_root,
        "it runs as root" if is_root else "it runs as an ordinary user",
        "run it as a user of its own, such as by the systemd unit",
    )
    why = rollback.read_only()
    yield Point("The folder is no older copy", why is None, why or "it is as it was signed", "")


def _sign_in_secrets() -> Point:
    """What providers of sign-in elsewhere know us by; also where the file that names them lies elsewhere."""
    short, elsewhere = list[str](), os.environ.get(PLACE)
    try:
        found = ways(Path(settings.DATA))
    except WaysRefused as refused:
        found, short = (), [str(refused)]
    short += [f"{one.id}: it stands in {SIGN_IN}" for one in found if one.secret_in_plain]
    files = [one.secret_file for one in found if one.secret_file] + ([Path(elsewhere)] if elsewhere else [])
    short += [f"others may read {path.name}" for path in dict.fromkeys(files) if _is_loose(path)]
    return Point(
        "Secrets of sign-in elsewhere lie apart, and for their owner alone",
        not short,
        "; ".join(short) or (f"{len(found)} looked at" if found else "there is no sign-in elsewhere"),
        "name the environment variable in secret_from, or a file of mode 600 in secret_file",
    )


def _is_loose(path: Path) -> bool:
    return os.name == "posix" and path.exists() and bool(path.stat().st_mode & 0o077)


def _outside() -> Iterator[Point]:
    named = os.environ.get(BACKUPS, "")
    try:
        looked = look_at_backup(Path(named), clock.now(), DAYS_OF_BACKUP) if named else None
        whole, said = bool(looked and looked.whole), looked.why if looked else f"{BACKUPS} names no folder"
    except OSError as error:
        whole, said = False, f"{named}: {error.strerror}"
    yield Point(
        f"A backup of the last {DAYS_OF_BACKUP} days reads whole",
        whole,
        said,
        f"write one with `tonetop backup` each night, elsewhere, and name its folder in {BACKUPS}",
    )
    anchor = log.last_anchor()
    young = anchor is not None and clock.now() - _moment(anchor.made) <= timedelta(days=DAYS_OF_ANCHOR)
    yield Point(
        f"Somebody outside holds a head of the log of the last {DAYS_OF_ANCHOR} days",
        young,
        f"the last on {anchor.made[:10]}" if anchor else "nobody was given one",
        "`tonetop export checkpoint FILE --holder WHO`, and send it to them",
    )
    inside = sorted(
        f"{scheme}://{host}:{port}" for scheme, host, port in allowed().origins if scheme == "http"
    )
    yield Point(
        "Messages to programs go out encrypted",
        not inside,
        ", ".join(inside) or "by https alone",
        "name hosts, or https origins, in TONETOP_WEBHOOK_HOSTS",
    )
    screened = bool(os.environ.get(CLAMD, ""))
    yield Point(
        "Files are looked through for viruses as they come in",
        screened,
        f"{CLAMD} names a scanner" if screened else "no scanner is named",
        f"run clamd and name its socket in {CLAMD}",
    )


def _moment(made: str) -> datetime:
    return datetime.fromisoformat(made)
