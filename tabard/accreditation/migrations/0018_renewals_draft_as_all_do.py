"""What somebody writes to renew is kept as everything else is that they write."""

from django.db import migrations

# What was sent stands with the renewal, so only what was written since is a draft.
KEEP = """
INSERT INTO accreditation_draft (applicant_id, about, answers, version, saved_at, reminded)
SELECT person_id, 'renewal ' || id, draft, version, saved_at, false
FROM accreditation_renewal
WHERE saved_at IS NOT NULL
AND (state = 'open' OR (state = 'sent_back' AND saved_at > waits_since))
"""
GIVE_BACK = """
WITH kept AS (
    DELETE FROM accreditation_draft WHERE about LIKE 'renewal %' RETURNING *
)
UPDATE accreditation_renewal AS renewal
SET draft = kept.answers, version = kept.version, saved_at = kept.saved_at
FROM kept WHERE kept.about = 'renewal ' || renewal.id
"""


class Migration(migrations.Migration):
    dependencies = [("accreditation", "0017_hearers_told")]

    operations = [
        migrations.RunSQL(KEEP, GIVE_BACK),
        migrations.RemoveField(model_name="renewal", name="draft"),
        migrations.RemoveField(model_name="renewal", name="saved_at"),
        migrations.RemoveField(model_name="renewal", name="version"),
    ]
