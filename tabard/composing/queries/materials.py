"""What is offered to colleagues, what they made of it, and how alike that is."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from statistics import fmean

from django.db.models import Q, QuerySet

from tabard.common.shingles import Shingles, alike, shingles
from tabard.composing.models import Material, MaterialState, Message, MessageState
from tabard.people.models import Person, Role

# From here on two texts read as the same one, or as one that was hardly changed.
VERY_CLOSE, CLOSE = 0.6, 0.3
# So that a page stays quick however many take something up: the latest are compared.
MOST_COMPARED = 40
HANDED_IN = [MessageState.WAITING, MessageState.APPROVED]


def offered(today: date, looked_for: str = "") -> QuerySet[Material]:
    """Give what colleagues can use today, with these words in it; what ends first comes first."""
    found = Material.objects.filter(state=MaterialState.OFFERED, last_day__gte=today)
    if looked_for:
        found = found.filter(Q(title__icontains=looked_for) | Q(words__icontains=looked_for))
    return found.select_related("offered_by")


def usable_materials(today: date, message: Message | None) -> QuerySet[Material]:
    """Give what a post can be made from: what is offered, or what it is made from already."""
    kept = Q(pk=message.material_id if message else None)
    return Material.objects.filter(Q(state=MaterialState.OFFERED, last_day__gte=today) | kept)


def materials_to_decide(person: Person) -> QuerySet[Material]:
    """Give what waits for this person's approval."""
    if not person.runs_the_pilot:
        return Material.objects.none()
    asked = Material.objects.filter(state=MaterialState.ASKED).exclude(offered_by=person)
    return asked.select_related("offered_by")


def material_deciders(but: Person) -> QuerySet[Person]:
    """Give those who decide about what is offered, but for this person."""
    team = Person.objects.filter(roles__contains=[Role.PROGRAMME_TEAM], is_active=True)
    return team.exclude(pk=but.pk)


def asked_by(person: Person) -> QuerySet[Material]:
    """Give what somebody would offer, and has no answer to yet."""
    asked = Material.objects.filter(state=MaterialState.ASKED, offered_by=person)
    return asked.select_related("offered_by")


def made_from(materials: Iterable[Material]) -> QuerySet[Message]:
    """Give the posts that were made from some materials and handed in, the latest first."""
    found = Message.objects.filter(material__in=list(materials), state__in=HANDED_IN)
    return found.select_related("author").order_by("-pk")


def still_to_go(material: Material) -> QuerySet[Message]:
    """Give the posts made from something that are being written, reviewed, or not due yet."""
    waits = Q(state__in=[MessageState.WRITING, MessageState.WAITING])
    return Message.objects.filter(
        waits | Q(state=MessageState.APPROVED, is_taken_up=False), material=material
    )


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike something is to the words of somebody, from 0 to 1."""

    whom: str
    share: float

    @property
    def percent(self) -> int:
        """How much is the same, in per cent."""
        return round(self.share * 100)

    @property
    def is_very_close(self) -> bool:
        """Whether readers would take it for the same."""
        return self.share >= VERY_CLOSE

    @property
    def is_close(self) -> bool:
        """Whether readers would notice."""
        return self.share >= CLOSE

    @property
    def in_words(self) -> str:
        """How alike it is, in words."""
        if self.is_very_close:
            return f"Very close to {self.whom}"
        return f"Close to {self.whom}" if self.is_close else f"Different from {self.whom}"


def likenesses(
    material: Material, said: Collection[str], *, besides: Message | None, author: Person
) -> list[Likeness]:
    """Say how alike words are to a material, and to what colleagues made of it, closest first."""
    ours = [shingles(words) for words in set(said)]
    others = made_from([material]).exclude(author=author)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    found = [
        Likeness(f"the post by {one.author}", _most(ours, shingles(one.words)))
        for one in others[:MOST_COMPARED]
    ]
    close = sorted((one for one in found if one.is_close), key=lambda one: -one.share)
    return [Likeness("the original", _most(ours, shingles(material.words))), *close]


def _most(ours: Iterable[Shingles], theirs: Shingles) -> float:
    return max((alike(one, theirs) for one in ours), default=0.0)


def what_was_made(material: Material) -> list[Likeness]:
    """Say how alike each post made from a material is to it, the latest first."""
    original = shingles(material.words)
    return [
        Likeness(str(one.author), alike(original, shingles(one.words)))
        for one in made_from([material])[:MOST_COMPARED]
    ]


@dataclass(frozen=True, slots=True)
class Use:
    """How many made something of a material, in how many posts, and how alike these are."""

    people: int = 0
    posts: int = 0
    alike: float | None = None

    @property
    def in_words(self) -> str:
        """How alike the posts are, in words; nothing while there is only one."""
        if self.alike is None:
            return ""
        if self.alike >= VERY_CLOSE:
            return "very alike"
        return "somewhat alike" if self.alike >= CLOSE else "each in its own words"


def uses(materials: Collection[Material]) -> dict[int, Use]:
    """Say of each material how it was used, in one query."""
    made = defaultdict[int | None, list[Message]](list)
    for message in made_from(materials):
        made[message.material_id].append(message)
    return {one.pk: _use(made[one.pk]) for one in materials}


def _use(made: list[Message]) -> Use:
    texts = [shingles(one.words) for one in made[:MOST_COMPARED]]
    pairs = [alike(one, other) for one, other in combinations(texts, 2)]
    people = {one.author_id for one in made}
    return Use(len(people), len(made), fmean(pairs) if pairs else None)
