"""The tables behind every register: versions of records, links between them, imports, organisation, accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, ClassVar, NoReturn, Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from tonetop.core.shape import BUILT_IN, Shape
from tonetop.records.cadences import Deadline, Every
from tonetop.records.fields import Day, Kind, Reference


class Locked(RuntimeError):
    """Raised by ways of changing rows that would leave no ledger line."""


class Versions(models.QuerySet[Any]):
    """Rows of a register: versions of its records. Only `records.write` changes them."""

    def on(self, day: str, known_on: str | None = None, *, withdrawn: bool = False) -> Self:
        """The versions that hold on a day, of records that are there (or `withdrawn`), as known on another day."""
        model: type[Record] = self.model
        is_there = Q() if withdrawn else Q(withdrawn_on=None) | Q(withdrawn_on__gt=day)
        there = self.filter(is_there, from_on__lte=day)
        if known_on is None:
            there = there.filter(Q(until_on=None) | Q(until_on__gt=day))
        else:
            later = model.objects.filter(ref=models.OuterRef("ref"), from_on__lte=day, known_on__lte=known_on)
            later = later.filter(
                Q(from_on__gt=models.OuterRef("from_on"))
                | Q(from_on=models.OuterRef("from_on"), known_on__gt=models.OuterRef("known_on"))
            )
            there = there.filter(~models.Exists(later), known_on__lte=known_on)
        return there.filter(model.dated_by(day))

    def update(self, **values: Any) -> NoReturn:
        """Refused."""
        raise Locked("rows change through records.write alone, which adds the ledger line")

    def delete(self) -> NoReturn:
        """Refused."""
        raise Locked("rows are never deleted; withdraw the record through records.write")

    def bulk_create(self, *rows: Any, **options: Any) -> NoReturn:
        """Refused."""
        raise Locked("rows are made through records.write alone, which adds the ledger line")

    def bulk_update(self, *rows: Any, **options: Any) -> NoReturn:
        """Refused."""
        raise Locked("rows change through records.write alone, which adds the ledger line")


class Record(models.Model):
    """One version of one record. Subclasses name a record type of the catalogue and declare its fields.

    revision counts the record's versions from 1; source_data: cells of an imported file that no field took, verbatim;
    from_on / until_on: the days from and before which this version holds (empty from_on: always; no until_on: still);
    known_on: the day it was entered as rules see it (empty: known always); derived by `records.write`.
    also: further fields that name people whose word the record holds, and who are asked to confirm it.
    signed_field: the field that says that the doer signed; only a change that bears the signature sets it.
    confided: for those alone who handle it. in_files: filled by exports, read by restores, held by no record.
    succeeds: fields by which a later record takes the place of an earlier one (empty: the last of all; None: never).
    """

    requirement: ClassVar[str]
    prefix: ClassVar[str]
    key: ClassVar[tuple[str, ...]] = ()
    own_dates: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[tuple[str, ...]] = ("ref",)
    title_field: ClassVar[str] = "title"
    doer: ClassVar[str] = ""
    also: ClassVar[tuple[str, ...]] = ()
    signed_field: ClassVar[str] = ""
    confided: ClassVar[tuple[str, ...]] = ()
    in_files: ClassVar[tuple[str, ...]] = ()
    review: ClassVar[Every | None] = None
    deadline: ClassVar[Deadline | tuple[Deadline, ...] | None] = None
    succeeds: ClassVar[tuple[str, ...] | None] = None
    group: ClassVar[str] = "Govern"

    row = models.BigAutoField(primary_key=True)
    ref = models.CharField(max_length=400)
    revision = models.PositiveIntegerField()
    recorded_on = Day("Recorded on")
    claimed_on = Day("Claimed to be recorded on")
    effective_on = Day(
        "In effect from", "From which day this version describes the world; empty: from its recording."
    )
    withdrawn_on = Day("Withdrawn on")
    entered_by = Reference("Person", label="Entered by")
    from_on = models.CharField(max_length=10, default="")
    until_on = models.CharField(max_length=10, null=True)  # noqa: DJ001 - NULL is "still", which '' cannot be
    known_on = models.CharField(max_length=10, default="")
    seq = models.BigIntegerField()
    source_data = models.JSONField(default=dict)

    objects: ClassVar[Any] = Versions.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar[tuple[str, ...]] = ("ref",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=("ref", "revision"), name="%(class)s_once")
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=("until_on", "ref"), name="%(class)s_held")]

    def __str__(self) -> str:
        return str(getattr(self, self.title_field, None) or self.ref)

    @classmethod
    @cache
    def shape(cls) -> Shape:
        """The record type's shape, as the schema holds it."""
        fields = {f.name: f.judge() for f in cls._meta.get_fields() if isinstance(f, Kind) and cls._owns(f)}
        return Shape(cls.__name__, not cls.key, cls.key, cls.own_dates, fields)

    @classmethod
    def _owns(cls, field: Kind) -> bool:
        return field.name in cls.declared or field.name not in (*BUILT_IN, "claimed_on")

    declared: ClassVar[tuple[str, ...]] = ()
    """Built-in fields that the catalogue also lists among the type's own (Evidence.recorded_on)."""

    def own_date(self) -> str | None:
        """The first filled of the type's own dates; None when the record is always there."""
        return next((value for name in self.own_dates if (value := getattr(self, name))), None)

    @classmethod
    def dated_by(cls, day: str) -> Q:
        """The condition that a record's own date, the first filled of its dates, is not after the day."""
        condition = Q()
        for name in reversed(cls.own_dates):
            condition = Q(**{f"{name}__lte": day}) | (Q(**{name: None}) & condition)
        return condition

    @classmethod
    def personal(cls) -> tuple[str, ...]:
        """Names of the fields that hold personal values, and the source data, which may."""
        marked = (f.name for f in cls._meta.get_fields() if isinstance(f, Kind) and f.personal)
        return (*marked, "source_data")

    def plain(self) -> dict[str, Any]:
        """The record's one plain form: its filled fields as the facts file writes them."""
        names = ["id"] if not self.key else []
        names += [*self.shape().fields, *(name for name in BUILT_IN if name not in self.shape().fields)]
        values = {name: self.ref if name == "id" else getattr(self, name) for name in names}
        return {name: _listed(value) for name, value in values.items() if value is not None}

    def without(self, closed: tuple[str, ...]) -> Self:
        """This version, to be shown: empty in the fields that are closed to the reader, and no imported cells then."""
        for name in closed:
            setattr(self, name, None)
        self.source_data = {} if closed else self.source_data
        return self

    @classmethod
    def clean_values(cls, values: Mapping[str, Any]) -> Iterable[str]:
        """Sentences about what does not fit together within one record; a register says its own."""
        return ()

    @classmethod
    def acted_only(cls, last: Record | None) -> tuple[str, ...]:
        """Fields that only a change made as an act of its own sets, never a form or a file; last: what stands."""
        return ()

    @classmethod
    def only_by_act(cls, values: Mapping[str, Any], last: Record | None, today: str) -> str:
        """Why these values, or a withdrawal with them, take an act of its own; empty when they do not."""
        return ""

    @classmethod
    def never_begins(cls, values: Mapping[str, Any], today: str) -> str:
        """Why no record begins like this, not even one that a file brings with its past; empty where it may."""
        return ""

    def held_back(self) -> str:
        """Why this record may be neither withdrawn nor erased; empty when nothing stands against it."""
        return ""


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _listed(item) for key, item in value.items()}
    return list(value) if isinstance(value, tuple) else value


