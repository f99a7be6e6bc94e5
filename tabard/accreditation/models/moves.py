"""Moves on the trust ladder: proposed by rules, decided by people, and open to appeal."""

from collections.abc import Iterable

from django.db import models

from tabard.accreditation.models.accreditations import Accreditation
from tabard.accreditation.models.permissions import Rung
from tabard.common.lifecycle import Lifecycle
from tabard.people.models import Person


class ProposalState(models.TextChoices):
    """What became of a proposal. It moves nobody by itself."""

    OPEN = "open", "Waiting for the panel"
    FOLLOWED = "followed", "Followed"
    SET_ASIDE = "set_aside", "Set aside"
    OVERTAKEN = "overtaken", "Overtaken"


PROPOSAL_LIFECYCLE = Lifecycle(
    ProposalState.OPEN,
    follow=({ProposalState.OPEN}, ProposalState.FOLLOWED),
    set_aside=({ProposalState.OPEN}, ProposalState.SET_ASIDE),
    overtake=({ProposalState.OPEN}, ProposalState.OVERTAKEN),
)


class Proposal(models.Model):
    """That the rules of the council would have somebody on another rung, and why."""

    accreditation = models.ForeignKey(
        Accreditation, on_delete=models.PROTECT, related_name="proposals"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    from_rung = models.CharField(max_length=20, choices=Rung)
    to_rung = models.CharField(max_length=20, choices=Rung)
    # What the rules saw, in sentences.
    because = models.TextField(max_length=2_000)
    state = models.CharField(max_length=20, choices=ProposalState, default=ProposalState.OPEN)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(max_length=2_000, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["accreditation"],
                condition=models.Q(state="open"),
                name="one_open_proposal_per_accreditation",
            ),
            models.CheckConstraint(
                name="proposal_is_for_another_rung",
                condition=~models.Q(from_rung=models.F("to_rung")),
            ),
            models.CheckConstraint(
                name="proposal_not_decided_by_its_person",
                condition=~models.Q(decided_by=models.F("person")),
            ),
            models.CheckConstraint(
                name="proposal_decided_by_somebody_with_a_reason",
                condition=models.Q(state__in=["open", "overtaken"], decided_by=None)
                | (
                    models.Q(state__in=["followed", "set_aside"], decided_by__isnull=False)
                    & ~models.Q(reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_from_rung_display()} to {self.get_to_rung_display()}: {self.person}"

    @property
    def is_up(self) -> bool:
        """Whether it leads to a rung with more trust."""
        return is_up(self.from_rung, self.to_rung)


class Move(models.Model):
    """One move on the ladder: decided by a person, with a reason."""

    accreditation = models.ForeignKey(Accreditation, on_delete=models.PROTECT, related_name="moves")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    from_rung = models.CharField(max_length=20, choices=Rung)
    to_rung = models.CharField(max_length=20, choices=Rung)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(max_length=2_000)
    # The proposal that it follows, or the move that it takes back after an appeal, if any.
    proposal = models.OneToOneField(
        Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="move"
    )
    takes_back = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="taken_back_by"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="move_leads_to_another_rung",
                condition=~models.Q(from_rung=models.F("to_rung")),
            ),
            models.CheckConstraint(
                name="move_not_decided_by_its_person", condition=~models.Q(by=models.F("person"))
            ),
            models.CheckConstraint(name="move_has_a_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_from_rung_display()} to {self.get_to_rung_display()}: {self.person}"

    @property
    def is_up(self) -> bool:
        """Whether it led to a rung with more trust."""
        return is_up(self.from_rung, self.to_rung)


class MoveAppealState(models.TextChoices):
    """What came of an appeal against a move."""

    WAITING = "waiting", "Waiting to be heard"
    UPHELD = "upheld", "Upheld"
    OVERTURNED = "overturned", "Overturned"
    DROPPED = "dropped", "Not heard: they have left"


MOVE_APPEAL_LIFECYCLE = Lifecycle(
    MoveAppealState.WAITING,
    uphold=({MoveAppealState.WAITING}, MoveAppealState.UPHELD),
    overturn=({MoveAppealState.WAITING}, MoveAppealState.OVERTURNED),
    drop=({MoveAppealState.WAITING}, MoveAppealState.DROPPED),
)


class MoveAppeal(models.Model):
    """The one appeal that somebody may make against a move, heard by somebody else."""

    move = models.OneToOneField(Move, on_delete=models.PROTECT, related_name="appeal")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # Who decided the move, so that the database can hold that it is somebody else now.
    moved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(max_length=2_000)
    made_at = models.DateTimeField()
    state = models.CharField(
        max_length=20, choices=MoveAppealState, default=MoveAppealState.WAITING
    )
    heard_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    heard_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(max_length=2_000, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="move_appeal_not_heard_by_its_person_nor_by_who_moved",
                condition=~models.Q(heard_by=models.F("person"))
                & ~models.Q(heard_by=models.F("moved_by")),
            ),
            models.CheckConstraint(
                name="move_appeal_heard_by_somebody_with_an_answer",
                condition=models.Q(state__in=["waiting", "dropped"], heard_by=None)
                | (
                    models.Q(state__in=["upheld", "overturned"], heard_by__isnull=False)
                    & ~models.Q(answer="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"appeal against {self.move}"


def is_up(from_rung: str, to_rung: str) -> bool:
    """Say whether one rung stands above another."""
    order = [str(rung) for rung in Rung]
    return order.index(to_rung) > order.index(from_rung)


def rung_after(begins: str, moves: Iterable[tuple[str, str]]) -> Rung:
    """Give where moves lead, each as what it was meant to do: up at least, or down at most, so far.

    So one that was made after another that does not stand takes nothing away that it did not mean.
    """
    order = [str(rung) for rung in Rung]
    place = order.index(begins)
    for from_rung, to_rung in moves:
        reach = max if is_up(from_rung, to_rung) else min
        place = reach(place, order.index(to_rung))
    return Rung(order[place])
