"""Rows that hold something sealed, all of them known here, so that their key can be changed."""

from abc import abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models, transaction

from tabard.common.secrets import WrongKeyError, seal, unseal, wrapped_anew


class Sealed(models.Model):
    """A row with a secret that opens in its place alone; empty where it was thrown away."""

    sealed = models.BinaryField()

    class Meta:
        abstract = True

    def __init_subclass__(cls, **options: Any) -> None:
        """Make no table of secrets without a place, which a model cannot leave to ABCMeta."""
        super().__init_subclass__(**options)
        if cls.place is Sealed.place:
            raise TypeError(f"{cls.__name__} does not say where its secret belongs.")

    @property
    @abstractmethod
    def place(self) -> str:
        """Where the secret belongs, and no other."""

    def hide(self, secret: bytes) -> None:
        """Seal a secret in this place."""
        self.sealed = seal(secret, place=self.place)

    def show(self) -> bytes:
        """Open the secret."""
        return unseal(bytes(self.sealed), place=self.place)

    def wrap_anew(self) -> bool:
        """Wrap it with the key of today; say whether another one did until now."""
        new = wrapped_anew(bytes(self.sealed), place=self.place) if self.sealed else None
        self.sealed = new or self.sealed
        return new is not None


@dataclass(frozen=True, slots=True)
class Kind:
    """One table with secrets: in which column, and how those of a row are wrapped anew."""

    model: type[models.Model]
    column: str
    wrap_anew: Callable[[Any], bool]

    @property
    def rows(self) -> models.QuerySet[models.Model]:
        """All of its rows."""
        return models.QuerySet(self.model)

    def __str__(self) -> str:
        return str(self.model._meta.verbose_name_plural)  # noqa: SLF001 - the way to ask Django


# Tables of others, in which secrets of ours stand.
_OTHERS: dict[type[models.Model], Kind] = {}


def also(model: type[models.Model], column: str, wrap_anew: Callable[[Any], bool]) -> None:
    """Make a table of others known in which secrets of ours stand."""
    _OTHERS[model] = Kind(model, column, wrap_anew)


def kinds() -> list[Kind]:
    """Give every table with secrets."""
    ours = [one for one in apps.get_models() if issubclass(one, Sealed)]
    return [*(Kind(one, "sealed", Sealed.wrap_anew) for one in ours), *_OTHERS.values()]


@dataclass(slots=True)
class Walked:
    """How far a table was gone through: rows seen, wrapped anew, and those that do not open."""

    seen: int = 0
    anew: int = 0
    closed: list[str] = field(default_factory=list)


def go_through(kind: Kind, *, at_a_time: int) -> Iterator[Walked]:
    """Wrap a table's secrets anew, some rows at a time, and say after each how far that is.

    Whoever changes one of these rows meanwhile is waited for, or waits for one transaction.
    """
    walked, after = Walked(), 0
    while True:
        with transaction.atomic():
            rows = kind.rows.select_for_update().filter(pk__gt=after)
            some = list(rows.order_by("pk")[:at_a_time])
            if not some:
                return
            changed = [row for row in some if _wrap(kind, row, walked)]
            kind.rows.bulk_update(changed, [kind.column])
        walked.seen, walked.anew, after = (
            walked.seen + len(some),
            walked.anew + len(changed),
            some[-1].pk,
        )
        yield walked


def _wrap(kind: Kind, row: models.Model, walked: Walked) -> bool:
    try:
        return kind.wrap_anew(row)
    except WrongKeyError:
        walked.closed.append(f"{row}")
        return False
