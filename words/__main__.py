"""`python -m words`: bring the catalogues up to date and compile them; `--check` only looks whether they are."""

from __future__ import annotations

import os
import sys
import tempfile

from words import catalogue


def set_up() -> None:
    """Set Django up over an empty folder, so that the registers can be read."""
    import django  # noqa: PLC0415 - its settings read the folder

    os.environ["TONETOP_DATA"] = tempfile.mkdtemp(prefix="tonetop-words-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tonetop.site.settings")
    django.setup()


def main() -> int:
    """Update or check, and say how much is told."""
    set_up()
    if "--check" in sys.argv:
        found = [name for language in catalogue.LANGUAGES for name in catalogue.stale(language)]
        if found:
            print(f"not those of the sources: {', '.join(found)}; run ./dev words")
        return bool(found)
    for language in catalogue.LANGUAGES:
        catalogue.write(language)
        held = sum(1 for each in catalogue.read(language) if each.id)
        print(f"{language}: {held} messages, {len(catalogue.missing(language))} of them not translated yet")
    return 0


if __name__ == "__main__":
    sys.exit(main())
