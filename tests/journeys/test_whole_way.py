"""The whole way of an account and of a post, walked by the people concerned, on real networks."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tabard.common.http import open_http
from tabard.common.templatetags.moments import day
from tabard.home.work import draw
from tabard.training.work.courses import PILOT, read
from tests.demonstration import Demonstration, wait_for
from tests.journeys import steps
from tests.journeys.conftest import Watched
from tests.journeys.someone import Someone
from tests.leaks import brought_back, emails, everything, handled, leaked

LINK = "https://exampleton.example/old-maps"
FIRST = f"A map of Oakford from 1841 hangs in our reading room 🗺️ Come and see: {LINK}"
SEALED = (
    "SELECT sealed FROM accounts_connection c JOIN accounts_account a ON a.id = c.account_id "
    "WHERE a.handle = %s"
)
# When is told with the day or the moment, which differ.
WHEN = re.compile(r"(scheduled|is valid) (?:for|until) .*")
# The family is one character to whoever reads it, and seven to a computer that counts carelessly.
WORDS = f"{FIRST} 👩‍👩‍👧‍👦"
SHOT = steps.Shot(draw("stream"), "A hand-drawn map with a stream, two hills and a few houses.")


PRACTISED = [
    "An angry pothole thread",
    "A journalist is fishing",
    "Warm praise, with a catch",
]
# What somebody wished for first, as each network lets it be written.
NOT_THIS_ONE = {"practice": "omar_was_here", "bluesky": "maps-of-tess.exampleton.example"}


@dataclass(frozen=True)
class Way:
    """One network, and who walks the way on it."""

    network: str
    name: str
    applicant: str
    manager: str
    service: str
    handle: str
    limit: int

    def profile(self, here: Demonstration) -> str:
        """Give the link to the profile that a resident would paste."""
        if self.network == "practice":
            return f"{here.url}/practice/@{self.handle}"
        return f"https://bsky.app/profile/{self.handle}"


WAYS = [
    Way(
        network="practice",
        name="Practice network",
        applicant="Omar Haddad",
        manager="Daniel Kowalczyk",
        service="Highways",
        handle="omar_old_roads",
        limit=500,
    ),
    pytest.param(
        Way(
            network="bluesky",
            name="Bluesky",
            applicant="Tess Nowak",
            manager="Priya Raman",
            service="Libraries",
            handle="tess.test",
            limit=300,
        ),
        marks=pytest.mark.atproto,
    ),
]


@pytest.mark.journey
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.network)
def test_a_post_goes_the_whole_way_and_comes_back(
    way: Way, watched: Watched, demonstration: Demonstration
):
    author, manager = watched(way.applicant), watched(way.manager)
    team, reviewer = watched("Beatrice Lindqvist"), watched("Anil Mehta")

    steps.prepare(author, demonstration)
    last = agree(way, author, manager, team)
    did = connect(way, author, demonstration)
    secrets = handled(demonstration) | typed(way, demonstration)
    address = write_and_review(way, author, reviewer)
    link = wait_until_confirmed(author, address)
    if did:
        assert_on_the_server(demonstration, did)
    assert_residents_find(way, watched(), link)
    assert_residents_can_check(way, watched(), demonstration, link)
    take_down(author, address)
    assert_gone(way, author, watched(), link, demonstration, did)
    assert_recorded(way, watched("Margaret Holloway"), address, last)
    said = demonstration.manage("check_record")
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith("The record holds: ")
    calendar = export(author)
    secrets |= handled(demonstration)
    assert_no_secret_got_out(way, demonstration, secrets, watched.answers(), calendar)


def agree(way: Way, author: Someone, manager: Someone, team: Someone) -> date:
    """Apply, be sent back with words, apply again, be endorsed and accredited."""
    steps.apply(author, network=way.name, handle=NOT_THIS_ONE[way.network], purpose="Old maps.")
    manager.visit("/accreditation/waiting/").follow(way.applicant).follow("Send it back")
    manager.fill("Say it in your own words", "Say what residents gain from it.")
    manager.press("Send it back")

    author.visit("/accreditation/").sees("Say what residents gain from it.")
    author.follow("Change it and send it again")
    purpose = "I look after old maps, and show residents how their street came about."
    steps.fill_application(author, network=way.name, handle=way.handle, purpose=purpose)
    author.press("Send it again").sees(f"Your application is with {way.manager} again.")

    steps.endorse(manager, author)
    last = steps.accredit(team, author)
    author.visit("/accreditation/").sees(f"You are accredited until {day(last)}.")
    return last


def connect(way: Way, author: Someone, here: Demonstration) -> str:
    """Connect the account; give the identifier that the page shows."""
    author.visit("/accounts/")
    if way.network == "practice":
        author.follow("Open a practice account")
        author.press("Open and connect the account").sees(f"{way.name}: @{way.handle}")
        return ""
    # The second choice, on an address that nobody may be led to: what was typed stays unsaid.
    app_password = here.app_password(way.handle)
    steps.type_app_password(author, "http://10.0.0.1", way.handle, app_password)
    author.sees("We cannot connect to this address.")
    author.visit("/accounts/").follow("Connect Bluesky").press("Continue").sees("You go on at")
    give_leave(author, here.own_password(way.handle))
    author.sees(f"{way.name}: @{way.handle}").arrive()
    shown = author.page.get_by_text(re.compile("^Permanent")).inner_text()
    return re.findall(r"did:plc:[a-z2-7]{24}", shown)[0]


def give_leave(author: Someone, password: str) -> None:
    """Sign in on the pages of the account's own server, which knows its handle, and say yes."""
    page = author.page
    page.get_by_role("button", name="Go on").click()
    page.locator("input[type=password]").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Authorize").click()


