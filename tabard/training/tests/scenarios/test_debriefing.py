"""What is looked at afterwards, and the words and deeds that showed it."""

from tabard.training.tests.scenarios.test_playing import SCRIPTS
from tabard.training.work.scenarios.debriefing import IN_PRIVATE, Quote, debrief
from tabard.training.work.scenarios.playing import Said

POTHOLE, PICTURE = SCRIPTS["angry-pothole"], SCRIPTS["letter-in-the-picture"]


def test_words_are_quoted_with_the_sentence_in_which_they_stand():
    seen = debrief(POTHOLE, [Said("Good morning. I am so sorry, Dev! See you.")]).noticed[0]

    assert seen.quotes == (Quote("I am so ", "sorry", ", Dev!"),)


def test_what_was_done_counts_as_what_was_written():
    seen = debrief(PICTURE, [Said("", does=("takes-down",)), Said("", does=("takes-down",))])

    assert [(one.did, one.quotes) for one in seen.noticed] == [(("You took your post down",), ())]


def test_direct_message_counts_where_something_private_is_kept_safe():
    seen = debrief(POTHOLE, [Said("Hello", is_private=True)])

    assert [one.did for one in seen.noticed] == [(IN_PRIVATE,)]


def test_slip_is_mentioned_only_if_it_happened():
    good, slip = debrief(POTHOLE, [Said("Sorry!")]), debrief(POTHOLE, [Said("Get a life")])

    assert good.slips == ()
    assert [one.point.says for one in slip.slips] == ["You joked, or were rude"]


def test_everything_is_missed_by_nobody_who_said_anything():
    seen = debrief(POTHOLE, [])

    assert (seen.noticed, seen.slips) == ((), ())
    assert [one.point for one in seen.missed] == [one for one in POTHOLE.points if not one.is_slip]


def test_points_of_each_scenario_can_be_shown_by_its_good_answer():
    for script in SCRIPTS.values():
        assert debrief(script, [Said(script.told["good"])]).noticed
        assert debrief(script, [Said(script.told["good"])]).slips == ()


def test_what_shows_a_point_best_is_marked():
    seen = debrief(SCRIPTS["angry-pothole"], [Said("Oh no, how frustrating, I'm so sorry!")])

    assert [quote.shown for one in seen.noticed for quote in one.quotes] == ["sorry"]
