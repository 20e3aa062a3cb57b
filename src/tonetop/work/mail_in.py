"""Take in mails that lie in a folder: those of people with an account as evidence, others into quarantine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from tonetop.documents.attachments import Mail
from tonetop.documents.attachments_task import MODULE, as_mail
from tonetop.documents.cell import Cell, NotStartedError
from tonetop.documents.unread import Unread
from tonetop.records import clock
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.screening import HeldBack
from tonetop.records.write import By
from tonetop.work.keep_evidence import MAIL, Brought, Piece, Taken, Way, take_evidence
from tonetop.work.permission import may_write
from tonetop.work.tray import TakenIn, Tray

POST = Tray("TONETOP_MAIL_IN")
"""A maildir, or a folder of .eml files."""
LARGEST = 50 * 1024 * 1024
"""Bytes of a mail that are opened."""


class NotOurs(Refused):
    """A mail of a sender who may not bring evidence."""


def take_mails() -> TakenIn:
    """Take in every mail that lies there; each is moved once it is stored, and not before. Raises Refused."""
    told = TakenIn()
    place = POST.opened()
    if place is None:
        return told
    with Cell(MODULE) as cell:
        for path in list(_mails(place)):
            POST.take(path, partial(_stored, path, cell), told)
    return told


def _mails(place: Path) -> Iterator[Path]:
    """The mails of a maildir (new and cur), else those of the folder itself; links are left alone."""
    folders = [place / "new", place / "cur"]
    is_maildir = all(each.is_dir() for each in folders)
    for each in folders if is_maildir else [place]:
        for path in sorted(each.iterdir()):
            wanted = is_maildir or path.suffix.lower() == ".eml"
            if wanted and path.is_file() and not path.is_symlink() and not path.name.startswith("."):
                yield path


def _stored(path: Path, cell: Cell) -> Taken:
    """One mail, stored. Raises Refused, Unread."""
    mail, data = _opened(path, cell)
    return take_evidence(_way(mail), _piece(mail), _files(path.name, mail, data))


def _opened(path: Path, cell: Cell) -> tuple[Mail, bytes]:
    """The mail in a file. Raises Unread; HeldBack when no process opens it."""
    if path.stat().st_size > LARGEST:
        raise Unread(f"it is larger than the {LARGEST // 1024**2} MB of a mail that are opened")
    data = path.read_bytes()
    try:
        return as_mail(*cell.ask({}, data)), data
    except NotStartedError as why:
        raise HeldBack(str(why)) from why


def _way(mail: Mail) -> Way:
    """By whom the mail came. Raises NotOurs unless exactly one account of its address may bring evidence."""
    held = Account.objects.filter(email__iexact=mail.sender, is_active=True)
    accounts = [account for account in held if account.comes_in(clock.today())]
    if len(accounts) != 1:
        raise NotOurs(
            f"{mail.sender} is the address of nobody who has an account; invite them, or add the file"
        )
    (account,) = accounts
    if not may_write(account, "Evidence"):
        raise NotOurs(f"{mail.sender} has the role {account.role}, which brings no evidence")
    return Way(By(f"account-{account.pk}", account.person or None, "mail"), MAIL, mail.sender)


def _piece(mail: Mail) -> Piece:
    day = _day(mail.moment)
    if day > clock.today():
        day = ""  # its sender's clock is ahead, or a lie
    return Piece(title=mail.subject, occurred_on=day, source_system="mail")


def _day(moment: str) -> str:
    """The organisation's day of a moment; empty for what is none."""
    try:
        return (
            datetime.fromisoformat(moment)
            .astimezone(ZoneInfo(clock.organisation().time_zone))
            .date()
            .isoformat()
        )
    except (ValueError, OverflowError):
        return ""


def _files(name: str, mail: Mail, data: bytes) -> list[Brought]:
    """What was attached, and the mail itself as their source."""
    stem = mail.subject[:80] or name
    attached = [Brought(each, [bytes]) for each, bytes in mail.files]
    return [*attached, Brought(f"{stem.replace('/', '-')}.eml", [data])]
