"""The site's settings with a middleware that tells how long the server worked on a page, and its queries."""

from __future__ import annotations

from tonetop.site.settings import *  # noqa: F403
from tonetop.site.settings import MIDDLEWARE as SITE

MIDDLEWARE = ["bench.timing.Timing", *SITE]
