"""What the program keeps for its own work, by kind: from which day it counts, how long it is usually kept, and why."""

from __future__ import annotations

from dataclasses import dataclass

ERASE, DELETE, BY_HAND = "erase", "delete", "by-hand"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of own data.

    since: from which day its period counts, and usual: that period in days; least: the shortest that may be chosen.
    way: its personal values are erased, it is deleted, or a person does it on its own page. always: it goes by itself
    from the first day, since nobody wants it back; of the others the organisation says so first.
    """

    key: str
    title: str
    what: str
    since: str
    usual: int
    least: int
    why: str
    way: str = DELETE
    always: bool = False


_ALL = (
    Kind(
        "people",
        "People who left",
        "Name, title and imported cells of a person, and the name at everything that they did",
        "the last day on which the person was one of yours",
        3650,
        365,
        "Whether leaders acted is asked for years after they left.",
        ERASE,
    ),
    Kind(
        "withdrawn",
        "Records withdrawn",
        "Personal values of records that were withdrawn; their other fields and their events stay",
        "the day of the withdrawal",
        1095,
        90,
        "A certificate is good for three years, and its audits look back over them.",
        ERASE,
    ),
    Kind(
        "accounts",
        "Accounts that ended",
        "Name, address, sign-in means, preferences and private notes of an account that may not sign in",
        "the day on which its access ended",
        365,
        30,
        "A year shows who had access during an audit; its number and acts stay.",
        ERASE,
    ),
    Kind(
        "visitors",
        "Visitors of the trust page",
        "Name, organisation, address and reason of whoever asked for a document",
        "the day since which an ask waits for nothing",
        180,
        30,
        "Half a year answers what somebody asks about a document that they were given.",
        ERASE,
        True,
    ),
    Kind(
        "links",
        "One-time links",
        "The hash of a link by which an account comes in once, used or lapsed",
        "the moment at which it lapsed",
        30,
        1,
        "It opens nothing any more; a month helps to find out why somebody could not come in.",
    ),
    Kind(
        "sessions",
        "Sign-ins",
        "On which device, since when and when last a sign-in was used that has ended",
        "the last use",
        90,
        30,
        "A quarter shows a sign-in that was somebody else's.",
    ),
    Kind(
        "guest-reads",
        "What guests looked at",
        "The list of pages by guest and day; the ledger's line of each stays",
        "the day on which the page was looked at",
        1095,
        90,
        "It shows what an auditor was given to see, for as long as a certificate is good.",
    ),
    Kind(
        "imports",
        "What imports told",
        "Rows that imports refused and remarks on others, in the words of the file",
        "the day of the import",
        365,
        30,
        "A year is time to bring the refused rows in again.",
        ERASE,
    ),
    Kind(
        "readings",
        "Documents given to be read",
        "Copies of documents that were given for a gap report, and what was found in them",
        "the day on which they were given",
        7,
        1,
        "A week is time to settle what they propose; what was accepted stands in the registers.",
        DELETE,
        True,
    ),
    Kind(
        "scans",
        "Scans",
        "What a scan found, by table and column, and the hashed sketches behind it; no value of a source",
        "the end of the scan",
        730,
        30,
        "Two years let two scans be compared across an audit.",
    ),
    Kind(
        "jobs",
        "Background jobs",
        "What a job was given, what came of it, and the error that it met",
        "the end of the job",
        90,
        1,
        "A quarter is time to see what failed again and again.",
        DELETE,
        True,
    ),
    Kind(
        "messages",
        "Messages to webhooks",
        "Kind, id and moment of what other programs were told; those that arrived go after a third of the period",
        "the making of the message",
        90,
        3,
        "A quarter is time to send again what did not arrive.",
        DELETE,
        True,
    ),
    Kind(
        "digests",
        "Reminders that were sent",
        "To which account how many reminders went on which day; never their text",
        "the day of the mail",
        365,
        30,
        "A year shows that people were told.",
    ),
    Kind(
        "copies",
        "Copies of the database",
        "What an update, a restore or the end of a sample set aside in the data folder, erased values within",
        "the last change of the copy",
        30,
        1,
        "A month is time to notice that something went wrong; a copy holds what was erased since.",
    ),
    Kind(
        "evidence",
        "Files of evidence",
        "Files of pieces whose own day of retention is over; a person disposes of each on its page",
        "the day until which the piece says that it is retained",
        0,
        0,
        "How long a piece proves something is for the piece to say.",
        BY_HAND,
    ),
)
KINDS = {kind.key: kind for kind in _ALL}
"""Every kind of own data that has a period, by its key."""
