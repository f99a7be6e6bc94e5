"""What an account could be called."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.common.lookalikes import skeleton
from tabard.naming.known import Known, may_be_called
from tabard.naming.networks import RULES, problem_with
from tabard.naming.proposals import Whose, proposals

TEMPLATES = [
    "{first_name}_{last_name}_{council}",
    "{first_name}_{last_name}",
    "{first_name}_{service}",
    "{first_name}_{council}",
]
STEVE = Whose(
    first_name="Steve",
    last_name="Hill",
    role="Senior Highways Inspector",
    service="Countryside and Rangers",
    council="Surrey",
    council_name="Surrey County Council",
    domain="surrey.gov.uk",
)
NOBODY = Known()


def proposed(network: str = "x", *templates: str, **differs: str) -> list[str]:
    whose = replace(STEVE, **differs)
    return proposals(network, whose, templates or TEMPLATES, NOBODY)


def test_handle_that_is_too_long_for_x_has_shorter_ones_beside_it():
    assert problem_with("stevehillSurreyCouncil", "x") == "It has 22 characters, and X allows 15."
    assert proposed() == ["stevehillsurrey", "steve_hill", "steve_rangers", "steve_surrey"]


def test_each_network_has_its_own_sign_between_words():
    rule = ["{first_name}_{last_name}"]

    assert {network: proposals(network, STEVE, rule, NOBODY)[0] for network in RULES} == {
        "bluesky": "steve-hill.surrey.gov.uk",
        "facebook": "steve.hill",
        "instagram": "steve_hill",
        "linkedin": "steve-hill",
        "mastodon": "steve_hill",
        "pinterest": "steve_hill",
        "practice": "steve_hill",
        "x": "steve_hill",
    }


@pytest.mark.parametrize(
    ("template", "differs", "handle"),
    [
        (
            "{first_name}_{last_name}",
            {"first_name": "Ffion", "last_name": "Ó'Brien-Łukasz"},
            "ffion_ol",
        ),
        ("{first_name}_{last_name}", {"first_name": "李", "last_name": "小龙"}, "li_xiaolong"),
        ("{first_name}_{last_name}", {"last_name": ""}, "steve"),
        (
            "{first_name}_{last_name}",
            {"first_name": "Bartholomew", "last_name": "Jones"},
            "bartholomew_j",
        ),
        ("{first_name}_{role}", {}, "steve_inspector"),
        ("{first_name}_{role}", {"first_name": "Bartholomew"}, "bartholomew_shi"),
        ("{first_name}_{service}", {"service": "Adult Social Care"}, "steve_care"),
        ("{role} {council}", {"role": "Ranger"}, "ranger_surrey"),
        ("Hi{first_name}", {}, "histeve"),
    ],
)
def test_line_of_the_rule_is_shortened_as_little_as_it_takes(
    template: str, differs: dict[str, str], handle: str
):
    assert proposed("x", template, **differs)[0] == handle


def test_name_that_fits_nowhere_is_cut_as_the_last_resort():
    assert proposed("x", "{first_name}", first_name="Wolfeschlegelsteinhausen") == [
        "wolfeschlegelst"
    ]


def test_somebody_always_keeps_one_whole_name():
    assert proposed("instagram", "{first_name}{last_name}") == ["stevehill", "steveh", "shill"]
    assert proposed("instagram", "{first_name}_{last_name}", first_name="", last_name="—") == []


def test_each_line_of_the_rule_has_its_turn_before_any_has_a_second():
    assert proposed("instagram", "{first_name}{last_name}", "{first_name}_{council}") == [
        *("stevehill", "steve_surrey", "stevesurrey", "steveh")
    ]


def test_network_without_a_rule_or_a_domain_is_proposed_nothing():
    assert proposed("pixelpost") == []
    assert proposed("bluesky", domain="") == []


def test_what_is_taken_reserved_or_a_councillors_is_not_proposed():
    known = Known.of(
        taken={"stevehi11surrey": "an account of the council"},
        reserved=["rangers"],
        councillors=["Cllr Steve Hill"],
    )

    assert proposals("x", STEVE, TEMPLATES, known) == [
        *("steve_surrey", "steve_cr", "stevesurrey", "steve_h_surrey")
    ]


def test_when_everything_is_taken_a_number_is_put_behind():
    whole = proposals("x", STEVE, TEMPLATES, NOBODY, most=1_000)
    known = Known.of(taken=dict.fromkeys(whole, "an account of the council"))

    assert proposals("x", STEVE, TEMPLATES, known) == [
        *("stevehillsurre2", "steve_hill2", "steve_rangers2", "steve_surrey2")
    ]


NAMES = st.one_of(
    st.text(max_size=80),
    st.text(st.characters(categories=["Lu", "Ll", "Lo"]), min_size=1, max_size=40),
    st.sampled_from(["Ada", "Ó'Brien-Łukasz", "van der Berg", "李", "محمد", "Mayor", "Admin", ""]),
)
PEOPLE = st.builds(
    Whose,
    first_name=NAMES,
    last_name=NAMES,
    role=NAMES,
    service=NAMES,
    council=NAMES,
    council_name=NAMES,
    domain=st.just("council.gov.uk"),
)
RULE = st.lists(
    st.permutations(["{first_name}", "{last_name}", "{role}", "{service}", "{council}"]).flatmap(
        lambda places: st.builds(
            lambda many, sign: sign.join(places[:many]),
            st.integers(1, len(places)),
            st.sampled_from(["_", "", ".", " at ", "-x-"]),
        )
    ),
    min_size=1,
    max_size=4,
)


@given(st.sampled_from(sorted(RULES)), PEOPLE, RULE, st.lists(NAMES, max_size=5))
def test_every_proposal_is_valid_and_to_be_had(network, whose, templates, others):
    known = Known.of(taken=dict.fromkeys(others, "a name"), reserved=["mayor"])

    found = proposals(network, whose, templates, known)

    assert len(set(found)) == len(found) <= 4
    assert [problem_with(handle, network) for handle in found] == [""] * len(found)
    assert [may_be_called(handle, network, known) for handle in found] == [None] * len(found)
    taken = {skeleton(one) for one in others}
    assert not [one for one in found if skeleton(RULES[network].label_of(one)) in taken]


@given(
    st.sampled_from(sorted(RULES)),
    st.text("abcdefghijklmnopqrstuvwxyzéßø", min_size=4, max_size=60),
    st.text("abcdefghijklmnopqrstuvwxyzéßø", min_size=2, max_size=60),
)
def test_everybody_with_a_name_is_proposed_something_on_each_network(network, first, last):
    whose = replace(STEVE, first_name=first.capitalize(), last_name=last.capitalize())

    assert proposals(network, whose, TEMPLATES, NOBODY)
