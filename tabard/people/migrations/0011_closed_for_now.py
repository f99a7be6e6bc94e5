"""A sign-in can be closed for now; and the database itself keeps one administrator."""

from django.db import migrations, models

# Whoever takes the last but one waits for others who do, so that two do not take both.
GUARD = """
CREATE FUNCTION people_keep_an_administrator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM entered JOIN replaced USING (id)
        WHERE replaced.is_active AND 'administrator' = ANY (replaced.roles)
            AND NOT (entered.is_active AND 'administrator' = ANY (entered.roles))
    ) THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(7104023);
    IF NOT EXISTS (
        SELECT FROM people_person WHERE is_active AND 'administrator' = ANY (roles)
    ) THEN
        RAISE EXCEPTION 'Nobody would be left who enters staff and gives roles.'
            USING ERRCODE = 'integrity_constraint_violation',
                CONSTRAINT = 'one_administrator_remains';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER people_one_administrator_remains AFTER UPDATE ON people_person
    REFERENCING NEW TABLE AS entered OLD TABLE AS replaced
    FOR EACH STATEMENT EXECUTE FUNCTION people_keep_an_administrator();
"""
UNGUARD = """
DROP TRIGGER people_one_administrator_remains ON people_person;
DROP FUNCTION people_keep_an_administrator();
"""
# Those who were closed before are so from today: nobody has left of a sudden.
CLOSED_BEFORE = """
UPDATE people_person SET closed_at = statement_timestamp()
WHERE NOT is_active AND left_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0010_groups_applied")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="closed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunSQL(CLOSED_BEFORE, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_at__isnull", True), ("is_active", False), _connector="OR"
                ),
                name="whoever_is_closed_for_now_is_not_active",
            ),
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
