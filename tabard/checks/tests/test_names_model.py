"""The model of names adds up what it was taught, exactly as what taught it would."""

import pycrfsuite
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.names import train
from scripts.names.corpora import Post, Span
from scripts.names.posts import training_posts
from tabard.checks.api import Text
from tabard.checks.names.features import features
from tabard.checks.names.finding import model
from tabard.checks.names.model import MAGIC, Model
from tabard.checks.names.tokens import tokens

POSTS = training_posts(seed=1, many=300)
STEPS = "\t".join(["0"] * 9)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Teach a field some made-up posts, as it is done, and give what python-crfsuite wrote."""
    path = str(tmp_path_factory.mktemp("names") / "model")
    trainer = pycrfsuite.Trainer(verbose=False)
    for post in POSTS:
        trainer.append(*train.example(post))
    trainer.set_params(train.SETTINGS | {"max_iterations": 30})
    trainer.train(path)
    return path


def test_it_says_what_the_field_says_that_taught_it(trained: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(train, "LEAST", 0)
    ours, theirs = Model.read(train.written(trained)), pycrfsuite.Tagger()
    theirs.open(trained)
    for post in POSTS[::10]:
        words = tokens(Text(post.words).plain)
        theirs.set(features(words))
        expected = [tuple(theirs.marginal(label, at) for label in "BI") for at in range(len(words))]

        # The weights are rounded to a hundredth, and some dozens are added up.
        said = [tuple(one) for one in ours.likely(words)]
        assert said == [pytest.approx(one, abs=0.03) for one in expected]


def test_the_same_posts_teach_the_same():
    assert train.taught(POSTS[::10], POSTS[1::10]) == train.taught(POSTS[::10], POSTS[1::10])


def test_words_in_fewer_than_three_posts_leave_no_trace():
    twice = [POSTS[0]] * 2 + [post for post in POSTS if "Zyxw" not in post.words]
    rare = Post("Zyxwvut Qqrstu was here", (Span(0, 14),))

    seen = train.taught([rare, rare, *twice], [])

    assert [line for line in seen.splitlines() if "zyxw" in line or "qqrs" in line] == []


def test_no_word_in_the_model_is_a_name_of_somebody():
    known = model()

    assert known is not None
    words = {one.partition("w=")[2] for one in known.seen if "w=" in one}
    assert words & {"obama", "bieber", "cameron", "kardashian", "mourinho"} == set()


@given(st.text(max_size=200))
def test_likelihoods_are_likelihoods_whatever_is_written(written: str):
    known = model()
    assert known is not None

    for one in known.likely(tokens(Text(written).plain)):
        assert one.begins >= 0 <= one.goes_on
        assert one.named <= 1 + 1e-9


def test_the_greatest_weights_overflow_nothing():
    known = Model.read(f"{MAGIC}\n{STEPS}\nw=the\t99999999\t-99999999\n")

    (said,) = known.likely(tokens("the"))

    assert said.begins == pytest.approx(1)


def test_nothing_is_likely_of_no_words():
    assert Model.read(f"{MAGIC}\n{STEPS}\n").likely([]) == []


@pytest.mark.parametrize(
    "told", ["x", "something else\n0", MAGIC, f"{MAGIC}\n1\t2", f"{MAGIC}\n{STEPS}\nx"]
)
def test_what_is_no_model_is_refused(told: str):
    with pytest.raises(ValueError, match=r"no model|unpack"):
        Model.read(told)
