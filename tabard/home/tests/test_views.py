"""The first page, for residents and for staff."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.accreditation.models import Accreditation, Application, ApplicationState, Draft
from tabard.composing.models import Message
from tabard.notices import actions as notices
from tabard.notices.models import Notice
from tabard.people.models import Person
from tabard.publishing import actions as publishing
from tabard.publishing.models import DeliveryState
from tabard.record import actions as record
from tabard.training.models import SittingState
from tabard.training.settings import SCENARIOS_TO_PASS
from tests import make

pytestmark = pytest.mark.django_db


def page(client: Client) -> str:
    answer = client.get("/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_residents_search_check_and_sign_in(client: Client):
    make.council()

    shown = page(client)

    assert "speak for Exampleton County Council" in shown
    assert f'action="{reverse("directory:list")}"' in shown
    assert f'action="{reverse("directory:check")}"' in shown
    assert f'href="{reverse("account_login")}"' in shown


def test_the_two_questions_of_residents_can_be_told_apart(client: Client):
    shown = page(client)

    assert 'for="find-q"' in shown
    assert 'for="check-q"' in shown


def test_before_the_council_is_set_up_the_page_can_be_read(client: Client):
    assert "speak for Your council" in page(client)


def test_an_accredited_person_writes(client: Client):
    client.force_login(make.author(first_name="Grace"))

    shown = page(client)

    assert "Hello, Grace" in shown
    assert "You are accredited until" in shown
    assert f'href="{reverse("composing:write")}"' in shown
    assert "Nothing waits for you." in shown


def test_somebody_who_is_not_accredited_applies(client: Client):
    client.force_login(make.person(manager=make.person()))

    shown = page(client)

    assert "You are not accredited. You can apply." in shown
    assert f'href="{reverse("accreditation:apply")}"' in shown
    assert f'href="{reverse("composing:write")}"' not in shown


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("applied", "Your application is with Mei Chan."),
        ("endorsed", "Your application is with the programme team."),
        ("sent_back", "Your application was sent back to you."),
    ],
)
def test_whoever_has_an_application_under_way_reads_where_it_is(
    client: Client, state: str, words: str
):
    ada = make.person(manager=make.person(first_name="Mei", last_name="Chan"))
    make.application(ada, state=ApplicationState(state))
    client.force_login(ada)

    shown = page(client)

    assert words in shown
    assert "You are not accredited" not in shown
    assert "You can apply" not in shown


def test_an_application_without_a_line_manager_waits_for_one(client: Client):
    application = make.application(make.person())
    client.force_login(application.applicant)

    assert "Your application waits: nobody is entered as your line manager." in page(client)


def test_an_application_that_was_sent_back_waits_to_be_changed(client: Client):
    application = make.application(state=ApplicationState.SENT_BACK)
    client.force_login(application.applicant)

    shown = page(client)

    change = reverse("accreditation:change", args=[application.pk])
    assert '<span class="tabard-tile__figure">1</span>' in shown
    assert f'href="{change}">application to change</a>' in shown


@pytest.mark.parametrize("state", ["applied", "endorsed"])
def test_what_an_applicant_has_still_to_prepare_waits_for_them(client: Client, state: str):
    make.edition("pilot")
    version, _ = make.code(), make.scenario()
    make.chosen(SCENARIOS_TO_PASS, 1)
    ada = make.application(state=ApplicationState(state)).applicant
    client.force_login(ada)

    shown = page(client)

    ahead = {
        "training:courses": "course to pass before you can be accredited",
        "training:code": "code of practice to agree to before you can be accredited",
        "training:scenarios": "practice scenario to pass before you can be accredited",
    }
    assert all(f'href="{reverse(name)}">{words}</a>' in shown for name, words in ahead.items())

    make.sitting(ada, make.newest_edition("pilot"), state=SittingState.PASSED)
    make.code_agreement(ada, version)
    make.passed_rehearsal(ada)

    assert "before you can be accredited" not in page(client)


def test_nobody_is_asked_to_prepare_who_has_not_applied(client: Client):
    make.edition("pilot")
    make.code()
    client.force_login(make.person(manager=make.person()))

    assert "before you can be accredited" not in page(client)


def test_whoever_has_begun_an_application_goes_on_with_it(client: Client):
    ada = make.person(manager=make.person())
    client.force_login(ada)
    assert ">Apply to be accredited" in page(client).replace("> ", ">")

    Draft.objects.create(applicant=ada, answers={"purpose": "A van"}, saved_at=timezone.now())

    shown = page(client)
    assert "Go on with your application" in shown
    assert "Apply to be accredited" not in shown


def test_whoever_leaves_speaks_until_the_last_working_day(client: Client):
    leaver = make.leaver(days=10)
    client.force_login(leaver)

    shown, mine = page(client), client.get("/accreditation/").content.decode()

    last = f"You are accredited until your last working day, {leaver.leaves_on:%-d %B %Y}."
    assert last in shown
    assert last in mine
    assert "You can renew it from" not in mine
    assert "Renew your accreditation" not in mine


def declined(applicant: Person) -> Application:
    return make.application(
        applicant, state=ApplicationState.DECLINED, reason="Not now.", would_change="A plan."
    )


def test_whoever_was_declined_is_led_to_why(client: Client):
    application = declined(make.person(manager=make.person()))
    client.force_login(application.applicant)

    shown = page(client)

    why = reverse("accreditation:application", args=[application.pk])
    assert "Your application was declined." in shown
    assert f'href="{why}">See why, and what would change the answer</a>' in shown
    assert "You can apply" not in shown
    assert f'href="{reverse("accreditation:apply")}"' not in shown


def test_whoever_was_accredited_once_reads_of_a_new_application_too(client: Client):
    author = make.author()
    Accreditation.objects.update(state="ended", reason="It was agreed")
    client.force_login(author)
    declined(author)
    assert "has ended: “It was agreed”. Your application was declined." in page(client)

    make.application(author, state=ApplicationState.ENDORSED)

    assert "“It was agreed”. Your application is with the programme team." in page(client)


def test_somebody_without_a_line_manager_is_not_told_to_apply(client: Client):
    client.force_login(make.person())

    shown = page(client)

    assert "You are not accredited." in shown
    assert "You can apply" not in shown
    assert f'href="{reverse("accreditation:apply")}"' not in shown


def test_whoever_has_applied_is_not_asked_to_apply_again(client: Client):
    application = make.application()
    client.force_login(application.applicant)

    assert f'href="{reverse("accreditation:apply")}"' not in page(client)


def test_somebody_who_is_suspended_reads_why_and_can_not_write(client: Client):
    author = make.author()
    Accreditation.objects.update(state="suspended", reason="We are looking into a post.")
    client.force_login(author)

    shown = page(client)

    assert "We are looking into a post." in shown
    assert f'href="{reverse("composing:write")}"' not in shown


def test_what_waits_is_counted_and_leads_there(client: Client):
    make.waiting_message()
    make.waiting_message()
    client.force_login(make.reviewer())

    shown = page(client)

    assert '<span class="tabard-tile__figure">2</span>' in shown
    assert f'href="{reverse("composing:waiting")}">posts to review</a>' in shown


def taken_down(author: Person, by: Person, words: str) -> Message:
    message = make.approved_message(author, words=words)
    delivery = make.delivery(message, state=DeliveryState.CONFIRMED)
    publishing.take_down(delivery, by=by, reason="It was wrong.")
    record.chain()
    notices.follow()
    return message


def test_an_author_reads_at_once_whose_post_was_taken_down_by_whom(client: Client):
    author = make.author()
    officer = make.oversight_officer(first_name="Olu", last_name="Cole")
    message = taken_down(author, officer, "The van is here.")
    client.force_login(author)

    shown = page(client)

    post = reverse("publishing:post", args=[message.pk])
    assert f'href="{post}">Olu Cole took down your post: “The van is here.”</a>' in shown
    client.get(post)
    assert "took down your post" not in page(client)


def test_a_take_down_of_which_the_notice_was_read_is_not_brought_up(client: Client):
    author = make.author()
    taken_down(author, make.oversight_officer(), "")
    client.force_login(author)
    assert "took down your post, a picture without words" in page(client)

    Notice.objects.update(read_at=timezone.now())

    assert "took down your post" not in page(client)


def test_what_an_author_took_down_is_no_news(client: Client):
    author = make.author()
    taken_down(author, author, "The van is here.")
    client.force_login(author)

    assert "took down your post" not in page(client)


def test_the_page_is_only_read(client: Client):
    assert client.post("/").status_code == 405


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_page_asks_the_database_as_often_for_three_things_as_for_one(
    client: Client, how_many: int, django_assert_num_queries
):
    for _ in range(how_many):
        make.waiting_message()
        make.application()
    client.force_login(make.programme_member())

    # Session, person, standing, last application, take-downs, what waits; council and what waits
    # again for the frame of the page.
    with django_assert_num_queries(14):
        client.get("/")
