"""Compute a stored assessment with an earlier catalogue, in a process of its own that has read no other."""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module

from tonetop.standard import catalogue


def main(number: str, label: str) -> int:
    """Write the results of a stored assessment to stdout as JSON; 2 when the catalogue is not shipped."""
    try:
        catalogue.choose(label)
    except KeyError:
        sys.stderr.write(f"The catalogue {label} is not shipped with this version, so nothing was computed\n")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tonetop.site.settings")
    import_module("django").setup()
    recompute = import_module("tonetop.work.recompute")
    stored = recompute.StoredAssessment.objects.get(pk=number)
    sys.stdout.write(json.dumps(recompute.results_at(stored)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
