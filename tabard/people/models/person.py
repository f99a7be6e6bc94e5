"""The council's staff, their roles and how they sign in."""

from collections.abc import Iterator
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from tabard.council.models import Service


class Role(models.TextChoices):
    """What somebody does in the pilot besides being a member of staff."""

    REVIEWER = "reviewer", "Reviewer"
    DUTY_OFFICER = "duty_officer", "Duty officer"
    ADMINISTRATOR = "administrator", "Administrator"
    PROGRAMME_TEAM = "programme_team", "Programme team"
    OVERSIGHT_OFFICER = "oversight_officer", "Oversight officer"
    EVALUATOR = "evaluator", "Evaluator"


class PeopleManager(BaseUserManager["Person"]):
    """Makes people; an e-mail address is known whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Find who signs in with this e-mail address."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """A member of the council's staff."""

    email = models.EmailField()
    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100)
    job_title = models.CharField(max_length=150)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="people")
    manager = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="team"
    )
    roles = ArrayField(models.CharField(max_length=30, choices=Role), default=list, blank=True)
    is_active = models.BooleanField(default=True)
    # The last working day, and when the person had left: the day after it, or later.
    leaves_on = models.DateField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    # When the sign-in was closed for now; they have left once that has lasted too long.
    closed_at = models.DateTimeField(null=True, blank=True)
    # When it was noted that the person has died; who did so can be wrong, and takes it back.
    death_noted_at = models.DateTimeField(null=True, blank=True)
    # How the council's own directory of staff knows the person: its number, and its name for them.
    external_id = models.CharField(max_length=255, blank=True, default="")
    user_name = models.CharField(max_length=255, blank=True, default="")
    # Whether it tells of no address, so that its name for them is theirs, and changes with it.
    address_by_name = models.BooleanField(default=False, db_default=False)
    # When the council's own directory of staff let go of them; to it they are not there any more.
    let_go_at = models.DateTimeField(null=True, blank=True)
    # How often all sessions of the person were ended; a session knows the number of its beginning.
    sessions_ended = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Kept by a trigger: when anything last changed but the time of the last sign-in.
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[PeopleManager] = PeopleManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        ordering = ["last_name", "first_name"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_person_per_email_address"),
            models.UniqueConstraint(
                "external_id",
                name="one_person_per_external_id",
                condition=~models.Q(external_id=""),
            ),
            models.UniqueConstraint(
                Lower("user_name"),
                name="one_person_per_user_name",
                condition=~models.Q(user_name=""),
            ),
            models.CheckConstraint(
                name="whoever_left_is_not_active",
                condition=models.Q(left_at__isnull=True) | models.Q(is_active=False),
            ),
            models.CheckConstraint(
                name="whoever_is_closed_for_now_is_not_active",
                condition=models.Q(closed_at__isnull=True) | models.Q(is_active=False),
            ),
            models.CheckConstraint(
                name="whoever_died_is_here_no_more",
                condition=models.Q(death_noted_at__isnull=True) | models.Q(left_at__isnull=False),
            ),
            models.CheckConstraint(
                name="person_does_not_manage_themselves",
                condition=~models.Q(manager=models.F("pk")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """Give what a session has to know to go on: other words once all sessions were ended."""
        return f"{super().get_session_auth_hash()}.{self.sessions_ended}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Give the same under the keys that were in use before."""
        for known in super().get_session_auth_fallback_hash():
            yield f"{known}.{self.sessions_ended}"

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"

    def has_role(self, role: Role) -> bool:
        """Say whether the person has this role."""
        return role in self.roles

    @property
    def all_roles(self) -> list[Role]:
        """The roles, in the order in which roles stand."""
        return [role for role in Role if role in self.roles]

    @property
    def reviews_messages(self) -> bool:
        """Reviewers check messages, and so does the programme team."""
        return self.has_role(Role.REVIEWER) or self.has_role(Role.PROGRAMME_TEAM)

    @property
    def runs_the_pilot(self) -> bool:
        """The programme team decides applications."""
        return self.has_role(Role.PROGRAMME_TEAM)

    @property
    def freezes_posts(self) -> bool:
        """The programme team and duty officers stop all posts in an emergency."""
        return self.runs_the_pilot or self.has_role(Role.DUTY_OFFICER)

    @property
    def oversees(self) -> bool:
        """Oversight officers look after standards, fairness and the record."""
        return self.has_role(Role.OVERSIGHT_OFFICER)

    @property
    def keeps_staff(self) -> bool:
        """Administrators enter and change the staff."""
        return self.has_role(Role.ADMINISTRATOR)

    @property
    def keeps_groups(self) -> bool:
        """Administrators can do what the directory does with groups."""
        return self.has_role(Role.ADMINISTRATOR)

    @property
    def keeps_settings(self) -> bool:
        """Administrators look after settings, and the programme team after house rules."""
        return self.has_role(Role.ADMINISTRATOR) or self.has_role(Role.PROGRAMME_TEAM)

    @property
    def keeps_networks(self) -> bool:
        """Administrators keep what networks know the council by."""
        return self.has_role(Role.ADMINISTRATOR)

    @property
    def keeps_sign_in(self) -> bool:
        """Administrators decide how people sign in, and which groups give roles."""
        return self.has_role(Role.ADMINISTRATOR)

    def manages(self, person: "Person") -> bool:
        """Say whether the other person reports to this one."""
        return person.manager_id == self.pk
