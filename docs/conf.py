"""The docs site: `./dev docs` builds it from the pages of this folder into build/docs; it asks no other host."""

from __future__ import annotations

import re
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_SAID = re.search(r'__version__ = "(.+)"', (_ROOT / "src/tonetop/__init__.py").read_text(encoding="utf-8"))

project = "Tonetop"
copyright = "the authors of Tonetop, Apache-2.0"  # noqa: A001 - the name that Sphinx reads
version = release = _SAID[1] if _SAID else ""
extensions = ["myst_parser"]
myst_enable_extensions = ["html_image"]
myst_heading_anchors = 3
exclude_patterns = ["theme"]
nitpicky = True
html_theme = "furo"
html_title = "Tonetop"
html_static_path = ["theme"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_copy_source = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#1d4ed8", "color-brand-content": "#1d4ed8"},
    "dark_css_variables": {"color-brand-primary": "#8fb4ff", "color-brand-content": "#8fb4ff"},
}
