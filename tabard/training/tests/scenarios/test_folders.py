"""What a scenario may be, and everything that is said of one that cannot be played."""

from pathlib import Path

import pytest

from tabard.training.work.scenarios.folders import LARGEST_FILE, ScenarioError, read

HEAD = """
id = "weather"
title = "The weather"
version = "1"
about = "Somebody asks about the weather."
minutes = 3
setting = "It rains."
good = "It rains, sorry."
[you]
post = "Good morning!"
[[residents]]
id = "ann"
name = "Ann"
handle = "ann"
"""
SIGNAL = """
[signals.rains]
says = "You said that it rains"
words = ["rain"]
except = ["rain check"]
can_be_negated = false
"""
START = """
[[states]]
id = "start"
says = [{ by = "ann", words = ["Does it rain?"] }]
asks_again = { by = "ann", words = ["Pardon?"] }
gives_up = "end"
[[states.reactions]]
id = "knows"
means = "Ann knows"
when = [{ any = ["rains", "apology"], none = ["rude"] }]
leads_to = "end"
"""
END = """
[[states]]
id = "end"
ending = "passed"
told = "She knows."
says = [{ by = "ann", words = ["Thanks."] }]
"""
POINT = """
[[points]]
says = "Say that it rains"
because = "She asked."
shown_by = ["rains"]
"""
WHOLE = HEAD + SIGNAL + START + END + POINT
ANSWER = '[[answers]]\nsays = "It rains"\ndeserves = "knows"\n'


def folder(at: Path, scenario: str = WHOLE, answers: str = ANSWER) -> Path:
    (at / "scenario.toml").write_text(scenario, encoding="utf-8")
    (at / "answers.toml").write_text(answers, encoding="utf-8")
    return at


def faults(at: Path) -> list[str]:
    with pytest.raises(ScenarioError) as refused:
        read(at)
    return list(refused.value.faults)


def changed(before: str, after: str) -> str:
    assert before in WHOLE
    return WHOLE.replace(before, after)


def test_scenario_without_a_fault_is_read_whole(tmp_path):
    found = read(folder(tmp_path))

    assert found.told["title"] == "The weather"
    assert [one["says"] for one in found.answers] == ["It rains"]
    assert found.picture == b""
    assert set(found.script.states) == {"start", "end"}


def test_answers_may_be_missing(tmp_path):
    (folder(tmp_path) / "answers.toml").unlink()

    assert read(tmp_path).answers == []


def test_digest_follows_the_scenario_and_not_the_labels(tmp_path):
    first = read(folder(tmp_path)).digest

    assert read(folder(tmp_path, answers=ANSWER * 2)).digest == first
    assert read(folder(tmp_path, WHOLE + "# more")).digest != first


def test_folder_without_a_scenario_is_refused(tmp_path):
    assert "there is no scenario.toml" in faults(tmp_path)[0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"id = ", "scenario.toml: it is not TOML"),
        (b"id = '\xff'", "scenario.toml: it is not UTF-8. Save it as UTF-8."),
        (b"#" * (LARGEST_FILE + 1), "scenario.toml: it is larger than half a million bytes."),
    ],
)
def test_file_that_cannot_be_read_is_refused(tmp_path, content, says):
    folder(tmp_path)
    (tmp_path / "scenario.toml").write_bytes(content)

    assert faults(tmp_path)[0].startswith(says)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('title = "The weather"\n', "", "scenario.toml: “title” is missing. Add it; it is text."),
        ('id = "weather"', 'id = "The Weather"', "let its id hold only small letters"),
        ('post = "Good morning!"', 'post = ""', "you: “post” is empty"),
        ("Good morning!", 'Hello"\npicture = "a.png', "a picture and what it shows, alt, go"),
        ('handle = "ann"', "handle = 1", "resident ann: “handle” is not text"),
        (
            '[[residents]]\nid = "ann"',
            '[[residents]]\nid = "ann"\nname = "A"\nhandle = "a"\n[[residents]]\nid = "ann"',
            "two of the residents have the id “ann”",
        ),
        ('words = ["rain"]', 'words = ["* rain"]', "the phrase “* rain” cannot be read: it has to"),
        ('words = ["rain"]', "words = [1]", "signal rains: “1” is not text"),
        ('words = ["rain"]', "words = []", "signal rains: “words” is empty"),
        ("[signals.rains]", "[lists]\nno = []\n[signals.rains]", "list no: it is not a list with"),
        (
            "[signals.rains]",
            "[lists]\nno = [1]\n[signals.rains]",
            "list no: let it hold only texts",
        ),
        ('"Does it rain?"', '""', "state start, what is said: let it hold only texts"),
        ('by = "ann", words = ["Pardon?"]', 'by = "bob", words = ["Eh?"]', "no resident “bob”"),
        ('by = "ann", words = ["Pardon?"]', 'by = "ann"', "what is said: “words” is missing"),
        ('gives_up = "end"\n', "", "state start: “gives_up” is missing"),
        (
            'ending = "passed"',
            'ending = "won"',
            "its ending is “won”. Write passed, not_yet or harm",
        ),
        ('told = "She knows."\n', "", "state end: “told” is missing"),
        ('id = "knows"', 'id = "asks-again"', "this id stands for asking again"),
        ('means = "Ann knows"\n', "", "reaction knows: “means” is missing"),
        ('{ any = ["rains", "apology"], none = ["rude"] }', '"rains"', "write “when” as [{"),
        ('{ any = ["rains", "apology"], none = ["rude"] }', "{ some = [] }", "write “when” as [{"),
        ('any = ["rains", "apology"]', 'any = ["snows"]', "there is no signal “snows”"),
        ('any = ["rains", "apology"]', 'any = "rains"', "“rains” is not a list of signals"),
        ('shown_by = ["rains"]', 'shown_by = ["snows"]', "point 1: there is no signal “snows”"),
        ('because = "She asked."\n', "", "point 1: “because” is missing"),
        ('leads_to = "end"', 'leads_to = "sea"', "there is no state “sea”, and something leads"),
        ('id = "start"', 'id = "begin"', "there is no state “start”"),
        (
            'leads_to = "end"',
            'leads_to = "start"',
            "the states go round in a circle: start to start",
        ),
    ],
)
def test_each_fault_is_said_with_where_and_what(tmp_path, before, after, says):
    found = faults(folder(tmp_path, changed(before, after)))

    assert any(says in one for one in found), found


