"""Saying that somebody is away, who stands in, and the way back."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tabard.common.rules import NotAllowedError
from tabard.people import actions, queries
from tabard.people.actions import UnfitError
from tabard.people.models import Absence, Person, StandIn
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db


def days(ahead: int) -> date:
    return timezone.localdate() + timedelta(days=ahead)


def parts(name: str, day: date | None) -> dict[str, str]:
    """Give a day as a form sends it."""
    names = ("day", "month", "year")
    return {f"{name}_{part}": str(getattr(day, part)) if day else "" for part in names}


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def test_somebody_names_a_stand_in_and_ends_it():
    manager, colleague = make.person(), make.person()
    client = signed_in(manager)
    asked = {"stands_in": colleague.email, **parts("since", days(0)), **parts("until", days(7))}

    shown = client.post(f"/people/{manager.pk}/away/stand-in/", asked, follow=True)
    assert queries.acts_for(colleague) == {manager.pk}
    assert "stands in on these days" in shown.content.decode()
    seen_by_colleague = signed_in(colleague).get("/people/away/").content.decode()
    named = StandIn.objects.get()
    client.post(f"/people/away/stand-ins/{named.pk}/end/")
    client.post(f"/people/away/stand-ins/{named.pk}/end/")

    assert "You stand in for" in seen_by_colleague
    assert queries.acts_for(colleague) == set()
    assert StandIn.objects.count() == 1
    assert kinds() == ["stand-in named", "stand-in ended"]


def test_programme_team_names_a_stand_in_and_does_not_see_when_somebody_is_away():
    manager, colleague = make.person(), make.person()
    client = signed_in(make.programme_member())
    asked = {"stands_in": colleague.email, **parts("since", days(0)), **parts("until", days(7))}

    shown = client.post(f"/people/{manager.pk}/away/stand-in/", asked, follow=True)

    assert queries.acts_for(colleague) == {manager.pk}
    assert "stands in on these days" in shown.content.decode()
    assert client.get(f"/people/{manager.pk}/away/").status_code == 403
    client.post(f"/people/away/stand-ins/{StandIn.objects.get().pk}/end/")
    assert queries.acts_for(colleague) == set()


@pytest.mark.parametrize(
    ("who", "since", "until", "words"),
    [
        ("oneself", 0, 1, "nobody stands in for themselves"),
        ("nobody", 0, 1, "Nobody on the staff has this e-mail address"),
        ("leaver", 0, 1, "Nobody on the staff has this e-mail address"),
        ("colleague", 1, 0, "The last day must be the first day or later"),
        ("colleague", -2, -1, "Choose days to come: these are over."),
        ("colleague", 5, 9, "Somebody stands in on some of these days already"),
        ("colleague", 0, None, "Enter the last day"),
    ],
)
def test_a_stand_in_who_does_not_fit_is_refused_beside_the_question(who, since, until, words):
    manager, colleague, leaver = make.person(), make.person(), make.person()
    Person.objects.filter(pk=leaver.pk).update(is_active=False)
    StandIn.objects.create(person=manager, stands_in=leaver, since=days(9), until=days(12))
    addresses = {
        "oneself": manager.email,
        "nobody": "nobody@exampleton.example",
        "leaver": leaver.email,
        "colleague": colleague.email,
    }

    answer = signed_in(manager).post(
        f"/people/{manager.pk}/away/stand-in/",
        {
            "stands_in": addresses[who],
            **parts("since", days(since)),
            **parts("until", None if until is None else days(until)),
        },
    )

    assert words in answer.content.decode()
    assert StandIn.objects.count() == 1
    assert kinds() == []


def test_somebody_who_cannot_sign_in_does_not_stand_in():
    manager, leaver = make.person(), make.person()
    Person.objects.filter(pk=leaver.pk).update(is_active=False)
    leaver.refresh_from_db()

    with pytest.raises(NotAllowedError, match="cannot sign in any more"):
        actions.name_stand_in(manager, leaver, since=days(0), until=days(1), by=manager)


def test_the_line_manager_and_an_administrator_say_it_for_whoever_cannot():
    manager, stranger = make.person(), make.person()
    person, colleague = make.person(manager=manager), make.person()

    for by, ahead in ((manager, 1), (make.administrator(), 5)):
        actions.name_stand_in(person, colleague, since=days(ahead), until=days(ahead), by=by)
        actions.say_away(person, since=days(ahead), until=days(ahead), by=by)
    for attempt in (
        lambda: actions.say_away(person, since=days(20), until=None, by=stranger),
        lambda: actions.say_back(Absence.objects.all()[0], by=stranger),
        lambda: actions.end_stand_in(StandIn.objects.all()[0], by=stranger),
    ):
        with pytest.raises(NotAllowedError, match="their line manager or an administrator"):
            attempt()

    assert (StandIn.objects.count(), Absence.objects.count()) == (2, 2)


def test_somebody_is_away_until_further_notice_and_back_again():
    person = make.person()
    client = signed_in(person)
    asked = {**parts("since", days(0)), **parts("until", None)}

    client.post(f"/people/{person.pk}/away/days/", asked)
    assert queries.is_away(person)
    twice = client.post(f"/people/{person.pk}/away/days/", asked)
    backwards = client.post(
        f"/people/{person.pk}/away/days/", {**parts("since", days(3)), **parts("until", days(2))}
    )
    assert "Not away after all" in client.get("/people/away/").content.decode()
    absence = Absence.objects.get()
    client.post(f"/people/away/days/{absence.pk}/back/")
    client.post(f"/people/away/days/{absence.pk}/back/")

    absence.refresh_from_db()
    assert "These days are entered already" in twice.content.decode()
    assert "The last day must be the first day or later" in backwards.content.decode()
    assert not queries.is_away(person)
    assert (absence.until, absence.called_off_at is None) == (None, False)
    assert kinds() == ["absence entered", "absence ended"]


def test_an_absence_that_has_begun_ends_yesterday_and_is_kept():
    person = make.person()
    absence = Absence.objects.create(person=person, since=days(-10))

    assert "Back again" in signed_in(person).get("/people/away/").content.decode()
    absence = actions.say_back(absence, by=person)
    again = actions.say_back(absence, by=person)

    assert (absence.until, absence.called_off_at) == (days(-1), None)
    assert again.until == days(-1)
    assert kinds() == ["absence ended"]
    with pytest.raises(UnfitError, match="entered already"):
        actions.say_away(person, since=days(-3), until=days(3), by=person)


@pytest.mark.parametrize("how_many", [1, 30])
def test_a_manager_sees_the_team_and_who_is_away(how_many: int, django_assert_num_queries):
    manager = make.person()
    team = [make.person(manager=manager) for _ in range(how_many)]
    Absence.objects.create(person=team[0], since=days(-1), until=days(1))
    called_off = {"called_off_at": timezone.now()}
    Absence.objects.create(person=team[-1], since=days(-5), until=days(-4), **called_off)
    client = signed_in(manager)
    client.get("/people/away/")

    with django_assert_num_queries(8):
        answer = client.get("/people/away/")

    away = [member for member in answer.context["team"] if member.is_away_today]
    assert away == [team[0]]


def test_nobody_elses_days_are_shown_to_a_colleague():
    person, colleague = make.person(), make.person()

    assert signed_in(colleague).get(f"/people/{person.pk}/away/").status_code == 403
    assert signed_in(person).get(f"/people/{person.pk}/away/").status_code == 200
