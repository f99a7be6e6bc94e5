"""What colleagues offer each other: who may, what is made of it, and how alike that is."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.common.rules import NotAllowedError
from tabard.composing import actions, queries
from tabard.composing.actions import Draft
from tabard.composing.models import Material, MaterialState, MessageState
from tabard.people.models import Person
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db

POOL = "/pool/"
WORDS = "Free flu vaccinations start on Monday at every pharmacy. Ask yours for a time."
OWN = "I had my flu jab at Oakford chemist yesterday: two minutes, no queue. Yours can be free."


@pytest.fixture(autouse=True)
def _council():
    make.council()


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())


def asked(**differs: str) -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=20)
    return {
        "title": "Flu vaccinations start",
        "words": WORDS,
        "hint": "Say where you had yours.",
        "last_day_day": str(day.day),
        "last_day_month": str(day.month),
        "last_day_year": str(day.year),
        **differs,
    }


def at(name: str, material: Material) -> str:
    return reverse(f"composing:{name}", args=[material.pk])


def test_programme_team_offers_to_everybody_at_once():
    team = make.programme_member()

    answer = signed_in(team).post(reverse("composing:offer"), asked(), follow=True)

    [material] = Material.objects.all()
    assert (material.state, material.decided_by, str(material)) == (
        MaterialState.OFFERED,
        team,
        "Flu vaccinations start",
    )
    assert "Offered to everybody." in words_of(answer)
    assert [one.kind for one in Entry.objects.filter(kind__startswith="material")] == [
        "material offered"
    ]


def test_whoever_is_accredited_offers_with_the_team_s_approval():
    author, team = make.author(), make.programme_member()

    signed_in(author).post(reverse("composing:offer"), asked())
    [material] = Material.objects.all()
    before = words_of(signed_in(make.author()).get(POOL))
    waits = words_of(signed_in(team).get(POOL))
    own = words_of(signed_in(author).get(POOL))
    signed_in(team).post(at("approve_material", material))
    after = words_of(signed_in(make.author()).get(POOL))

    assert "Nothing is offered today." in before
    assert "Waiting for your decision Flu vaccinations start , by" in waits
    assert "Waiting for the programme team Flu vaccinations start" in own
    assert "Flu vaccinations start Free flu vaccinations start on Monday" in after
    [entry] = Entry.objects.filter(kind="material asked")
    assert entry.people == [team.pk]
    [entry] = Entry.objects.filter(kind="material approved")
    assert entry.people == [author.pk]


def test_nobody_approves_their_own_and_nobody_without_accreditation_offers():
    team = make.programme_member()
    material = make.material(team, state="asked")

    with pytest.raises(NotAllowedError, match="Somebody else of the programme team"):
        actions.approve_material(material, by=team)
    with pytest.raises(NotAllowedError, match="Only people who are accredited offer"):
        actions.offer("A", "B", hint="", last_day=timezone.localdate(), by=make.person())


@pytest.mark.parametrize("days", [-1, 184])
def test_material_is_offered_until_a_day_within_half_a_year(days: int):
    day = timezone.localdate() + timedelta(days=days)
    named = {"last_day_day": day.day, "last_day_month": day.month, "last_day_year": day.year}
    told = asked(**{name: str(value) for name, value in named.items()})

    answer = signed_in(make.programme_member()).post(reverse("composing:offer"), told)

    assert "The last day must be today or later, and within half a year." in words_of(answer)
    assert not Material.objects.exists()


def test_declined_material_says_why_and_is_seen_by_its_author_alone():
    author, team = make.author(), make.programme_member()
    material = make.material(author, state="asked")

    silent = signed_in(team).post(at("decline_material", material), {"why": ""})
    signed_in(team).post(at("decline_material", material), {"why": "The dates are wrong."})

    assert "Enter why" in words_of(silent)
    assert "The dates are wrong." in words_of(signed_in(author).get(at("material", material)))
    assert signed_in(make.author()).get(at("material", material)).status_code == 403
    with pytest.raises(NotAllowedError, match="Say why"):
        actions.decline_material(make.material(author, state="asked"), by=team, why=" ")


def test_pool_finds_words_and_leaves_out_what_is_over():
    today = timezone.localdate()
    make.material(title="Road works on Mill Lane", words="Three days.", last_day=today)
    make.material()
    make.material(title="Old road works", last_day=today - timedelta(days=1))
    browser = signed_in(make.author())

    found = words_of(browser.get(POOL, {"q": "ROAD"}))
    nothing = words_of(browser.get(POOL, {"q": "snow"}))

    assert "Road works on Mill Lane" in found
    assert "Flu" not in found.split("Find")[-1]
    assert "Old road works" not in found
    assert "Nothing that is offered today says “snow”." in nothing


@pytest.mark.parametrize("how_many", [1, 3])
def test_pool_costs_the_same_however_much_is_offered(how_many: int, django_assert_num_queries):
    for _ in range(how_many):
        material = make.material()
        for _ in range(how_many):
            make.waiting_message(material=material)
    browser = signed_in(make.author())

    with django_assert_num_queries(13):
        browser.get(POOL)


def test_pool_says_how_many_used_it_and_how_alike_they_are():
    unused, copied, own = (make.material(title=title) for title in ("Unused", "Copied", "Own"))
    author = make.author()
    for words in (WORDS, WORDS):
        make.waiting_message(author, material=copied, words=words)
    for words in (OWN, "Nine out of ten of us at the library are done. Are you?"):
        make.waiting_message(material=own, words=words)
    make.message(material=unused)

    used = queries.uses([unused, copied, own])

    assert [(one.people, one.posts, one.in_words) for one in used.values()] == [
        (0, 0, ""),
        (1, 2, "very alike"),
        (2, 2, "each in its own words"),
    ]
    said = words_of(signed_in(make.author()).get(POOL))
    assert "Nobody has made a post of it yet." in said
    assert "1 colleague made 2 posts of it, very alike." in said
    assert "2 colleagues made 2 posts of it, each in its own words." in said


def test_somewhat_alike_is_told_from_very_alike():
    material = make.material()
    for place in ("Oakford", "Eastfold"):
        make.waiting_message(material=material, words=f"Come to {place} on Monday for your jab.")

    assert queries.uses([material])[material.pk].in_words == "somewhat alike"


def test_page_shows_what_colleagues_made_of_it():
    material = make.material()
    ana = make.author(first_name="Ana", last_name="Silva")
    make.waiting_message(ana, material=material, words=WORDS)

    said = words_of(signed_in(make.author()).get(at("material", material)))

    assert "Write this in your own words" in said
    assert "Ana Silva: 100% of the words are as they were" in said


def test_draft_is_begun_from_material_with_the_words_left_to_its_author():
    material = make.material(hint="Say where.")
    author = make.author()
    account = make.account(author)
    browser = signed_in(author)

    page = browser.get(reverse("composing:write"), {"material": str(material.pk)})
    browser.post(
        reverse("composing:write"),
        {
            "words": OWN,
            "accounts": [account.pk],
            "when": "now",
            "do": "draft",
            "material": str(material.pk),
        },
    )

    assert f"Say this in your own words: Flu vaccinations start {WORDS} Say where." in words_of(
        page
    )
    assert ">" + WORDS not in page.text.split("<textarea")[1].split("</textarea>")[0]
    [message] = author.messages.all()
    assert (message.material, message.words) == (material, OWN)


def test_composer_says_how_close_words_are_to_the_original_and_to_colleagues():
    material = make.material()
    ana = make.author(first_name="Ana", last_name="Silva")
    make.waiting_message(ana, material=material, words=OWN)
    make.waiting_message(material=material, words="Nothing like it, said by nobody else at all.")
    author = make.author()
    account = make.account(author)

    def told(words: str) -> str:
        asked = {"words": words, "accounts": [account.pk], "material": str(material.pk)}
        preview = reverse("composing:preview")
        return words_of(signed_in(author).post(preview, asked, headers={"HX-Request": "true"}))

    copied, taken, own = told(WORDS), told(OWN), told("Jabs: done. Ask me how it was, at the van.")

    assert "How much is your own Very close to the original : 100% is the same." in copied
    assert "Very close to the post by Ana Silva : 100% is the same. Begin with something" in taken
    assert "Different from the original: 0% is the same." in own
    assert "Ana" not in own
    assert "nobody" not in taken


def test_reviewer_sees_how_close_it_is_and_no_page_speaks_of_it_otherwise():
    message = make.waiting_message(material=make.material(), words=WORDS)
    reviewer = signed_in(make.reviewer())

    close = words_of(reviewer.get(reverse("composing:review", args=[message.pk])))
    other = words_of(reviewer.get(reverse("composing:review", args=[make.waiting_message().pk])))

    assert "Very close to the original : 100% is the same." in close
    assert "How much is your own" not in other


def test_own_posts_are_compared_with_nobody_s():
    material = make.material()
    author = make.author()
    make.waiting_message(author, material=material, words=OWN)
    draft = make.message(author, material=material, words=OWN)

    found = queries.likenesses(material, [OWN], besides=draft, author=author)

    assert [one.whom for one in found] == ["the original"]


def test_withdrawn_material_is_told_to_whoever_has_not_sent_and_stops_their_post():
    owner, writing, waiting, gone = (make.author() for _ in range(4))
    material = make.material(owner)
    draft = make.message(writing, material=material, words=OWN)
    make.waiting_message(waiting, material=material)
    make.approved_message(gone, material=material, is_taken_up=True)

    silent = signed_in(owner).post(at("withdraw_material", material), {"why": ""})
    signed_in(owner).post(at("withdraw_material", material), {"why": "It starts later."})
    page = signed_in(writing).get(reverse("composing:edit", args=[draft.pk]))
    with pytest.raises(NotAllowedError, match="was withdrawn: It starts later"):
        actions.submit(draft, by=writing)

    assert "Enter why" in words_of(silent)
    assert "It was withdrawn: It starts later." in words_of(page)
    [entry] = Entry.objects.filter(kind="material withdrawn")
    assert entry.people == sorted([owner.pk, writing.pk, waiting.pk])
    with pytest.raises(NotAllowedError, match="Only whoever offered this"):
        actions.withdraw_material(make.material(owner), by=gone, why="No.")


def test_post_whose_material_was_withdrawn_goes_when_its_author_says_it_is_not_made_from_it():
    author = make.author()
    account = make.account(author)
    material = make.material(state="withdrawn", why="It starts later.")
    draft = make.message(author, accounts=[account], material=material, words=OWN)
    told = {
        "words": OWN,
        "accounts": [account.pk],
        "when": "now",
        "do": "submit",
        "message": str(draft.pk),
        "material": str(material.pk),
    }
    address = reverse("composing:edit", args=[draft.pk])

    refused = signed_in(author).post(address, told)
    submitted = signed_in(author).post(
        reverse("composing:submit", args=[draft.pk]), {"do": "submit"}, follow=True
    )
    signed_in(author).post(address, {**told, "not_from_material": "on"})

    assert "was withdrawn: It starts later." in words_of(refused)
    assert "was withdrawn: It starts later." in words_of(submitted)
    draft.refresh_from_db()
    assert (draft.state, draft.material) == (MessageState.WAITING, None)


def test_draft_is_kept_when_what_it_is_to_be_made_from_is_not_offered_any_more():
    author = make.author()
    make.account(author)
    over = make.material(last_day=timezone.localdate() - timedelta(days=1))
    told = {"words": OWN, "when": "now", "do": "draft", "material": str(over.pk)}

    answer = signed_in(author).post(reverse("composing:write"), told)

    assert "What this post was to be made from is not offered any more" in words_of(answer)
    [message] = author.messages.all()
    assert (message.words, message.material) == (OWN, None)


@pytest.mark.parametrize(
    ("differs", "why"),
    [
        ({"last_day": timezone.localdate() - timedelta(days=1)}, "until a day that is over"),
        ({"state": "asked"}, "has not been offered to everybody"),
        ({"state": "withdrawn", "why": "Wrong."}, "was withdrawn: Wrong"),
    ],
)
def test_nothing_is_begun_from_what_cannot_be_used(differs: dict[str, Any], why: str):
    author = make.author()
    material, draft = make.material(**differs), make.message(author)

    with pytest.raises(NotAllowedError, match=why):
        actions.write(Draft(OWN, [], material=material), by=author)
    with pytest.raises(NotAllowedError, match=why):
        actions.rewrite(draft, Draft(OWN, [], material=material), by=author)


def test_what_is_not_offered_any_more_says_so_on_its_page():
    over = make.material(last_day=timezone.localdate() - timedelta(days=1))

    said = words_of(signed_in(make.author()).get(at("material", over)))

    assert "was offered until a day that is over." in said
    assert "Write this in your own words" not in said


@pytest.mark.parametrize(
    ("differs", "named"),
    [
        ({"decided_by": None}, "material_offered_by_somebody_of_the_team"),
        ({"state": "withdrawn"}, "material_declined_or_withdrawn_says_why"),
    ],
)
def test_database_refuses_what_cannot_be(differs: dict[str, Any], named: str):
    with pytest.raises(IntegrityError, match=named), transaction.atomic():
        make.material(**differs)
