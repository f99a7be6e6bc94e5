"""How far somebody is prepared to speak for the council, at one moment."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CodeStanding:
    """How somebody stands to the code of practice at one moment; versions by their numbers.

    Without a published version there is nothing to agree to, and nobody is behind.
    """

    agreed: int | None
    agreed_at: datetime | None
    newest: int | None
    # By when the newest version is to be agreed to, whether or not this person has.
    deadline: datetime | None
    # The first deadline that this person has yet to meet; none after agreeing to the newest.
    must_agree_by: datetime | None
    # That deadline is over: until the person agrees, their posts are checked first.
    is_behind: bool

    @property
    def is_asked(self) -> bool:
        """Whether there is a version that this person has not agreed to."""
        return self.must_agree_by is not None

    @property
    def may_begin(self) -> bool:
        """Whether somebody can be accredited: they agreed, and no deadline has passed since."""
        return self.newest is None or (self.agreed is not None and not self.is_behind)


@dataclass(frozen=True, slots=True)
class PracticeStanding:
    """How many practice scenarios somebody passed, and how many the council asks for."""

    passed: int
    needed: int

    @property
    def is_enough(self) -> bool:
        """Whether no more are asked for."""
        return self.passed >= self.needed


@dataclass(frozen=True, slots=True)
class Preparation:
    """What somebody has done, of what they do before they speak for the council."""

    code: CodeStanding
    # Whether they hold every certificate that the council asks for.
    is_trained: bool
    practice: PracticeStanding

    @property
    def is_complete(self) -> bool:
        """Whether nothing of it is missing."""
        return self.code.may_begin and self.is_trained and self.practice.is_enough
