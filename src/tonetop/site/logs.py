"""What the log may hold: addresses without the secrets by which somebody comes in, reads or subscribes."""

from __future__ import annotations

import logging
import re

SECRETS = re.compile(
    r"(/(?:trust/link|welcome|calendar|accounts/password/reset/key|accounts/confirm-email)/)[^/\s?#.\"']+"
)
"""Where an address bears a secret: links to documents, invitations, feeds, links for another password."""
HIDDEN = r"\1…"


class WithoutSecrets(logging.Filter):
    """Takes secrets out of the addresses that a line names; for whoever reads the log is not whom they were given."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the line where it names such an address; every line is kept."""
        said = record.getMessage()
        bare = SECRETS.sub(HIDDEN, said)
        if bare != said:
            record.msg, record.args = bare, ()
        return True