def test_state_that_nothing_leads_to_is_refused(tmp_path):
    alone = END.replace('id = "end"', 'id = "alone"')

    assert faults(folder(tmp_path, WHOLE + alone)) == [
        "scenario.toml: nothing leads to the state “alone”. Lead to it, or take it out."
    ]


def test_two_states_or_reactions_of_one_id_are_refused(tmp_path):
    assert "two of the states have the id “end”" in faults(folder(tmp_path, WHOLE + END))[0]
    reaction = START[START.index("[[states.reactions]]") :]
    assert (
        "two of the reactions have the id “knows”"
        in faults(folder(tmp_path, changed(START, START + reaction)))[0]
    )


def test_conversation_that_takes_too_long_is_refused(tmp_path):
    chain = "".join(
        START.replace('"start"', f'"s{n}"').replace('"end"', f'"s{n + 1}"') for n in range(11)
    )
    long = HEAD + SIGNAL + START.replace('"end"', '"s0"') + chain
    scenario = long + END.replace('"end"', '"s11"') + POINT

    assert "can take 36 answers. Make it 30 at most" in faults(folder(tmp_path, scenario))[0]


def test_all_faults_are_said_at_once(tmp_path):
    scenario = changed('told = "She knows."\n', "").replace('"rains", "apology"', '"snows"')

    assert len(faults(folder(tmp_path, scenario, "answers = 1"))) == 3


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ("answer = []", "answers.toml: “answer” means nothing here"),
        ('[[answers]]\nsays = ""\ndeserves = "knows"', "answer 1: “says” is empty"),
        ('[[answers]]\nsays = "x"\ndeserves = "knows"\ndoes = ["flies"]', "nobody can do “flies”"),
        ('[[answers]]\nsays = "x"\ndeserves = "goes"', "at “start” there is no reaction “goes”"),
        ('[[answers]]\nsays = "x"\ndeserves = "knows"\nat = "end"', "nobody answers at “end”"),
        ('[[answers]]\nsays = "x"\ndeserves = "knows"\nat = "sea"', "nobody answers at “sea”"),
    ],
)
def test_fault_of_the_labels_is_said(tmp_path, answers, says):
    assert any(says in one for one in faults(folder(tmp_path, answers=answers)))


def test_answer_without_words_that_does_something_is_an_answer(tmp_path):
    answers = '[[answers]]\nsays = ""\ndoes = ["takes-down"]\ndeserves = "asks-again"'

    assert len(read(folder(tmp_path, answers=answers)).answers) == 1


class TestPicture:
    WITH = WHOLE.replace(
        'post = "Good morning!"', 'post = "Look!"\npicture = "rain.png"\nalt = "Rain."'
    )

    def test_picture_is_read(self, tmp_path):
        content = b"\x89PNG\r\n\x1a\n..."
        (tmp_path / "rain.png").write_bytes(content)

        assert read(folder(tmp_path, self.WITH)).picture == content

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (None, "there is no rain.png beside scenario.toml"),
            (b"<svg>", "rain.png: it is not a PNG picture"),
            (b"\x89PNG" * 500_001, "rain.png: it is larger than two million bytes"),
        ],
    )
    def test_picture_that_cannot_be_shown_is_refused(self, tmp_path, content, says):
        if content is not None:
            (tmp_path / "rain.png").write_bytes(content)

        assert says in faults(folder(tmp_path, self.WITH))[0]

    @pytest.mark.parametrize("name", ["../rain.png", "rain.svg"])
    def test_picture_that_is_not_beside_the_scenario_is_refused(self, tmp_path, name):
        scenario = self.WITH.replace("rain.png", name)

        assert f"“{name}” is not the name of a PNG" in faults(folder(tmp_path, scenario))[0]
