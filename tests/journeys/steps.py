"""What people do on their way, each on the pages where they do it."""

from dataclasses import dataclass
from datetime import date, timedelta

from tests.demonstration import Demonstration
from tests.journeys.someone import Someone

RIGHT_ANSWERS = (
    "SELECT q.choices FROM training_answer a JOIN training_question q ON q.id = a.question_id "
    "WHERE a.sitting_id = %s AND a.number = %s"
)


@dataclass(frozen=True)
class Shot:
    """A picture from somebody's telephone, and what it shows."""

    content: bytes
    alt: str


KIND_ANSWERS = {
    "angry-pothole": "I'm sorry about your tyre, and that three reports got you nowhere. I'll go "
    "and look at Mill Lane myself this afternoon and tell you here by five what happens next.",
    "journalist-fishing": "Hi Robin, thanks for asking, and for the deadline. Our press office "
    "answers the Echo, so I've just told them and somebody will ring you before five.",
    "warm-praise": "Wanda, you've made the whole van smile, thank you! Could you take your mum's "
    "address off again? I'd hate the wrong person to read it.",
}


def prepare(learner: Someone, here: Demonstration) -> None:
    """Agree to the code of practice, pass the assessment and practise."""
    learner.visit("/training/code/").choose("I have read the code of practice and agree to it")
    learner.press("Agree").sees("You have agreed to version")
    learner.visit("/training/courses/pilot/assessment/")
    if "/assessments/" not in address(learner):
        learner.press("Begin")
    while not address(learner).endswith("/finish/"):
        sitting, number = address(learner).rstrip("/").rsplit("/", 2)[1:]
        for choice in here.find(RIGHT_ANSWERS, sitting, number):
            if choice["right"]:
                learner.choose(choice["says"])
        learner.press("Save and continue")
    learner.press("Hand in your answers").sees("You have passed")
    practise(learner)


def practise(learner: Someone) -> None:
    """Answer scripted residents well, until as many scenarios are passed as are needed."""
    for scenario, words in KIND_ANSWERS.items():
        learner.visit(f"/training/scenarios/{scenario}/").press("Begin")
        # Once to what they say first, and once to how they react.
        for _ in range(2):
            learner.fill("Your answer", words).press("Answer")
        learner.sees("You have passed")


def apply(applicant: Someone, *, network: str, handle: str, purpose: str) -> None:
    """Apply to be accredited."""
    applicant.visit("/accreditation/").follow("Apply to be accredited")
    fill_application(applicant, network=network, handle=handle, purpose=purpose)
    applicant.press("Send your application").sees("Your application is with")


def fill_application(applicant: Someone, *, network: str, handle: str, purpose: str) -> None:
    """Say what for, for whom and where."""
    applicant.fill("What do you do, and what would you use an official account for?", purpose)
    applicant.fill("Which residents is it for?", "People who like old maps.")
    applicant.fill("How many minutes would it take in an ordinary week?", "60")
    applicant.choose(network)
    applicant.choose(f"Another handle on {network}")
    applicant.fill(f"The handle you would like on {network}", handle)
    applicant.fill(
        "What could go wrong, and what would you do then?",
        "A map could show where somebody lives. I would leave out the last hundred years.",
    )


def endorse(manager: Someone, applicant: Someone) -> None:
    """Endorse an application, as the line manager."""
    manager.visit("/accreditation/waiting/").follow(applicant.name)
    manager.choose("I have talked about this with the applicant, and agree to what it asks of me")
    manager.press("Endorse").sees("Endorsed")


def accredit(team: Someone, applicant: Someone) -> date:
    """Accredit an applicant, as the programme team; give the last day."""
    last = date.today() + timedelta(days=200)  # noqa: DTZ011 - a day as people say it
    team.visit("/accreditation/waiting/").follow(applicant.name)
    team.follow("Accredit until a date")
    fill_day(team, last)
    team.press("Accredit").sees("Accredited until")
    return last


def fill_day(someone: Someone, day: date) -> None:
    """Type a day in its three parts."""
    for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        someone.fill(part, str(number))


def type_app_password(holder: Someone, server: str, handle: str, password: str) -> None:
    """Connect an account on Bluesky by an app password, the second choice."""
    holder.visit("/accounts/").follow("Connect Bluesky").follow("Use an app password instead")
    holder.fill("Server", server).fill("Handle", handle)
    holder.fill("App password", password).press("Connect")


def write(author: Someone, words: str, *, shot: Shot | None = None, due: date | None = None) -> str:
    """Write a post and send it for review; give its address."""
    author.visit("/messages/write/").fill("What do you want to say?", words)
    if shot:
        attach(author, shot)
    if due:
        author.choose("At a time")
        fill_day(author, due)
        author.fill("Time", "10:30")
    author.press("Send for review").sees("Sent for review. You hear when")
    return address(author)


def attach(author: Someone, shot: Shot) -> None:
    """Choose a picture, describe it, and say that it shows nobody."""
    upload = author.page.get_by_label("Upload pictures")
    upload.set_input_files({"name": "shot.png", "mimeType": "image/png", "buffer": shot.content})
    author.fill("Describe the picture", shot.alt)
    author.choose("No, nobody")


def review_page(reviewer: Someone, words: str) -> None:
    """Find a post among those that wait, and look closer."""
    reviewer.visit("/reviews/")
    row = reviewer.page.get_by_role("listitem").filter(has_text=words)
    reviewer.follow("Look closer or send back", within=row)


def approve(reviewer: Someone, words: str) -> None:
    """Approve a post."""
    review_page(reviewer, words)
    reviewer.press("Approve").sees("Approved")


def address(someone: Someone) -> str:
    """Give where somebody is."""
    return someone.page.url


def number_of(post: str) -> str:
    """Give the number of the post whose page has this address."""
    return post.rstrip("/").rsplit("/", 1)[1]