class Link(models.Model):
    """A reference of one record's current version to another record, kept so that links can be walked both ways."""

    from_type = models.CharField(max_length=40)
    from_ref = models.CharField(max_length=400)
    field = models.CharField(max_length=40)
    to_ref = models.CharField(max_length=400)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=("from_type", "from_ref"), name="link_from"),
            models.Index(fields=("to_ref", "from_type"), name="link_to"),
        ]

    def __str__(self) -> str:
        return f"{self.from_type} {self.from_ref}.{self.field} -> {self.to_ref}"


class Import(models.Model):
    """One import: what came from where, what was taken and what was refused and why; can be undone as a whole.

    taken: [type, ref, revision] of each version written. files: name, sha256, size, sheets and their columns of each.
    """

    file = models.CharField(max_length=400)
    sha256 = models.CharField(max_length=64)
    mapping = models.CharField(max_length=400, default="")
    on = models.CharField(max_length=10)
    by = models.CharField(max_length=254, default="")
    taken = models.JSONField(default=list)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    files = models.JSONField(default=list)
    undone_on = models.CharField(max_length=10, default="")

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("-id",)

    def __str__(self) -> str:
        return f"Import {self.pk} of {self.file}"


class Organisation(models.Model):
    """The one organisation of a data folder, and its clock: a demo stands on a fixed day."""

    name = models.CharField(max_length=200, default="")
    time_zone = models.CharField(max_length=60, default="UTC")
    business = models.CharField(max_length=20, default="other")
    story = models.CharField(max_length=20, default="")
    clock_on = models.CharField(max_length=10, default="")

    def __str__(self) -> str:
        return self.name or "Your organisation"


class StoredAssessment(models.Model):
    """Results kept with everything needed to compute them again: catalogue, parameters, ledger position, days."""

    as_of = models.CharField(max_length=10)
    known_on = models.CharField(max_length=10, default="")
    catalogue = models.CharField(max_length=80)
    rules = models.CharField(max_length=64)
    parameters = models.JSONField(default=dict)
    seq = models.BigIntegerField()
    head = models.CharField(max_length=64)
    results = models.JSONField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=("seq", "as_of", "known_on"), name="assessment_at")
        ]

    def __str__(self) -> str:
        return f"Assessment as of {self.as_of} at {self.seq}"


ROLES = (
    *("administrator", "governance-lead", "executive", "process-owner"),
    *("dpo", "internal-auditor", "guest-auditor", "staff"),
)


class Account(AbstractUser):
    """Who signs in: a role, which person of the register, until which day (empty: for good), and how they came."""

    came_by = "account"
    role = models.CharField(max_length=20, choices=[(role, role) for role in ROLES], default="guest-auditor")
    person = models.CharField(max_length=400, default="", blank=True)
    until = models.CharField(max_length=10, default="", blank=True)

    def comes_in(self, today: str) -> bool:
        """Whether the account may sign in on a day: it was not taken away, and has not lapsed."""
        return self.is_active and (not self.until or today <= self.until)

    def __str__(self) -> str:
        return self.get_full_name() or self.email or self.username


class Invitation(models.Model):
    """A one-time link by which an account signs in; only the hash of its secret is kept, and it lapses."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    secret = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Link for {self.account} until {self.expires}"
