"""Posts that went at once: some are drawn by lot, and looked at afterwards by somebody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tabard.accreditation.models import Evidence, EvidenceKind, Rung
from tabard.accreditation.queries import in_force
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.composing.models import Message, MessageState
from tabard.people.models import Person
from tabard.publishing import actions, queries, rules
from tabard.publishing.models import DeliveryState, Lot, Sample, SampleState
from tabard.publishing.settings import SAMPLE_ONE_IN
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make

pytestmark = pytest.mark.django_db
S = DeliveryState
# Session, person, council and what the frame of every page counts.
CHROME = 4


def arrived(
    author: Person | None = None, *, rung: Rung = Rung.SAMPLED, state: S = S.CONFIRMED, **differs
) -> Message:
    """Make a post that was let go on a rung and is somewhere on its way."""
    now = timezone.now()
    message = make.message(
        author or make.trusted_author(str(rung)),
        state=MessageState.APPROVED,
        submitted_at=now,
        approved_at=now,
        let_go_on=rung,
    )
    make.delivery(message, state=state, **differs)
    return message


def by(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


# Casting lots


@given(st.text(min_size=1), st.integers(min_value=1), st.integers(min_value=1, max_value=100))
def test_a_lot_that_is_cast_again_falls_the_same(seed: str, message: int, one_in: int):
    assert rules.is_drawn(seed, message, one_in) == rules.is_drawn(seed, message, one_in)
    assert rules.is_drawn(seed, message, 1)


@pytest.mark.parametrize("one_in", [2, 5, 20])
def test_lots_fall_on_the_share_that_is_set(one_in: int):
    drawn = sum(rules.is_drawn("seed", number, one_in) for number in range(10_000))

    assert abs(drawn - 10_000 / one_in) < 3 * (10_000 / one_in) ** 0.5


def test_another_seed_falls_on_others():
    falls = [[rules.is_drawn(seed, number, 5) for number in range(50)] for seed in "ab"]

    assert falls[0] != falls[1]


def test_post_that_went_at_once_is_drawn_when_it_has_arrived_and_once():
    make.chosen(SAMPLE_ONE_IN, 1)
    message = arrived()

    assert [actions.draw(), actions.draw()] == [1, 0]

    sample = Sample.objects.get()
    assert (sample.message, sample.author) == (message, message.author)
    assert (sample.state, sample.said) == (SampleState.WAITING, "")
    told = {"message": message.pk, "author": message.author_id}
    assert facts_of(Entry.objects.get(kind="post drawn")) == told
    assert Entry.objects.get(kind="post drawn").people == [message.author_id]


def test_record_holds_the_seed_and_every_post_for_which_the_lot_was_cast():
    make.chosen(SAMPLE_ONE_IN, 3)
    messages = [arrived() for _ in range(12)]

    drawn = actions.draw()

    told = facts_of(Entry.objects.get(kind="lots cast"))
    assert told["messages"] == [str(one.pk) for one in messages]
    again = [pk for pk in told["messages"] if rules.is_drawn(told["seed"], int(pk), told["one_in"])]
    assert again == [str(pk) for pk in Sample.objects.values_list("message", flat=True)]
    assert (told["one_in"], told["how_many"]) == (3, drawn)
    assert set(Lot.objects.values_list("seed", "one_in")) == {(told["seed"], 3)}
    assert Lot.objects.filter(is_drawn=True).count() == drawn


def test_each_time_has_a_seed_of_its_own():
    arrived()
    actions.draw()
    arrived()
    actions.draw()

    assert Lot.objects.values("seed").distinct().count() == 2


@pytest.mark.parametrize(
    "differs",
    [
        {"rung": Rung.FREE},
        {"state": S.SENT},
        {"state": S.REMOVED},
        {"confirmed_at": timezone.now() - timedelta(days=8)},
    ],
)
def test_nothing_else_is_drawn(differs: dict[str, Any]):
    make.chosen(SAMPLE_ONE_IN, 1)
    arrived(**differs)
    make.delivery(state=S.CONFIRMED)

    assert actions.draw() == 0
    assert not Lot.objects.exists()


def test_post_for_several_accounts_is_drawn_once():
    make.chosen(SAMPLE_ONE_IN, 1)
    author = make.trusted_author("sampled")
    now = timezone.now()
    message = make.message(
        author,
        accounts=[make.account(author), make.account(author)],
        state=MessageState.APPROVED,
        submitted_at=now,
        approved_at=now,
        let_go_on=Rung.SAMPLED,
    )
    for version in message.versions.all():
        one = make.delivery(state=S.CONFIRMED)
        one.version = version
        one.save()

    assert actions.draw() == 1


@pytest.mark.parametrize("how_many", [1, 6])
def test_many_are_drawn_with_as_many_queries_as_one(how_many: int, django_assert_num_queries):
    make.chosen(SAMPLE_ONE_IN, 1)
    for _ in range(how_many):
        arrived()

    with django_assert_num_queries(14):
        assert actions.draw() == how_many


# Looking at them


def test_what_is_fine_becomes_evidence_and_its_author_hears_by_whom():
    sample, reviewer = make.sample(), make.reviewer()

    found = actions.find_fine(sample, by=reviewer)

    assert (found.state, found.looked_at_by, found.said) == (SampleState.FINE, reviewer, "")
    kept = Evidence.objects.get()
    assert (kept.person, kept.kind, kept.by) == (sample.author, EvidenceKind.UNCHANGED, reviewer)
    assert (kept.about, kept.number, kept.words) == ("message", sample.message_id, "")
    entry = Entry.objects.get(kind="sample found fine")
    assert entry.people == [sample.author_id]


def test_what_there_is_to_say_becomes_evidence_with_its_words():
    sample, reviewer = make.sample(), make.reviewer()

    found = actions.comment(sample, by=reviewer, said="The date is wrong.")

    assert (found.state, found.said) == (SampleState.COMMENTED, "The date is wrong.")
    kept = Evidence.objects.get()
    assert (kept.kind, kept.words) == (EvidenceKind.FINDING, "The date is wrong.")
    assert facts_of(Entry.objects.get(kind="sample commented"))["why"] == "The date is wrong."


def test_nobody_looks_twice():
    sample, reviewer = make.sample(), make.reviewer()
    actions.find_fine(sample, by=reviewer)

    with pytest.raises(NotNowError):
        actions.comment(sample, by=make.reviewer(), said="Too late.")

    assert Evidence.objects.count() == 1


def test_nobody_looks_at_their_own_and_only_reviewers_look():
    author = make.trusted_author("sampled")
    author.roles = ["reviewer"]
    author.save()
    sample = make.sample(arrived(author))

    with pytest.raises(NotAllowedError, match="Somebody else looks at your own"):
        actions.find_fine(sample, by=author)
    with pytest.raises(NotAllowedError, match="Only trained reviewers"):
        actions.comment(sample, by=make.oversight_officer(), said="No.")
    with pytest.raises(NotAllowedError, match="Say what there is to say"):
        actions.comment(sample, by=make.reviewer(), said=" ")
    assert list(queries.samples_to_look_at(author)) == []
    assert list(queries.samples_to_look_at(make.oversight_officer())) == []
    assert list(queries.samples_to_look_at(make.reviewer())) == [sample]
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("who", ["above", "below"])
def test_nobody_looks_at_posts_of_their_own_line(who: str):
    make.council()
    above = make.reviewer()
    author = make.trusted_author("sampled")
    Person.objects.filter(pk=author.pk).update(manager=make.person(manager=above))
    below = make.reviewer(manager=make.person(manager=author))
    reviewer, other = {"above": above, "below": below}[who], make.reviewer()
    sample = make.sample(arrived(author))

    with pytest.raises(NotAllowedError, match="in one line of management"):
        actions.find_fine(sample, by=reviewer)
    with pytest.raises(NotAllowedError, match="in one line of management"):
        actions.comment(sample, by=reviewer, said="No.")

    assert by(reviewer).get(_to(sample)).status_code == 403
    waiting = [list(queries.samples_to_look_at(one)) for one in (reviewer, other)]
    assert waiting == [[], [sample]]
    assert not Evidence.objects.exists()


def test_post_of_somebody_who_has_left_is_neither_drawn_nor_looked_at():
    make.council()
    make.chosen(SAMPLE_ONE_IN, 1)
    reviewer, left = make.reviewer(), make.gone(make.trusted_author("sampled"))
    arrived(left)
    assert actions.draw() == 0
    stays, drawn = make.sample(), make.sample(arrived(left))

    assert list(queries.samples_to_look_at(reviewer)) == [stays]
    actions.sweep()
    actions.sweep()

    states = Sample.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [SampleState.WAITING, SampleState.DROPPED]
    entry = Entry.objects.get(kind="sample dropped")
    assert entry.people == []
    assert facts_of(entry) == {"message": drawn.message_id, "author": left.pk}
    with pytest.raises(NotNowError):
        actions.find_fine(drawn, by=reviewer)
    page = by(reviewer).get(_to(drawn)).content.decode()
    assert "Nobody looked at it before its author left." in page
    assert 'name="came"' not in page


@pytest.mark.parametrize(
    ("name", "differs"),
    [
        ("sample_not_looked_at_by_its_author", {"state": "fine", "looked_at": timezone.now()}),
        ("sample_looked_at_by_somebody", {"state": "fine"}),
        ("sample_says_something", {"said": "Words."}),
    ],
)
def test_database_holds_what_belongs_to_a_sample(name: str, differs: dict[str, Any]):
    message = arrived()
    if "looked_at" in differs:
        differs["looked_at_by"] = message.author

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make.sample(message, **differs)


# The pages


@pytest.mark.parametrize("how_many", [1, 3])
def test_reviewer_sees_what_waits_and_finds_it_fine_at_once(
    how_many: int, django_assert_num_queries
):
    make.council()
    samples = [make.sample() for _ in range(how_many)]
    client = by(make.reviewer())

    with django_assert_num_queries(CHROME + 6):
        page = client.get(reverse("publishing:samples")).content.decode()
    answer = client.post(_to(samples[0]), {"came": "fine"}, follow=True)

    assert page.count('value="fine"') == how_many
    assert f"{samples[0].author} sees that the post is fine." in answer.content.decode()
    assert answer.content.decode().count('value="fine"') == how_many - 1


def _to(sample: Sample) -> str:
    return reverse("publishing:sample", args=[sample.pk])


def test_reviewer_says_something_and_the_author_reads_it_on_the_post_and_beside_the_evidence():
    make.council()
    sample, reviewer = make.sample(), make.reviewer()
    author = by(sample.author)
    post = reverse("publishing:post", args=[sample.message_id])
    before = author.get(post).content.decode()

    by(reviewer).post(_to(sample), {"came": "commented", "said": "The date is wrong."})

    standing = in_force(sample.author)
    assert standing is not None
    evidence = reverse("accreditation:evidence", args=[standing.pk])
    assert "A reviewer has yet to look at it." in before
    for page in (author.get(post).content.decode(), author.get(evidence).content.decode()):
        assert "“The date is wrong.”" in page
        assert reviewer.name in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Say whether the post is fine"),
        ({"came": "commented"}, "Say what there is to say. The author reads it."),
        ({"came": "fine", "said": "But."}, "to send your words, or delete them"),
        ({"came": "commented", "said": "x" * 2_001}, "2000 characters or fewer"),
    ],
)
def test_what_cannot_be_meant_is_asked_again(sent: dict[str, str], said: str):
    make.council()
    sample = make.sample()

    page = by(make.reviewer()).post(_to(sample), sent).content.decode()

    assert said in page
    assert Sample.objects.get().state == SampleState.WAITING


def test_what_was_looked_at_shows_what_came_of_it_and_asks_nothing():
    make.council()
    sample, reviewer = make.sample(), make.reviewer()
    actions.find_fine(sample, by=reviewer)

    page = by(make.reviewer()).get(_to(sample)).content.decode()

    assert "Fine as it is" in page
    assert reviewer.name in page
    assert 'name="came"' not in page


def test_without_samples_the_page_says_so_and_how_many_are_drawn():
    make.council()
    make.chosen(SAMPLE_ONE_IN, 1)

    page = by(make.reviewer()).get(reverse("publishing:samples")).content.decode()

    assert "Nothing waits to be looked at." in page
    assert "Every post by people on the rung" in page
