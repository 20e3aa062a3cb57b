"""Opening mails in a cell: a mail's bytes in, its head and its files out."""

from __future__ import annotations

from typing import Any

from tonetop.documents import reading_task
from tonetop.documents.attachments import Mail, opened
from tonetop.documents.unread import Unread

MODULE = "tonetop.documents.attachments_task"


def ready() -> None:
    """Load what opening a mail may need: every encoding that a head may be written in."""
    reading_task.ready()


def answer(head: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """The head, with name and length of each file, and the files one after the other. Raises Unread."""
    mail = opened(data)
    told = {
        "sender": mail.sender,
        "moment": mail.moment,
        "subject": mail.subject,
        "files": [[name, len(file)] for name, file in mail.files],
    }
    return told, b"".join(file for _, file in mail.files)


def as_mail(told: dict[str, Any], data: bytes) -> Mail:
    """The mail that such an answer tells. Raises Unread for one that does not fit."""
    try:
        files, start = [], 0
        for name, size in told["files"]:
            files.append((str(name), data[start : start + int(size)]))
            start += int(size)
        mail = Mail(str(told["sender"]), str(told["moment"]), str(told["subject"]), tuple(files))
    except (KeyError, TypeError, ValueError):
        raise Unread("its reader answered otherwise than readers do") from None
    if start != len(data):
        raise Unread("its reader answered otherwise than readers do")
    return mail