def write_and_review(way: Way, author: Someone, reviewer: Someone) -> str:
    """Write, see how it will look, be sent back with words, change it, be approved."""
    author.visit("/messages/write/").fill("What do you want to say?", FIRST)
    seen = author.page.locator("#seen")
    expect(seen.locator(".tabard-limit")).to_contain_text(f"{way.limit - 104} left")
    expect(seen.get_by_role("link", name=LINK)).to_have_attribute("href", LINK)
    steps.attach(author, SHOT)
    author.press("Preview").sees(f"Described as: {SHOT.alt}")
    author.press("Send for review").sees("Sent for review. You hear when")
    address = steps.address(author)

    author.visit(f"/reviews/{steps.number_of(address)}/").sees(
        "Only a trained reviewer can approve a post."
    )
    expect(author.page.get_by_role("button", name="Approve")).to_have_count(0)
    steps.review_page(reviewer, FIRST)
    reviewer.fill("What has to change?", "Please greet families too.").press("Send back")
    reviewer.sees(f"Sent back to {way.applicant} with your words.")

    author.visit(address).sees("Please greet families too.").follow("Change it")
    author.fill("What do you want to say?", WORDS)
    expect(seen.locator(".tabard-limit")).to_contain_text(f"{way.limit - 106} left")
    author.press("Send for review").sees("Sent for review. You hear when")
    steps.approve(reviewer, WORDS)
    return address


def wait_until_confirmed(author: Someone, address: str) -> str:
    """Watch the page of the post until the network has shown it; give its link there."""
    author.visit(address).sees("On the network, confirmed").arrive()
    link = author.page.get_by_role("link", name="See it on ").get_attribute("href")
    assert link
    return link


def records(here: Demonstration, did: str) -> list[dict]:
    """Ask the server itself, past everything of ours, which posts it has."""
    asked = {"repo": did, "collection": "app.bsky.feed.post"}
    with open_http(allow_private=frozenset([here.pds.removeprefix("http://")])) as http:
        answer = http.get(f"{here.pds}/xrpc/com.atproto.repo.listRecords", params=asked)
    return answer.json()["records"]


