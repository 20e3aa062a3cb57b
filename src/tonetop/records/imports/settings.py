"""The organisation's own fields as a facts file brings them: filled where blank, never overwritten."""

from __future__ import annotations

from collections.abc import Mapping

from tonetop.records import clock
from tonetop.records.intake import Refused
from tonetop.records.models import Organisation


def organisation_changes(said: Mapping[str, str]) -> dict[str, str]:
    """Which fields are to be set. Raises Refused where something else was settled before."""
    held, blank = clock.organisation(), Organisation()
    changes = {name: value for name, value in said.items() if getattr(held, name) != value}
    for name, value in changes.items():
        if getattr(held, name) != getattr(blank, name):
            raise Refused(
                f"organisation.{name} is {getattr(held, name)!r} here and {value!r} in the file; "
                "an import does not change it: leave it out of the file, or change it in the settings first"
            )
    return changes
