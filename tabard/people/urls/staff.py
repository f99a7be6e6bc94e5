"""Addresses of the staff, and of being away."""

from django.urls import path

from tabard.people.views import (
    away,
    council,
    death,
    helping,
    importing,
    invitations,
    links,
    services,
    staff,
    tokens,
)

app_name = "people"
urlpatterns = [
    path("", staff.everybody, name="everybody"),
    path("new/", staff.enter, name="enter"),
    path("<int:person_id>/", staff.person, name="person"),
    path("<int:person_id>/change/", staff.change, name="change"),
    path("<int:person_id>/roles/", staff.roles, name="roles"),
    path("<int:person_id>/leaving/", staff.leaving, name="leaving"),
    path("<int:person_id>/link/", links.send_link, name="send_link"),
    path("<int:person_id>/sign-out/", helping.sign_out, name="sign_out"),
    path("<int:person_id>/second-step/", helping.remove_second_step, name="remove_second_step"),
    path("<int:person_id>/close/", staff.deactivate, name="deactivate"),
    path("<int:person_id>/death/", death.note_death, name="note_death"),
    path("<int:person_id>/death/mistake/", death.take_death_back, name="take_death_back"),
    path("<int:person_id>/open/", staff.reactivate, name="reactivate"),
    path("<int:person_id>/invite/", invitations.invite, name="invite"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/all/", invitations.invite_all, name="invite_all"),
    path("council/", council.council, name="council"),
    path("services/", services.services, name="services"),
    path("services/new/", services.add_service, name="add_service"),
    path("services/<int:service_id>/", services.service, name="service"),
    path("import/", importing.imports, name="imports"),
    path("import/<int:import_id>/", importing.one, name="import"),
    path("import/<int:import_id>/columns/", importing.columns, name="import_columns"),
    path("import/<int:import_id>/refused/", importing.refused, name="import_refused"),
    path("import/<int:import_id>/apply/", importing.apply, name="import_apply"),
    path("import/<int:import_id>/drop/", importing.drop, name="import_drop"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:token_id>/end/", tokens.end_token, name="end_token"),
    path("away/", away.away, name="away"),
    path("<int:person_id>/away/", away.away, name="away_of"),
    path("<int:person_id>/away/days/", away.say_away, name="say_away"),
    path("<int:person_id>/away/stand-in/", away.name_stand_in, name="name_stand_in"),
    path("away/days/<int:absence_id>/back/", away.say_back, name="say_back"),
    path("away/stand-ins/<int:stand_in_id>/end/", away.end_stand_in, name="end_stand_in"),
]
