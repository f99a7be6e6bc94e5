"""Names of people are found as they stand in posts; those of places and public people are not."""

import pytest

from scripts.names.posts import training_posts
from tabard.checks.api import Facts, Level, Text, Written
from tabard.checks.names import finding
from tabard.checks.names.finding import model
from tabard.checks.personal.person_name import BY_LISTS, PersonName
from tabard.checks.tests.contract import CheckContract


class TestPersonName(CheckContract):
    check = PersonName
    facts = Facts(
        colleagues=("Jane Doe", "Mr Tariq Al-Amin"),
        councillors=("Cllr Rupert Ashby-Jones",),
        public_figures=("Sir Ian Botham",),
        places=("Percy Main",),
        roads=("Sidney Albert Way",),
        businesses=("Graham & Green",),
        allowed=("Barry Barrier",),
    )
    noticed = {
        "Well done to ⟦Sarah Thompson⟧, who won the poster competition!": "person_name",
        "Spoke to Mrs ⟦Okafor⟧ today about the damp in her flat.": "person_name",
        "⟦Priya Patel⟧'s support plan is with our team.": "person_name",
        "Thanks to ⟦Agnieszka Kowalska⟧ and ⟦Siobhán O'Brien⟧ for the flowers": "person_name",
        "My nan ⟦Margaret⟧ loves the new library": "person_name",
        "@ExampletonCouncil please ring ⟦Mohammed Khan⟧ back #fail": "person_name",
        "Mr. ⟦J. Doherty⟧ of 3 High Street": "person_name",
        "Could anybody ring Mrs ⟦Xyzzy⟧ of Park Road?": "person_name",
        "spoke to ⟦sarah thompson⟧ about her rent": "person_name",
    }
    left_alone = (
        "A meadow with white, pink and yellow flowers under a blue sky.",
        "Please keep dogs on a lead until October.",
        "Jubilee Road and Victoria Park are closed on Monday.",
        "Ashley Library opens in May. St Mary's School does not.",
        "May half term: free swimming at Woking Leisure Centre!",
        "Lloyds Bank and Marks & Spencer support Team Rosie.",
        "Storm Dennis is on its way. Check on your neighbours.",
        "Our Chief Executive will answer your questions on Tuesday.",
        "Jane Doe is our librarian. Ask Jane about books.",
        "J. Doe is our librarian, as Ms Doe will tell you.",
        "Tariq Al-Amin speaks tonight",
        "Cllr Sarah Thompson will open the fair with Councillor Ashby-Jones.",
        "Sarah Thompson MP asked a question.",
        "Ian Botham opens our cricket pitch",
        "Walk from Percy Main along Sidney Albert Way to Graham & Green.",
        "Say hello to Barry Barrier, our new barrier.",
        "Virginia Water is a village, and so is Milton Keynes not.",
        "@sarah_thompson #SarahThompson https://example.com/SarahThompson",
        "Peter Pan and Harry Potter are at the library this Saturday.",
        "",
    )


def look(words: str, facts: Facts | None = None) -> list[tuple[str, Level]]:
    found = PersonName(facts or Facts()).look(Written(Text(words)))
    return [(words[one.start : one.end], one.level) for one in found]


@pytest.fixture
def without_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the model away, as if its file were damaged."""
    monkeypatch.setattr(finding, "FILE", "no such file")


def test_a_name_never_stops_a_post():
    posts = [post.words for post in training_posts(seed=3, many=400)]

    levels = {level for words in posts for _, level in look(words)}

    assert levels == {Level.ADVICE, Level.WARNING}


def test_near_children_health_and_debt_less_is_enough_for_a_warning():
    unsure = [post.words for post in training_posts(seed=4, many=2_000)]
    changed = 0
    for words in unsure:
        plain, hurt = look(words), look(f"{words} dementia")
        mild = [name for name, level in plain if level is Level.ADVICE]
        changed += len(mild) - len([name for name, level in hurt if level is Level.ADVICE])

    assert changed > 0


def test_after_mr_or_mrs_a_name_is_sure_even_if_nobody_has_heard_it():
    assert look("Ring Mrs Xyzzy on Park Road.") == [("Xyzzy", Level.WARNING)]


def test_somebody_known_is_found_where_nobody_knows_them():
    assert look("Jane Doe is our librarian.") == [("Jane Doe", Level.WARNING)]
    assert look("Jane Doe is our librarian.", Facts(colleagues=("Jane Doe",))) == []


def test_somebody_else_of_the_same_name_as_a_colleague_is_found():
    facts = Facts(colleagues=("Jane Doe",))

    assert look("Thank you to Jane Thompson for the cake", facts) == [
        ("Jane Thompson", Level.WARNING)
    ]
    assert look("Thank you to Sarah Doe for the cake", facts) == [("Sarah Doe", Level.WARNING)]


@pytest.mark.usefixtures("without_model")
def test_without_its_model_lists_and_titles_are_left_and_it_says_so(caplog):
    model.cache_clear()

    found = list(
        PersonName(Facts()).look(Written(Text("Ask Sarah Thompson, Mrs Xyzzy or Priya; not Will.")))
    )
    model.cache_clear()

    assert [(one.start, one.end, one.sure) for one in found] == [
        *((4, 18, 0.6), (24, 29, 0.8), (33, 38, 0.3))
    ]
    assert all(one.what_to_do.endswith(BY_LISTS) for one in found)
    assert "many will be missed" in caplog.text


@pytest.mark.usefixtures("without_model")
def test_without_its_model_places_are_not_people_either():
    model.cache_clear()

    found = [
        look(words)
        for words in (
            *("St Sarah Thompson", "Sarah Street", "Paris", "the Mrs", "Sarah Xyzzy", "Guildford"),
            *("sarah thompson", "Sarah", "Sarah Thompson Smith"),
        )
    ]
    model.cache_clear()

    assert [[name for name, _ in one] for one in found] == [
        *([], [], [], [], [], [], [], ["Sarah"], ["Sarah Thompson Smith"])
    ]


def test_somebody_who_shares_a_first_name_with_a_colleagues_last_is_somebody_else():
    check = PersonName(Facts(colleagues=("Jane Doe", "Sarah Mary Thompson")))

    found = [*check.look(Written(Text("Well done to Jane Mary, who won the poster competition!")))]

    assert [one.kind for one in found] == ["person_name"]


def test_a_first_name_that_stands_there_twice_is_known_by_the_colleague_beside_it():
    check = PersonName(Facts(colleagues=("Jane Doe",)))
    text = "Thanks to Jane Doe. Ask Jane about the damp, or Mrs Jane, or ring Jane back."

    assert [*check.look(Written(Text(text)))] == []
