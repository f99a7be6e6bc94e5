"""Every address, asked for by everybody: who may, and nobody else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tabard.accreditation.models import ApplicationState
from tabard.people.models import Role
from tests.world import MANAGER, NOBODY, OWNER, STAFF, SYSTEM, World, application, make_world

REVIEWER = str(Role.REVIEWER.label)
TEAM = str(Role.PROGRAMME_TEAM.label)
DUTY = str(Role.DUTY_OFFICER.label)
OFFICER = str(Role.OVERSIGHT_OFFICER.label)
ADMINISTRATOR = str(Role.ADMINISTRATOR.label)
ROLES = {str(role.label) for role in Role}
SIGNED_IN = {STAFF, OWNER, MANAGER} | ROLES
EVERYBODY = SIGNED_IN | {NOBODY, SYSTEM}
NONE: set[str] = set()


@dataclass(frozen=True)
class Page:
    """One address: how it is asked for, about which thing, who may, and what comes of no."""

    name: str
    may: frozenset[str]
    about: dict[str, str | int]
    method: str
    application: ApplicationState | None


def page(
    name: str,
    may: set[str],
    method: str = "get",
    application: ApplicationState | None = None,
    **about: str | int,
) -> Page:
    return Page(name, frozenset(may), about, method, application)


APPLIED = ApplicationState.APPLIED
ENDORSED = ApplicationState.ENDORSED
SENT_BACK = ApplicationState.SENT_BACK
DECLINED = ApplicationState.DECLINED
APPEALED = ApplicationState.APPEALED
SHA = "0" * 64

# A name in `about` stands for the thing of that name in the world; anything else for itself.
PAGES = [
    page("home:start", EVERYBODY),
    page("home:more", SIGNED_IN),
    # Sign-in, and what each person does with their own sign-in.
    page("account_login", EVERYBODY),
    page("account_inactive", EVERYBODY),
    # There is none in the tests, and everybody is told so.
    page("sign_on", EVERYBODY),
    page("sign_on_back", EVERYBODY),
    page("saml_answer", EVERYBODY, "post"),
    page("saml_back", EVERYBODY),
    page("saml_metadata", EVERYBODY),
    page("connect_sign_on", SIGNED_IN),
    page("begin_connecting", SIGNED_IN, "post"),
    page("disconnect_sign_on", SIGNED_IN, "post"),
    # The second step, for whoever has taken the first; others are sent where they belong.
    page("mfa_authenticate", SIGNED_IN),
    page("account_logout", EVERYBODY),
    page("account_reset_password", EVERYBODY),
    page("account_reset_password_done", EVERYBODY),
    page("account_reset_password_from_key", EVERYBODY, uidb36="1", key="made-up"),
    page("account_reset_password_from_key_done", EVERYBODY),
    page("account_reauthenticate", SIGNED_IN),
    page("mfa_reauthenticate", SIGNED_IN),
    page("mfa_index", SIGNED_IN),
    page("account_change_password", SIGNED_IN),
    # For the script of the sign-in page; whoever opens it by hand is led back there.
    page("mfa_login_webauthn", SIGNED_IN),
    page("mfa_reauthenticate_webauthn", SIGNED_IN),
    page("confirm_at_sign_on", SIGNED_IN),
    # There is none in the tests, and everybody is told so who is signed in.
    page("confirm_there", SIGNED_IN),
    page("mfa_list_webauthn", SIGNED_IN),
    page("mfa_add_webauthn", SIGNED_IN),
    # Whoever has just confirmed who they are finds their own passkeys alone.
    page("mfa_edit_webauthn", SIGNED_IN, pk="0"),
    page("mfa_remove_webauthn", SIGNED_IN, pk="0"),
    page("mfa_activate_totp", SIGNED_IN),
    page("home:second_step", SIGNED_IN),
    page("sessions", SIGNED_IN),
    # Everybody finds their own sessions alone.
    page("end_session", SIGNED_IN, "post", pk="0"),
    page("end_other_sessions", SIGNED_IN, "post"),
    page("mfa_deactivate_totp", SIGNED_IN),
    page("mfa_view_recovery_codes", SIGNED_IN),
    page("mfa_generate_recovery_codes", SIGNED_IN),
    page("mfa_download_recovery_codes", SIGNED_IN),
    # The staff, and who is away.
    page("people:everybody", {ADMINISTRATOR}),
    page("people:enter", {ADMINISTRATOR}),
    page("people:person", {ADMINISTRATOR}, person_id="person"),
    page("people:change", {ADMINISTRATOR}, person_id="person"),
    page("people:roles", {ADMINISTRATOR}, person_id="person"),
    page("people:leaving", {ADMINISTRATOR}, person_id="person"),
    page("people:send_link", {ADMINISTRATOR}, "post", person_id="person"),
    page("people:sign_out", {ADMINISTRATOR}, person_id="person"),
    page("people:remove_second_step", {ADMINISTRATOR}, person_id="person"),
    page("people:invitations", {ADMINISTRATOR}),
    # Without a mail server it says so to all.
    page("people:invite_all", NONE, "post"),
    page("people:invite", NONE, "post", person_id="person"),
    page("people:deactivate", {ADMINISTRATOR}, person_id="person"),
    page("people:note_death", {ADMINISTRATOR}, person_id="person"),
    page("people:take_death_back", {ADMINISTRATOR}, person_id="dead"),
    page("people:reactivate", {ADMINISTRATOR}, "post", person_id="closed"),
    page("people:council", {ADMINISTRATOR}),
    page("people:services", {ADMINISTRATOR}),
    page("people:add_service", {ADMINISTRATOR}),
    page("people:service", {ADMINISTRATOR}, service_id="service"),
    page("people:imports", {ADMINISTRATOR}),
    page("people:import", {ADMINISTRATOR}, import_id="import"),
    page("people:import_columns", {ADMINISTRATOR}, import_id="import"),
    page("people:import_refused", {ADMINISTRATOR}, import_id="import"),
    page("people:import_apply", {ADMINISTRATOR}, "post", import_id="import"),
    page("people:import_drop", {ADMINISTRATOR}, "post", import_id="import"),
    page("people:tokens", {ADMINISTRATOR}),
    page("people:end_token", {ADMINISTRATOR}, "post", token_id="token"),
    # The directory of staff knows only its own tokens.
    page("scim:root", NONE),
    page("scim:path", NONE, path="Users"),
    page("people:away", SIGNED_IN),
    page("people:away_of", {OWNER, MANAGER, ADMINISTRATOR}, person_id="person"),
    page("people:say_away", {OWNER, MANAGER, ADMINISTRATOR}, person_id="person"),
    page("people:name_stand_in", {OWNER, MANAGER, ADMINISTRATOR, TEAM}, person_id="person"),
    page("people:say_back", {OWNER, MANAGER, ADMINISTRATOR}, "post", absence_id="absence"),
    page(
        "people:end_stand_in",
        {OWNER, MANAGER, ADMINISTRATOR, TEAM},
        "post",
        stand_in_id="stand_in",
    ),
    page("council:settings", {ADMINISTRATOR, TEAM}),
    page("council:days", {ADMINISTRATOR, TEAM}),
    page("council:add_occasion", {ADMINISTRATOR, TEAM}),
    page("council:change_occasion", {ADMINISTRATOR, TEAM}, occasion_id="occasion"),
    page("council:remove_occasion", {ADMINISTRATOR, TEAM}, "post", occasion_id="occasion"),
    page("council:setting", {ADMINISTRATOR, TEAM}, key="accreditation.days_to_connect"),
    page("council:go_back", {ADMINISTRATOR, TEAM}, "post", key="accreditation.days_to_connect"),
    page("notices:list", SIGNED_IN),
    page("notices:read", SIGNED_IN, "post"),
    page("notices:turn", {OWNER}, "post", notice_id="notice"),
    page("notices:preferences", SIGNED_IN),
    # The signed link says whose e-mails it stops.
    page("notices:stop", EVERYBODY, token="stop"),
    page("notices:emails", {ADMINISTRATOR}),
    page("notices:preview", {ADMINISTRATOR, TEAM}),
    # Without a mail server it says so to all.
    page("notices:send_example", NONE, "post"),
    page("notices:retry", {ADMINISTRATOR}, "post", email_id="failed_email"),
    # The practice network, closed to residents; its API knows only its own tokens.
    page("practice:timeline", SIGNED_IN),
    page("practice:profile", SIGNED_IN, handle="nobody_here"),
    page("practice:post", SIGNED_IN, handle="nobody_here", key="k"),
    page("practice:picture", SIGNED_IN, sha256=SHA),
    page("practice:thread", {OWNER}, thread_id="thread"),
    page("practice:thread_picture", {OWNER}, thread_id="thread_with_picture", number=0),
    page("practice:me", NONE),
    page("practice:token", NONE, "delete"),
    page("practice:posts", NONE, key="k"),
    page("practice:said", NONE),
    page("practice:pictures", NONE, "post"),
    # Accreditation.
    page("accreditation:mine", SIGNED_IN),
    # The manager of this world has none of their own to endorse it.
    page("accreditation:apply", SIGNED_IN - {MANAGER}),
    page("accreditation:waiting", SIGNED_IN),
    page("accreditation:people", {TEAM, OFFICER}),
    page("accreditation:application", {OWNER, MANAGER, TEAM}, application_id="agreed"),
    page("accreditation:change", {OWNER}, application=SENT_BACK, application_id="application"),
    page("accreditation:withdraw", {OWNER}, application=APPLIED, application_id="application"),
    page(
        "accreditation:endorse",
        {MANAGER},
        "post",
        application=APPLIED,
        application_id="application",
    ),
    page("accreditation:send_back", {MANAGER}, application=APPLIED, application_id="application"),
    page("accreditation:accredit", {TEAM}, application=ENDORSED, application_id="application"),
    page("accreditation:decline", {TEAM}, application=ENDORSED, application_id="application"),
    page("accreditation:appeal", {OWNER}, application=DECLINED, application_id="application"),
    # Nobody in this world decided; all of the panel can hear it.
    page("accreditation:hear", {TEAM, OFFICER}, application=APPEALED, application_id="application"),
    # Only networks are told the signature.
    page("publishing:picture", EVERYBODY, delivery_id="delivery", signature="made-up"),
    page("publishing:queue", {TEAM, DUTY, OFFICER}),
    page("publishing:freezes", {TEAM, DUTY}),
    page("publishing:freeze", SIGNED_IN, freeze_id="freeze"),
    page("publishing:begin_freeze", {TEAM, DUTY}, "post", freeze_id="asked_freeze"),
    page("publishing:drop_freeze", {TEAM, DUTY}, "post", freeze_id="asked_freeze"),
    page("publishing:thaw", {TEAM, DUTY}, freeze_id="freeze"),
    page("publishing:let_pass", {TEAM, DUTY}, message_id="scheduled"),
    page("publishing:samples", {REVIEWER, TEAM}),
    page("publishing:sample", {REVIEWER, TEAM}, sample_id="sample"),
    page("accreditation:suspensions", {TEAM, OFFICER}),
    page("accreditation:suspension", {MANAGER, TEAM, OFFICER}, suspension_id="suspension"),
    page("accreditation:tell", {TEAM, OFFICER}, suspension_id="suspension"),
    page("accreditation:say_read", NONE, "post", suspension_id="suspension"),
    page("accreditation:look_again", {TEAM, OFFICER}, suspension_id="suspension"),
    page("accreditation:say_side", NONE, suspension_id="suspension"),
    page("accreditation:ask_again", NONE, "post", suspension_id="asked_suspension"),
    # Nobody in this world suspended them; their line manager is in their line.
    page("accreditation:hear_suspension", {TEAM, OFFICER}, suspension_id="asked_suspension"),
    # Whoever has one under way is led to it; others read why there is none.
    page("accreditation:renew", SIGNED_IN),
    page("accreditation:renewals", SIGNED_IN),
    page("accreditation:renewal", {OWNER, MANAGER, TEAM}, renewal_id="sent_renewal"),
    page("accreditation:review", {OWNER}, renewal_id="renewal"),
    page("accreditation:give_up", {OWNER}, renewal_id="renewal"),
    page("accreditation:endorse_renewal", {MANAGER}, "post", renewal_id="sent_renewal"),
    page("accreditation:send_renewal_back", {MANAGER}, renewal_id="sent_renewal"),
    page("accreditation:look_at_renewal", {TEAM}, renewal_id="sent_renewal"),
    page("accreditation:extend", {TEAM}, renewal_id="asked_renewal"),
    page("accreditation:evidence", {OWNER, TEAM, OFFICER}, accreditation_id="accreditation"),
    page("accreditation:ladder", {TEAM, OFFICER}),
    page("accreditation:proposal", {OWNER, TEAM, OFFICER}, proposal_id="proposal"),
    page("accreditation:move", {TEAM}, accreditation_id="accreditation"),
    page("accreditation:appeal_move", {OWNER}, move_id="move"),
    page("accreditation:hear_move", {OWNER, TEAM, OFFICER}, appeal_id="move_appeal"),
    page("accreditation:suspend", {TEAM, OFFICER}, accreditation_id="accreditation"),
    page("accreditation:resume", {TEAM, OFFICER}, accreditation_id="suspended"),
    page("accreditation:end", {TEAM, OFFICER}, accreditation_id="accreditation"),
    page("accreditation:reopen", {TEAM}, "post", accreditation_id="unconnected"),
    page("accounts:mine", SIGNED_IN),
    page("accounts:connect", {OWNER}, ticket_id="ticket"),
    page("accounts:leave", {OWNER}, ticket_id="fediverse_ticket"),
    page("accounts:leave_again", {OWNER}, account_id="fediverse_account"),
    page("accounts:back", SIGNED_IN, network="mastodon"),
    # What servers read, and the way back to this very machine.
    page("accounts:known", EVERYBODY, network="bluesky"),
    page("accounts:back_by_number", EVERYBODY, network="bluesky"),
    # Whoever was offered nothing is led back to their accounts.
    page("accounts:choose", SIGNED_IN),
    page("accounts:confirm", SIGNED_IN, "post"),
    page("accounts:abilities", SIGNED_IN),
    page("accounts:connections", {TEAM, OFFICER, ADMINISTRATOR}),
    page("accounts:networks", {ADMINISTRATOR}),
    page("accounts:network", {ADMINISTRATOR}, network="linkedin"),
    page("accounts:try_application", {ADMINISTRATOR}, "post", network="linkedin"),
    page("accounts:remove_application", {ADMINISTRATOR}, network="linkedin"),
    page("accounts:reconnect", {OWNER}, account_id="lost_account"),
    page("accounts:disconnect", {OWNER, TEAM}, account_id="account"),
    # Who holds which account.
    page("keeping:all", {TEAM, OFFICER}),
    page("keeping:open", {TEAM}),
    page("keeping:account", {OWNER, TEAM, OFFICER}, account_id="shared_account"),
    page("keeping:present", {TEAM}, account_id="shared_account"),
    page("keeping:add_holder", {TEAM}, account_id="shared_account"),
    page("keeping:end_holding", {OWNER, TEAM}, holding_id="holding"),
    page("keeping:successor", {TEAM}, account_id="ended_account"),
    page("keeping:leavers", {TEAM, OFFICER}),
    page("keeping:going", SIGNED_IN),
    page("keeping:succession", {OWNER, TEAM, OFFICER}, succession_id="succession"),
    page("keeping:farewell", {OWNER}, "post", succession_id="succession"),
    page("keeping:adoptions", {TEAM, OFFICER}),
    page("keeping:adopting", SIGNED_IN),
    page("keeping:propose", SIGNED_IN),
    page("keeping:adoption", {OWNER, TEAM, OFFICER}, adoption_id="adoption"),
    page("keeping:older_posts", {OWNER, TEAM, OFFICER}, adoption_id="adopted"),
    page("keeping:take_up", {OWNER, TEAM}, "post", adoption_id="adopted"),
    page("keeping:agree", {TEAM}, "post", adoption_id="adoption"),
    page("keeping:send_back", {TEAM}, adoption_id="adoption"),
    page("keeping:propose_again", {OWNER}, adoption_id="adoption_sent_back"),
    page("keeping:decline", {TEAM}, adoption_id="adoption"),
    page("keeping:withdraw", {OWNER}, adoption_id="adoption"),
    page("keeping:give_more_time", {TEAM}, "post", adoption_id="late_adoption"),
    # What colleagues offer to each other.
    page("composing:pool", SIGNED_IN),
    page("composing:offer", {OWNER, TEAM}),
    page("composing:material", SIGNED_IN, material_id="material"),
    page("composing:approve_material", {TEAM}, "post", material_id="asked_material"),
    page("composing:decline_material", {TEAM}, "post", material_id="asked_material"),
    page("composing:withdraw_material", {OWNER, TEAM}, "post", material_id="material"),
    # What posts cost.
    page("spending:spending", {TEAM, OFFICER}),
    page("spending:prices", {TEAM, OFFICER}),
    page("spending:set_price", {TEAM}),
    page("spending:cap", {TEAM}, account_id="account"),
    page("spending:drop_cap", {TEAM}, "post", account_id="account"),
    # Training: everybody learns, and only the learner sees how the learning goes.
    page("training:courses", SIGNED_IN),
    page("training:module", SIGNED_IN, module_id="module"),
    page("training:mark", SIGNED_IN, "post", module_id="module"),
    page("training:begin", SIGNED_IN, course="course"),
    page("training:sit", {OWNER}, sitting_id="sitting", number=1),
    page("training:finish", {OWNER}, sitting_id="sitting"),
    page("training:result", {OWNER}, sitting_id="certificate"),
    page("training:certificate", {OWNER, TEAM}, sitting_id="certificate"),
    page("training:passed", {TEAM}),
    page("training:arrangements", {TEAM}),
    page("training:end_arrangement", {TEAM}, "post", arrangement_id="arrangement"),
    page("training:paper", {OWNER}, sitting_id="sitting"),
    page("training:code", SIGNED_IN),
    page("training:code_versions", SIGNED_IN),
    page("training:code_version", SIGNED_IN, number="code"),
    page("training:code_changes", SIGNED_IN, number="code"),
    page("training:code_people", {TEAM, OFFICER}),
    page("training:code_begin", {TEAM}, "post"),
    page("training:code_draft", {TEAM}),
    page("training:code_preview", {TEAM}),
    page("training:code_publish", {TEAM}),
    page("training:code_discard", {TEAM}),
    page("training:scenarios", SIGNED_IN),
    page("training:scenario", SIGNED_IN, slug="scenario"),
    page("training:rehearsal", {OWNER}, rehearsal_id="rehearsal"),
    page("training:debrief", {OWNER}, rehearsal_id="passed_rehearsal"),
    page("training:leave", {OWNER}, rehearsal_id="rehearsal"),
    # Messages and their review.
    page("composing:write", {OWNER}),
    # It shows a person their own words on the accounts that they hold.
    page("composing:preview", SIGNED_IN, "post"),
    page("composing:save", SIGNED_IN, "post"),
    page("composing:edit", {OWNER}, message_id="writing"),
    page("composing:submit", {OWNER}, "post", message_id="writing"),
    page("composing:take_back", {OWNER}, "post", message_id="waiting"),
    page(
        "composing:picture", {OWNER, REVIEWER, TEAM, OFFICER}, message_id="confirmed", mark="mark"
    ),
    page("composing:linked_picture", SIGNED_IN, page_id="linked"),
    page("composing:checks", SIGNED_IN),
    page("composing:learned", EVERYBODY),
    page("composing:experiments", SIGNED_IN),
    page("composing:register", {OWNER}),
    page("composing:experiment", SIGNED_IN, experiment_id="asked_experiment"),
    page("composing:change_experiment", {OWNER}, experiment_id="asked_experiment"),
    page("composing:withdraw", {OWNER}, "post", experiment_id="asked_experiment"),
    page("composing:decide", {TEAM, OFFICER}, experiment_id="asked_experiment"),
    page("composing:pause", {OWNER, TEAM, OFFICER}, experiment_id="experiment"),
    page("composing:go_on", {TEAM, OFFICER}, experiment_id="paused_experiment"),
    page("composing:finish", {OWNER}, experiment_id="experiment"),
    page("composing:complain", {OWNER, REVIEWER, TEAM, OFFICER}, experiment_id="experiment"),
    page("composing:concern", {REVIEWER, TEAM, OFFICER}, message_id="tried"),
    page("publishing:calendar", SIGNED_IN),
    page("publishing:feed", SIGNED_IN),
    # Whoever has the secret; there is none of this name.
    page("publishing:ics", EVERYBODY, secret="made-up"),
    page("publishing:move", {OWNER}, message_id="scheduled"),
    page("composing:waiting", {REVIEWER, TEAM}),
    page("composing:approve_together", {REVIEWER, TEAM}, "post"),
    page("composing:rota", {TEAM}),
    page("composing:review", {OWNER, REVIEWER, TEAM, OFFICER}, message_id="waiting"),
    page("composing:approve", {REVIEWER, TEAM}, "post", message_id="waiting"),
    page("composing:suggest", {REVIEWER, TEAM}, message_id="waiting"),
    page("composing:accept", {OWNER}, "post", suggestion_id="suggestion"),
    page("composing:notes", {OWNER, REVIEWER, TEAM, OFFICER}, message_id="waiting"),
    page("composing:answer_note", {OWNER, REVIEWER, TEAM}, "post", note_id="note"),
    page("composing:resolve_note", {OWNER, REVIEWER, TEAM}, "post", note_id="note"),
    page("composing:send_back", {REVIEWER, TEAM}, "post", message_id="waiting"),
    # What became of them.
    page("publishing:posts", SIGNED_IN),
    page("publishing:all", {REVIEWER, TEAM, OFFICER}),
    page("publishing:post", {OWNER, REVIEWER, TEAM, OFFICER}, message_id="confirmed"),
    page("publishing:call_off", {OWNER}, message_id="scheduled"),
    page("publishing:take_down", {OWNER, OFFICER}, delivery_id="delivery"),
    # For residents.
    page("directory:list", EVERYBODY),
    page("directory:service", EVERYBODY, service_id="service"),
    page("directory:person", EVERYBODY, person_id="person"),
    page("directory:account", EVERYBODY, account_id="account"),
    page("directory:check", EVERYBODY),
    # Whoever has no badge reads why; the files are for those who have one.
    page("directory:badge", SIGNED_IN),
    page("directory:signature", {OWNER}),
    page("directory:badge_file", {OWNER}, called="card.vcf"),
    page("directory:picture", EVERYBODY, delivery_id="delivery", mark="mark"),
    # The record: everybody reads what concerns them.
    page("disclosure:record", SIGNED_IN),
    page("disclosure:entry", {OWNER, TEAM, OFFICER}, entry_id="entry"),
]


def all_names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        else:
            yield from all_names(pattern, f"{pattern.namespace}:" if pattern.namespace else space)


def ask(world: World, page: Page, who: str) -> int:
    """Ask for a page as somebody, and undo what came of it; give the status, 401 for sign in."""
    client = Client(headers={"Authorization": "Bearer made-up"} if who == SYSTEM else None)
    person = world.people[who]
    if person is not None:
        client.force_login(person)
    about = {name: world.things.get(str(thing), thing) for name, thing in page.about.items()}
    with transaction.atomic():
        call: Callable[..., object] = getattr(client, page.method)
        answer = call(reverse(page.name, kwargs=about))
        transaction.set_rollback(True)
    if answer.status_code == 302 and answer.url.split("?")[0] == reverse("account_login"):
        return 401
    return answer.status_code


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_only_those_who_may_are_let_in(page: Page):
    world = make_world()
    if page.application:
        owner = world.people[OWNER]
        world.things["application"] = application(owner, page.application)

    answers = {who: ask(world, page, who) for who in world.people}

    assert {who for who, status in answers.items() if status not in {401, 403}} == page.may
    assert {who for who, status in answers.items() if status == 401} <= {NOBODY, SYSTEM} | (
        SIGNED_IN if page.name.startswith(("practice:", "scim:")) else NONE
    )
    assert not [status for status in answers.values() if status == 405 or status >= 500]


def test_no_address_is_left_out():
    assert sorted(one.name for one in PAGES) == sorted(set(all_names(get_resolver())))
