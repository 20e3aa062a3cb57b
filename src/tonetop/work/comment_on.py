"""Comment on a text before it is settled, and say what came of a comment; each belongs to the text it is about."""

from __future__ import annotations

from tonetop.records import clock, write
from tonetop.records.doers import holder
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.work.assess import assess
from tonetop.work.change_record import next_ref
from tonetop.work.permission import COMMENT, REFUSALS, Forbidden, may, writer
from tonetop.work.revised import new, revised, standing
from tonetop.work.warrant import answering
from tonetop.work.write_document import demand_kept, found_version


def may_comment(account: Account) -> bool:
    """Whether an account may say something about a draft: everybody of the register but those who audit."""
    return bool(account.person) and may(account, COMMENT)


def comment_on(account: Account, ref: str, text: str) -> Record | None:
    """Keep what the account's person says about a version's present text. Raises Forbidden, Refused."""
    if not may_comment(account):
        raise Forbidden(REFUSALS[COMMENT])
    facts = assess().facts
    person = answering(account, facts, COMMENT)
    document, version = found_version(facts, ref)
    demand_kept(document)
    if not text.strip():
        raise Refused("write what you want to say")
    plain = {
        "id": next_ref("Comment"),
        "about": [ref],
        "sha256": version.row.sha256,
        "said_by": person,
        "said_on": clock.today(),
        "text": text.replace("\r\n", "\n").strip(),
    }
    return write.save_all(new([("Comment", plain)]), holder(account))[0]


def answer_comment(account: Account, ref: str, answer: str) -> Record | None:
    """Say what came of a comment. Raises Forbidden, Refused."""
    by = writer(account, "Comment")
    if not answer.strip():
        raise Refused("write what came of it")
    row, today = standing("Comment", ref), clock.today()
    change = revised(row, answer=answer.strip(), answered_by=by.person, answered_on=today)
    return write.save_all([change], by)[0]
