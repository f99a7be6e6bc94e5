"""The code of practice: its versions, the next one in the making, and who agreed to which."""

from django.db import models

from tabard.people.models import Person

LONGEST_CODE = 30_000
LONGEST_WHAT_CHANGED = 2_000


class CodeVersion(models.Model):
    """One published version of the code of practice; the database refuses every change of it."""

    number = models.PositiveIntegerField(primary_key=True)
    # Markdown.
    text = models.TextField(max_length=LONGEST_CODE)
    # What is new and why, in the programme team's words.
    what_changed = models.TextField(max_length=LONGEST_WHAT_CHANGED, blank=True)
    # Nobody, if it is the one that comes with Tabard.
    published_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField()
    # The last moment at which it can be agreed to without the posts of a person being checked.
    agree_by = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                name="code_versions_are_counted_from_one", condition=models.Q(number__gte=1)
            ),
            models.CheckConstraint(
                name="code_version_gives_time_to_agree",
                condition=models.Q(agree_by__gt=models.F("published_at")),
            ),
            models.CheckConstraint(
                name="later_code_version_says_what_changed",
                condition=models.Q(number=1) | ~models.Q(what_changed=""),
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class CodeDraft(models.Model):
    """The next version of the code, while the programme team writes it; there is one at most."""

    text = models.TextField(max_length=LONGEST_CODE)
    what_changed = models.TextField(max_length=LONGEST_WHAT_CHANGED, blank=True)
    # Counts the changes, so that nobody overwrites what somebody else wrote meanwhile.
    change = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="one_draft_of_the_code", condition=models.Q(pk=1)),
        ]

    def __str__(self) -> str:
        return "draft of the code"


class CodeAgreement(models.Model):
    """That somebody agreed to one version of the code, and when."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="code_agreements")
    version = models.ForeignKey(CodeVersion, on_delete=models.PROTECT, related_name="agreements")
    agreed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "version"], name="agreed_once_to_each_code_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} agreed to {self.version}"


class CodeReminder(models.Model):
    """That somebody was told to agree to a version, so many days before their deadline."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(CodeVersion, on_delete=models.PROTECT, related_name="+")
    # 0 is when the deadline was over.
    days_before = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "version", "days_before"], name="told_once_of_each_deadline"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} reminded of {self.version}"
