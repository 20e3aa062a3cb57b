"""The entry for WSGI servers, and for the processes of our own."""

from __future__ import annotations

import multiprocessing
import os
from threading import Thread
from typing import Any

from django.core.wsgi import get_wsgi_application

from tonetop.site.garbage import seldom
from tonetop.work import trace

application = get_wsgi_application()
seldom()


def served() -> Any:
    """The application in a process of `tonetop up`, which ends with the process that started it.

    Where that one is gone nobody signs the log's head, sends or does jobs, while pages would go on as if all were well.
    """
    trace.begin()
    started = multiprocessing.parent_process()
    if started is not None:
        Thread(target=_end_with, args=(started,), daemon=True).start()
    return application


def _end_with(started: Any) -> None:
    started.join()
    os._exit(1)
