"""The database itself refuses circles of managers, and keeps when somebody was last changed."""

from django.db import migrations

# A line of more than fifty is no council's; the limit also bounds what a mistake can cost.
# Whoever changes managers waits for others who do, so that two changes cannot close a circle.
GUARD = """
CREATE FUNCTION people_refuse_circle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed bigint;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (SELECT FROM entered WHERE manager_id IS NOT NULL) THEN
            RETURN NULL;
        END IF;
    ELSIF NOT EXISTS (
        SELECT FROM entered JOIN replaced USING (id)
        WHERE entered.manager_id IS DISTINCT FROM replaced.manager_id
    ) THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(7104005);
    WITH RECURSIVE above (start, id, steps) AS (
        SELECT entered.id, entered.manager_id, 1
        FROM entered WHERE entered.manager_id IS NOT NULL
        UNION ALL
        SELECT above.start, manager.manager_id, above.steps + 1
        FROM above JOIN people_person AS manager ON manager.id = above.id
        WHERE manager.manager_id IS NOT NULL AND above.steps <= 50 AND above.id <> above.start
    )
    SELECT start INTO closed FROM above WHERE id = start OR steps > 50 LIMIT 1;
    IF closed IS NOT NULL THEN
        RAISE EXCEPTION 'Person % would report to themselves, or over more than 50 steps.', closed
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'managers_form_no_circle';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER people_enter_no_circle AFTER INSERT ON people_person
    REFERENCING NEW TABLE AS entered
    FOR EACH STATEMENT EXECUTE FUNCTION people_refuse_circle();
CREATE TRIGGER people_close_no_circle AFTER UPDATE ON people_person
    REFERENCING NEW TABLE AS entered OLD TABLE AS replaced
    FOR EACH STATEMENT EXECUTE FUNCTION people_refuse_circle();

CREATE FUNCTION people_keep_changed_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_at := CASE
        WHEN to_jsonb(NEW) - 'last_login' - 'changed_at'
            IS DISTINCT FROM to_jsonb(OLD) - 'last_login' - 'changed_at'
        THEN clock_timestamp() ELSE OLD.changed_at
    END;
    RETURN NEW;
END $$;

CREATE TRIGGER people_changed BEFORE UPDATE ON people_person
    FOR EACH ROW EXECUTE FUNCTION people_keep_changed_at();
"""

UNGUARD = """
DROP TRIGGER people_changed ON people_person;
DROP TRIGGER people_close_no_circle ON people_person;
DROP TRIGGER people_enter_no_circle ON people_person;
DROP FUNCTION people_keep_changed_at();
DROP FUNCTION people_refuse_circle();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0004_sessions_and_changes")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
