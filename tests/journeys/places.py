"""Every page of the product, with somebody of the demonstration who sees it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import reverse

from tests.demonstration import Demonstration

RESIDENT = ""
SAM, GRACE, HAMZA, EILIDH = "Sam Okafor", "Grace Adeyemi", "Hamza Malik", "Eilidh MacRae"
FFION, ROSA, MEI_LING = "Ffion Bevan", "Rosa Delgado", "Mei-Ling Chan"
MANAGER, REVIEWER, TEAM = "Priya Raman", "Anil Mehta", "Beatrice Lindqvist"
OLIVER, IDRIS = "Oliver Whitcombe", "Idris Bello"
OFFICER = "Margaret Holloway"
# They have no pages of their own yet, so they see what there is when there is nothing.
ADMINISTRATOR = "Stephen Achebe"
OTHER_ROLES = ["Kerry Doyle", "Yusuf Demir", "Stephen Achebe"]

# Nothing to look at with a browser: pictures, a file, and the network's API.
NOT_PAGES = {
    "accounts:back",
    "accounts:back_by_number",
    "accounts:known",
    "composing:picture",
    "composing:linked_picture",
    "directory:badge_file",
    "directory:picture",
    "directory:signature",
    "mfa_download_recovery_codes",
    "mfa_login_webauthn",
    "people:import_refused",
    "scim:path",
    "scim:root",
    "practice:me",
    "training:paper",
    "practice:picture",
    "practice:posts",
    "practice:said",
    "practice:thread_picture",
    "publishing:ics",
    "publishing:picture",
    "saml_metadata",
}
# Open only in the middle of something; the journey there looks at them on its way.
ON_A_JOURNEY = {
    "accounts:choose",
    "accounts:leave_again",
    "composing:go_on",
    "accreditation:extend",
    "accreditation:resume",
    "account_reauthenticate",
    "confirm_at_sign_on",
    "confirm_there",
    "connect_sign_on",
    "keeping:propose_again",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "sign_on",
    "saml_back",
    "sign_on_back",
    "notices:stop",
    "people:take_death_back",
    "publishing:freeze",
    "publishing:thaw",
}

_MESSAGE = (
    "SELECT m.id FROM composing_message m JOIN people_person p ON p.id = m.author_id "
    "WHERE p.email = %s AND m.state = '{}' ORDER BY m.id"
)
_DELIVERY = (
    "SELECT {}.id FROM publishing_delivery d JOIN composing_version v ON v.id = d.version_id "
    "JOIN composing_message m ON m.id = v.message_id JOIN people_person p ON p.id = m.author_id "
    "WHERE p.email = %s AND d.state = '{}' ORDER BY d.id"
)
_HOLDING = (
    "SELECT h.{} FROM accounts_holding h JOIN accounts_account a ON a.id = h.account_id "
    "JOIN people_person p ON p.id = h.person_id "
    "WHERE p.email = %s AND h.until IS NULL AND a.kind <> 'personal'"
)
# How the number of something of somebody's is found.
QUESTIONS = {
    "person": "SELECT id FROM people_person WHERE email = %s",
    "import": "SELECT i.id FROM people_staffimport i "
    "JOIN people_person p ON p.id = i.by_id WHERE p.email = %s",
    "occasion": "SELECT id FROM council_occasion WHERE %s <> '' AND kind = 'election'",
    "service": "SELECT service_id FROM people_person WHERE email = %s",
    "application": "SELECT a.id FROM accreditation_application a "
    "JOIN people_person p ON p.id = a.applicant_id WHERE p.email = %s",
    "accreditation": "SELECT a.id FROM accreditation_accreditation a "
    "JOIN people_person p ON p.id = a.person_id WHERE p.email = %s",
    "sample": "SELECT s.id FROM publishing_sample s "
    "JOIN people_person p ON p.id = s.author_id WHERE p.email = %s",
    "experiment": "SELECT e.id FROM composing_experiment e "
    "JOIN people_person p ON p.id = e.owner_id WHERE p.email = %s",
    "material": "SELECT m.id FROM composing_material m "
    "JOIN people_person p ON p.id = m.offered_by_id WHERE p.email = %s ORDER BY m.id",
    "tried": "SELECT m.id FROM composing_message m "
    "JOIN composing_experiment e ON e.id = m.experiment_id "
    "JOIN people_person p ON p.id = e.owner_id WHERE p.email = %s",
    "suspension": "SELECT s.id FROM accreditation_suspension s "
    "JOIN people_person p ON p.id = s.person_id WHERE p.email = %s",
    "renewal": "SELECT r.id FROM accreditation_renewal r "
    "JOIN people_person p ON p.id = r.person_id WHERE p.email = %s",
    "proposal": "SELECT o.id FROM accreditation_proposal o "
    "JOIN people_person p ON p.id = o.person_id WHERE p.email = %s",
    "move": "SELECT m.id FROM accreditation_move m "
    "JOIN people_person p ON p.id = m.person_id WHERE p.email = %s",
    "move_appeal": "SELECT a.id FROM accreditation_moveappeal a "
    "JOIN people_person p ON p.id = a.person_id WHERE p.email = %s",
    "ticket": "SELECT t.id FROM accounts_ticket t "
    "JOIN people_person p ON p.id = t.person_id WHERE p.email = %s AND t.used_at IS NULL",
    "fediverse_ticket": "SELECT t.id FROM accounts_ticket t "
    "JOIN people_person p ON p.id = t.person_id "
    "WHERE p.email = %s AND t.used_at IS NULL AND t.network = 'mastodon'",
    "account": "SELECT h.account_id FROM accounts_holding h "
    "JOIN people_person p ON p.id = h.person_id WHERE p.email = %s",
    "succession": "SELECT s.id FROM keeping_succession s "
    "JOIN people_person p ON p.id = s.person_id WHERE p.email = %s",
    "adoption": "SELECT a.id FROM keeping_adoption a "
    "JOIN people_person p ON p.id = a.proposer_id WHERE p.email = %s",
    "shared": _HOLDING.format("account_id"),
    "holding": _HOLDING.format("id"),
    "entry": "SELECT e.id FROM record_entry e "
    "JOIN people_person p ON p.id = ANY(e.people) WHERE p.email = %s ORDER BY e.id",
    "module": "SELECT m.id FROM training_module m WHERE %s <> '' ORDER BY m.id",
    "sitting": "SELECT s.id FROM training_sitting s "
    "JOIN people_person p ON p.id = s.person_id WHERE p.email = %s",
    "rehearsing": "SELECT r.id FROM training_rehearsal r JOIN people_person p "
    "ON p.id = r.person_id WHERE p.email = %s AND r.state = 'under_way'",
    "rehearsed": "SELECT r.id FROM training_rehearsal r JOIN people_person p "
    "ON p.id = r.person_id WHERE p.email = %s AND r.state = 'passed' ORDER BY r.id",
    "thread": "SELECT t.id FROM practice_practicethread t JOIN people_person p "
    "ON p.id = t.owner_id WHERE p.email = %s ORDER BY t.id DESC",
    "practice_key": "SELECT k.key FROM practice_practicepost k "
    "JOIN practice_practiceaccount a ON a.id = k.account_id "
    "JOIN people_person p ON p.id = a.owner_id WHERE p.email = %s ORDER BY k.id",
    "writing": _MESSAGE.format("writing"),
    "waiting": _MESSAGE.format("waiting"),
    "scheduled": _DELIVERY.format("m", "scheduled"),
    "confirmed": _DELIVERY.format("m", "confirmed"),
    "delivery": _DELIVERY.format("d", "confirmed"),
}


@dataclass(frozen=True)
class Place:
    """One page as one person sees it; `about` names whose what it is about."""

    name: str
    who: str
    about: dict[str, str] = field(default_factory=dict)

    def address(self, here: Demonstration) -> str:
        """Give where this page is in a demonstration."""
        found = {
            name: here.find(QUESTIONS[what], here.email(whose)) if what in QUESTIONS else what
            for name, (what, whose) in ((n, _split(a)) for n, a in self.about.items())
        }
        return reverse(self.name, kwargs=found)


def _split(about: str) -> tuple[str, str]:
    what, _, whose = about.partition(" of ")
    return what, whose


def _seen(who: str, *names: str, **about: str) -> Iterator[Place]:
    for name in names:
        yield Place(name, who, about)


PLACES = [
    *_seen(RESIDENT, "home:start", "account_login", "account_inactive"),
    *_seen(RESIDENT, "account_reset_password", "account_reset_password_done"),
    *_seen(RESIDENT, "account_reset_password_from_key_done"),
    *_seen(RESIDENT, "account_reset_password_from_key", uidb36="1", key="too-old"),
    *_seen(RESIDENT, "directory:list", "directory:check", "practice:timeline"),
    *_seen(RESIDENT, "directory:service", service_id=f"service of {SAM}"),
    *_seen(RESIDENT, "directory:person", person_id=f"person of {SAM}"),
    *_seen(RESIDENT, "practice:profile", handle="sam_mobile_library"),
    *_seen(RESIDENT, "practice:post", handle="ranger_noor", key="practice_key of Noor Hussain"),
    *_seen(SAM, "home:start", "accreditation:mine", "accreditation:apply", "accounts:mine"),
    *_seen(SAM, "publishing:posts", "notices:list", "disclosure:record", "composing:write"),
    *_seen(RESIDENT, "composing:learned"),
    *_seen(SAM, "composing:experiments", "composing:register"),
    *_seen(
        SAM,
        "composing:experiment",
        "composing:change_experiment",
        experiment_id=f"experiment of {SAM}",
    ),
    *_seen(
        EILIDH,
        "composing:experiment",
        "composing:pause",
        "composing:finish",
        experiment_id=f"experiment of {EILIDH}",
    ),
    *_seen(EILIDH, "composing:write", "home:start"),
    *_seen(GRACE, "composing:experiment", experiment_id=f"experiment of {GRACE}"),
    *_seen(OFFICER, "composing:decide", experiment_id=f"experiment of {SAM}"),
    *_seen(TEAM, "composing:experiments"),
    *_seen(SAM, "composing:pool", "composing:offer"),
    *_seen(TEAM, "composing:pool", "composing:offer"),
    *_seen(SAM, "composing:material", material_id=f"material of {TEAM}"),
    *_seen(TEAM, "composing:material", material_id=f"material of {GRACE}"),
    *_seen(TEAM, "spending:spending", "spending:prices", "spending:set_price"),
    *_seen(TEAM, "spending:cap", account_id=f"account of {SAM}"),
    *_seen(TEAM, "composing:complain", experiment_id=f"experiment of {EILIDH}"),
    *_seen(REVIEWER, "composing:notes", message_id=f"waiting of {HAMZA}"),
    *_seen(REVIEWER, "composing:suggest", message_id=f"waiting of {HAMZA}"),
    *_seen(REVIEWER, "composing:concern", message_id=f"tried of {EILIDH}"),
    *_seen(REVIEWER, "publishing:post", message_id=f"tried of {EILIDH}"),
    *_seen(SAM, "composing:checks", "publishing:calendar", "publishing:feed"),
    *_seen(TEAM, "publishing:calendar", "publishing:freezes", "publishing:queue", "composing:rota"),
    *_seen(TEAM, "publishing:let_pass", message_id=f"scheduled of {EILIDH}"),
    *_seen(
        SAM,
        "mfa_index",
        "mfa_list_webauthn",
        "sessions",
        "home:second_step",
        "account_change_password",
        "account_logout",
    ),
    *_seen(SAM, "publishing:post", message_id=f"confirmed of {SAM}"),
    *_seen(SAM, "publishing:take_down", delivery_id=f"delivery of {SAM}"),
    *_seen(SAM, "disclosure:entry", entry_id=f"entry of {SAM}"),
    *_seen(SAM, "training:courses", "directory:badge"),
    *_seen(FFION, "directory:badge"),
    *_seen(SAM, "training:module", module_id=f"module of {SAM}"),
    *_seen(SAM, "training:result", "training:certificate", sitting_id=f"sitting of {SAM}"),
    *_seen(FFION, "training:finish", sitting_id=f"sitting of {FFION}"),
    *_seen(FFION, "training:sit", sitting_id=f"sitting of {FFION}", number="1"),
    *_seen(FFION, "training:scenarios", "practice:timeline"),
    *_seen(SAM, "training:scenario", slug="letter-in-the-picture"),
    *_seen(TEAM, "training:scenarios"),
    *_seen(TEAM, "training:scenario", slug="child-at-risk"),
    *_seen(FFION, "training:rehearsal", "training:leave", rehearsal_id=f"rehearsing of {FFION}"),
    *_seen(FFION, "training:debrief", rehearsal_id=f"rehearsed of {FFION}"),
    *_seen(FFION, "practice:thread", thread_id=f"thread of {FFION}"),
    *_seen(MANAGER, "training:begin", course="pilot"),
    *_seen(
        TEAM,
        "training:passed",
        "training:arrangements",
        "training:code_people",
        "training:code_draft",
    ),
    *_seen(TEAM, "training:code_preview", "training:code_publish", "training:code_discard"),
    *_seen(SAM, "training:code", "training:code_versions"),
    *_seen(SAM, "training:code_version", "training:code_changes", number="2"),
    *_seen(GRACE, "home:start", "accounts:mine"),
    *_seen(GRACE, "accounts:connect", ticket_id=f"ticket of {GRACE}"),
    *_seen(GRACE, "accounts:leave", ticket_id=f"fediverse_ticket of {GRACE}"),
    *_seen(GRACE, "accounts:reconnect", "accounts:disconnect", account_id=f"account of {GRACE}"),
    *_seen(HAMZA, "home:start", "publishing:posts"),
    *_seen(HAMZA, "composing:edit", "publishing:post", message_id=f"writing of {HAMZA}"),
    *_seen(HAMZA, "composing:review", message_id=f"waiting of {HAMZA}"),
    *_seen(EILIDH, "publishing:post", "publishing:call_off", message_id=f"scheduled of {EILIDH}"),
    *_seen(EILIDH, "publishing:move", message_id=f"scheduled of {EILIDH}"),
    *_seen(RESIDENT, "directory:person", person_id=f"person of {HAMZA}"),
    *_seen(RESIDENT, "directory:account", account_id="shared of Callum Fraser"),
    *_seen("Callum Fraser", "accounts:mine"),
    *_seen("Callum Fraser", "keeping:account", account_id="shared of Callum Fraser"),
    *_seen("Callum Fraser", "keeping:end_holding", holding_id="holding of Callum Fraser"),
    *_seen(SAM, "keeping:adopting", "keeping:propose"),
    *_seen(SAM, "keeping:adoption", "keeping:withdraw", adoption_id=f"adoption of {SAM}"),
    *_seen(GRACE, "keeping:adoption", "keeping:older_posts", adoption_id=f"adoption of {GRACE}"),
    *_seen(TEAM, "keeping:adoption", "keeping:decline", adoption_id=f"adoption of {SAM}"),
    *_seen(TEAM, "keeping:send_back", adoption_id=f"adoption of {SAM}"),
    *_seen("Wren Ashby", "accounts:mine", "keeping:going"),
    *_seen("Wren Ashby", "keeping:succession", succession_id="succession of Wren Ashby"),
    *_seen(RESIDENT, "directory:person", person_id="person of Noor Hussain"),
    *_seen(RESIDENT, "directory:account", account_id="account of Noor Hussain"),
    *_seen(TEAM, "keeping:successor", account_id="account of Noor Hussain"),
    *_seen(TEAM, "keeping:succession", succession_id="succession of Callum Fraser"),
    *_seen(TEAM, "keeping:leavers"),
    *_seen(TEAM, "keeping:all", "keeping:open", "keeping:adoptions"),
    *_seen(
        TEAM,
        "keeping:account",
        "keeping:add_holder",
        "keeping:present",
        account_id="shared of Callum Fraser",
    ),
    *_seen(FFION, "accreditation:mine"),
    *_seen(
        FFION,
        "accreditation:application",
        "accreditation:withdraw",
        application_id=f"application of {FFION}",
    ),
    *_seen(ROSA, "accreditation:mine"),
    *_seen(ROSA, "accreditation:change", application_id=f"application of {ROSA}"),
    *_seen(OLIVER, "home:start", "accreditation:mine"),
    *_seen(OLIVER, "accreditation:appeal", application_id=f"application of {OLIVER}"),
    *_seen(IDRIS, "home:start", "accreditation:mine"),
    *_seen("Kit Larsen", "home:start", "accreditation:mine"),
    *_seen("Wanda Price", "home:start", "accreditation:mine"),
    *_seen(OFFICER, "accreditation:waiting"),
    *_seen(
        OFFICER,
        "accreditation:application",
        "accreditation:hear",
        application_id=f"application of {IDRIS}",
    ),
    *_seen("Noor Hussain", "home:start", "accreditation:mine", "accounts:mine"),
    *_seen(MANAGER, "home:start", "accreditation:waiting", "accreditation:mine"),
    *_seen(
        MANAGER,
        "accreditation:application",
        "accreditation:send_back",
        application_id=f"application of {FFION}",
    ),
    *_seen(REVIEWER, "home:start", "composing:waiting", "publishing:all"),
    *_seen(REVIEWER, "publishing:samples"),
    *_seen(REVIEWER, "publishing:sample", sample_id=f"sample of {EILIDH}"),
    *_seen(REVIEWER, "composing:review", message_id=f"waiting of {HAMZA}"),
    *_seen(TEAM, "home:start", "accreditation:waiting", "accreditation:people"),
    *_seen(TEAM, "accreditation:ladder", "accreditation:suspensions"),
    *_seen("Carys Pugh", "accreditation:mine"),
    *_seen(
        "Carys Pugh",
        "accreditation:suspension",
        "accreditation:say_side",
        suspension_id="suspension of Carys Pugh",
    ),
    *_seen(
        TEAM,
        "accreditation:suspension",
        "accreditation:tell",
        "accreditation:look_again",
        "accreditation:hear_suspension",
        suspension_id="suspension of Carys Pugh",
    ),
    *_seen("Bronwen Ellis", "home:start", "accreditation:mine"),
    *_seen(
        "Bronwen Ellis",
        "accreditation:review",
        "accreditation:give_up",
        renewal_id="renewal of Bronwen Ellis",
    ),
    *_seen("Farah Siddiqui", "accreditation:mine"),
    *_seen("Farah Siddiqui", "accreditation:renewal", renewal_id="renewal of Farah Siddiqui"),
    *_seen("Joanna Zielinska", "home:start", "accreditation:mine"),
    # Who has no need to renew yet reads from when on.
    *_seen(SAM, "accreditation:renew"),
    *_seen(MANAGER, "accreditation:renewals"),
    *_seen(
        MANAGER,
        "accreditation:renewal",
        "accreditation:send_renewal_back",
        renewal_id="renewal of Farah Siddiqui",
    ),
    *_seen(TEAM, "accreditation:renewals"),
    *_seen(
        TEAM,
        "accreditation:renewal",
        "accreditation:look_at_renewal",
        renewal_id="renewal of Farah Siddiqui",
    ),
    *_seen(SAM, "accreditation:evidence", accreditation_id=f"accreditation of {SAM}"),
    *_seen(TEAM, "accreditation:proposal", proposal_id=f"proposal of {SAM}"),
    *_seen(TEAM, "accreditation:move", accreditation_id=f"accreditation of {SAM}"),
    *_seen(EILIDH, "accreditation:mine"),
    *_seen(EILIDH, "accreditation:appeal_move", move_id=f"move of {EILIDH}"),
    *_seen(OFFICER, "accreditation:hear_move", appeal_id="move_appeal of Callum Fraser"),
    *_seen(
        TEAM,
        "accreditation:application",
        "accreditation:accredit",
        "accreditation:decline",
        application_id=f"application of {MEI_LING}",
    ),
    *_seen(
        TEAM,
        "accreditation:suspend",
        "accreditation:end",
        accreditation_id=f"accreditation of {HAMZA}",
    ),
    *_seen(TEAM, "home:more", "council:settings", "council:days", "council:add_occasion"),
    *_seen(TEAM, "council:change_occasion", occasion_id=f"occasion of {TEAM}"),
    *_seen(SAM, "notices:preferences"),
    *_seen("Stephen Achebe", "notices:emails", "notices:preview"),
    *_seen(TEAM, "council:setting", key="accreditation.days_to_connect"),
    *_seen(OFFICER, "home:start", "accreditation:people", "publishing:all", "disclosure:record"),
    *_seen(OFFICER, "publishing:take_down", delivery_id=f"delivery of {SAM}"),
    *_seen(OFFICER, "disclosure:entry", entry_id=f"entry of {SAM}"),
    *_seen(ADMINISTRATOR, "people:everybody", "people:enter", "people:services"),
    *_seen(ADMINISTRATOR, "people:add_service"),
    *_seen(ADMINISTRATOR, "people:service", service_id=f"service of {SAM}"),
    *_seen(ADMINISTRATOR, "people:person", "people:change", person_id=f"person of {SAM}"),
    *_seen(ADMINISTRATOR, "people:roles", "people:leaving", person_id=f"person of {SAM}"),
    *_seen(ADMINISTRATOR, "people:deactivate", "people:sign_out", person_id=f"person of {SAM}"),
    *_seen(ADMINISTRATOR, "people:remove_second_step", person_id=f"person of {SAM}"),
    *_seen(ADMINISTRATOR, "people:note_death", person_id=f"person of {SAM}"),
    *_seen(ADMINISTRATOR, "people:person", person_id="person of Oliver Whitcombe"),
    *_seen(ADMINISTRATOR, "people:invitations"),
    *_seen(ADMINISTRATOR, "accounts:networks", "accounts:connections"),
    *_seen(ADMINISTRATOR, "accounts:abilities"),
    *_seen(ADMINISTRATOR, "accounts:network", "accounts:remove_application", network="linkedin"),
    *_seen(ADMINISTRATOR, "people:imports", "people:tokens", "people:council"),
    *_seen(
        ADMINISTRATOR,
        "people:import",
        "people:import_columns",
        import_id=f"import of {ADMINISTRATOR}",
    ),
    *_seen("Helen Castellanos", "people:away"),
    *_seen("Daniel Kowalczyk", "people:away"),
    *_seen(SAM, "people:away"),
    *_seen(SAM, "people:say_away", "people:name_stand_in", person_id=f"person of {SAM}"),
    *_seen(MANAGER, "people:away_of", person_id=f"person of {SAM}"),
    *(
        place
        for who in OTHER_ROLES
        for place in _seen(who, "home:start", "publishing:posts", "accounts:mine", "notices:list")
    ),
]
