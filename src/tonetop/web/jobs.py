"""The background jobs as a page: what ran when, how long it took, and what went wrong."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django_tasks_db.models import DBTaskResult

from tonetop.web.shell import manages
from tonetop.work.jobs import SCHEDULE
from tonetop.work.reading.begin import read_documents
from tonetop.work.run_scan import scan_listed
from tonetop.work.workers import JobCancelledError, cancel

SHOWN = 50
ASKED = {read_documents.module_path: "documents read", scan_listed.module_path: "source scanned"}
"""Jobs that are done when somebody asks for them."""


def jobs(request: HttpRequest) -> HttpResponse:
    """The page; POST puts one of the jobs into the queue now, or cancels one that waits."""
    if not manages(request.user):
        raise PermissionDenied(
            gettext("Your role does not see the background jobs; ask the governance lead.")
        )
    if request.method == "POST":
        name = request.POST.get("job", "")
        if request.POST.get("cancel"):
            _cancel(request)
        elif name not in SCHEDULE:
            messages.error(request, gettext("There is no such job."))
        else:
            SCHEDULE[name][0].enqueue()
            messages.success(request, gettext("It is in the queue; it begins within a few seconds."))
        return redirect("jobs")
    names = {job.module_path: name for name, (job, _) in SCHEDULE.items()} | ASKED
    kept: Any = DBTaskResult.objects.order_by("-enqueued_at")[:SHOWN]
    lines = [(names.get(one.task_path, one.task_path), one, _why(one)) for one in kept]
    every = {name: int(every.total_seconds() // 60) for name, (_, every) in SCHEDULE.items()}
    return render(request, "jobs.jinja", {"lines": lines, "every": every})


def _cancel(request: HttpRequest) -> None:
    """Cancel the job that is named, if it still waits."""
    try:
        cancelled = cancel(str(UUID(request.POST["cancel"])))
    except ValueError:
        cancelled = False
    if cancelled:
        messages.success(request, gettext("The job is cancelled."))
    else:
        messages.error(request, gettext("The job does not wait any more: it began, or it is gone."))


def _why(one: Any) -> str:
    """What a job that failed says, as its last line tells it; a cancelled one is told apart from those."""
    if one.exception_class_path.endswith(f".{JobCancelledError.__name__}"):
        one.status = "CANCELLED"
        return gettext("It was cancelled before it began.")
    lines = [line for line in (one.traceback or "").strip().splitlines() if line.strip()]
    return lines[-1].partition(": ")[2] or lines[-1] if lines else ""