def assert_on_the_server(here: Demonstration, did: str) -> None:
    [record] = records(here, did)
    [facet] = record["value"]["facets"]
    [image] = record["value"]["embed"]["images"]
    told = record["value"]["text"].encode()

    assert told.decode() == WORDS
    assert facet["features"] == [{"$type": "app.bsky.richtext.facet#link", "uri": LINK}]
    assert told[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode() == LINK
    assert image["alt"] == SHOT.alt


def assert_residents_find(way: Way, resident: Someone, link: str) -> None:
    resident.visit("/directory/").follow(way.service).follow(way.applicant).sees(FIRST)
    resident.visit("/").fill("Name, job, service or account", way.applicant.split()[1])
    resident.press("Search").follow(way.applicant).sees("I look after old maps")
    picture = resident.page.get_by_role("img", name=SHOT.alt)
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("picture => picture.naturalWidth") > 0
    see_it = resident.page.get_by_role("link", name=f"See it on {way.name}")
    expect(see_it).to_have_attribute("href", link)


def assert_residents_can_check(way: Way, resident: Someone, here: Demonstration, link: str) -> None:
    made_up = "@hadrian_of_exampleton@practice" if way.network == "practice" else "@tess.example"
    answers = {
        way.profile(here): "Yes, this is ours",
        link: "Yes, this is ours",
        made_up: "No, this is not ours",
        "is this really one of yours?": "We are not sure",
        f"{here.url}/practice/@ranger_noor": "This was ours, but is not any more",
    }

    given = {asked: check(resident, asked) for asked in answers}

    assert given == answers
    check(resident, link)
    resident.sees("We published this post, and saw it there")


def check(resident: Someone, asked: str) -> str:
    resident.visit("/directory/check/").fill("Link or handle", asked).press("Check")
    return resident.page.locator("#answer").inner_text()


def take_down(author: Someone, address: str) -> None:
    author.visit(address).follow("Take it down")
    author.fill("Why are you taking it down?", "The map has moved.")
    author.press("Take it down").sees("Taken down, and gone from the network")
    author.arrive()


def assert_gone(
    way: Way, author: Someone, resident: Someone, link: str, here: Demonstration, did: str
) -> None:
    if did:
        assert records(here, did) == []
    else:
        author.visit(link, status=410)
    check(resident, link)
    resident.sees("It was taken down on")
    resident.visit("/directory/").follow(way.applicant).sees("was taken down by its author")
    resident.does_not_see(FIRST)


def assert_recorded(way: Way, officer: Someone, address: str, last: date) -> None:
    officer.visit("/record/")
    officer.page.get_by_text("Find entries").click()
    officer.page.get_by_label("Person", exact=True).select_option(way.applicant)
    officer.page.get_by_label("Order").select_option("Oldest first")
    officer.press("Find")
    told = officer.page.locator(".tabard-timeline__title").all_inner_texts()
    times = officer.page.locator(".tabard-timeline__when time").evaluate_all(
        "times => times.map(time => time.dateTime)"
    )

    expected = steps_of(way, steps.number_of(address), last)
    assert [WHEN.sub(r"\1.", one) for one in told] == expected
    assert len(times) == len(told)
    assert times == sorted(times)


def steps_of(way: Way, post: str, last: date) -> list[str]:
    """Say what the record has to say, in order, with who did it."""
    who, boss, account = way.applicant, way.manager, f"@{way.handle} on {way.name}"
    opened = [f"{who} opened @{way.handle} on the practice network."]
    course = "the assessment of the course “Speaking for the council”"
    return [
        f"{who} agreed to version 2 of the code of practice.",
        f"{who} passed {course}, version {read(PILOT).told['version']}. The certificate is valid.",
        *(f"{who} passed the practice scenario “{title}”." for title in PRACTISED),
        f"{who} applied to be accredited.",
        f"{boss} sent back {who}'s application: Say what residents gain from it.",
        f"{who} changed an application and made it again.",
        f"{boss} endorsed {who}'s application to be accredited.",
        f"Beatrice Lindqvist accredited {who} until {day(last)}.",
        f"{who} received leave to connect an account on {way.name}.",
        *(opened if way.network == "practice" else []),
        f"{who} connected {way.handle} on {way.name} as an account of the council.",
        f"{who} began to write post {post}.",
        f"{who} changed post {post}.",
        f"{who} handed in post {post} for review.",
        f"Evidence about {who}: Sent back.",
        f"Anil Mehta sent back {who}'s post {post}: Please greet families too.",
        f"{who} changed post {post}.",
        f"{who} handed in post {post} for review.",
        f"Evidence about {who}: Approved after a change.",
        f"Anil Mehta approved {who}'s post {post}.",
        f"Post {post} was scheduled.",
        f"Post {post} is going to account {account}, try 1.",
        f"The network took post {post}.",
        f"Post {post} is on the network: we fetched it back and compared it.",
        f"{who} asked for post {post} to be taken down: The map has moved.",
        f"Post {post} was taken down and is gone from the network.",
    ]


def typed(way: Way, here: Demonstration) -> set[str]:
    """Give what opens the account and was typed by hand, here or at its own server."""
    if way.network == "practice":
        return set()
    return {here.app_password(way.handle), here.own_password(way.handle)}


def export(author: Someone) -> bytes:
    """Take the author's calendar away, as another program would."""
    author.visit("/posts/calendar/feed/").press("Make an address")
    address = author.page.locator(".tabard-address").inner_text()
    answer = author.context.request.get(address)
    assert answer.ok
    return answer.body()


def assert_no_secret_got_out(
    way: Way, here: Demonstration, secrets: set[str], answers: list[Path], calendar: bytes
) -> None:
    """Look through all that was written for what opens accounts, and for what has to be there."""
    # What is new is gathered for a minute before it is sent.
    assert wait_for(lambda: here.email(way.applicant).encode() in emails(here))
    corpora = {**everything(here, answers), "calendar": calendar}
    codes = {code for one in answers for code in brought_back(one)}
    # What is known to stand in each: what is not searched through would look clean as well.
    known = {
        "screen": here.url,
        "logs": "worker",
        "e-mails": here.email(way.applicant),
        "database": way.handle,
        "sealed": bytes(here.find(SEALED, way.handle)).hex(),
        "sessions": "_auth_user_id",
        "files": way.handle,
        "pages": "I look after old maps",
        "calendar": "A map of Oakford",
    }

    missed = [
        where
        for where, words in known.items()
        if not leaked({words}, {where: corpora["database" if where == "sealed" else where]})
    ]
    assert missed == []
    assert len(secrets) >= (5 if way.network == "bluesky" else 1)
    assert len(codes) == (1 if way.network == "bluesky" else 0)
    assert leaked(secrets | codes, corpora) == []
