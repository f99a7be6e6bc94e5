"""The database itself refuses every change of the record but one: erasing a value with its salt."""

from django.db import migrations

GUARD = """
CREATE FUNCTION record_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The record is only ever added to: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION record_allow_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.value IS NULL AND NEW.salt IS NULL
        AND (NEW.id, NEW.entry_id, NEW.name, NEW.commitment)
            IS NOT DISTINCT FROM (OLD.id, OLD.entry_id, OLD.name, OLD.commitment)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The record is only ever added to: of a fact, value and salt can be erased together, and nothing else.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER record_entry_never_changes BEFORE UPDATE OR DELETE ON record_entry
    FOR EACH ROW EXECUTE FUNCTION record_refuse();
CREATE TRIGGER record_link_never_changes BEFORE UPDATE OR DELETE ON record_link
    FOR EACH ROW EXECUTE FUNCTION record_refuse();
CREATE TRIGGER record_disclosure_is_never_deleted BEFORE DELETE ON record_disclosure
    FOR EACH ROW EXECUTE FUNCTION record_refuse();
CREATE TRIGGER record_disclosure_is_only_erased BEFORE UPDATE ON record_disclosure
    FOR EACH ROW EXECUTE FUNCTION record_allow_erasure();
CREATE TRIGGER record_entry_is_never_emptied BEFORE TRUNCATE ON record_entry
    FOR EACH STATEMENT EXECUTE FUNCTION record_refuse();
CREATE TRIGGER record_link_is_never_emptied BEFORE TRUNCATE ON record_link
    FOR EACH STATEMENT EXECUTE FUNCTION record_refuse();
CREATE TRIGGER record_disclosure_is_never_emptied BEFORE TRUNCATE ON record_disclosure
    FOR EACH STATEMENT EXECUTE FUNCTION record_refuse();
"""

UNGUARD = """
DROP TRIGGER record_entry_never_changes ON record_entry;
DROP TRIGGER record_link_never_changes ON record_link;
DROP TRIGGER record_disclosure_is_never_deleted ON record_disclosure;
DROP TRIGGER record_disclosure_is_only_erased ON record_disclosure;
DROP TRIGGER record_entry_is_never_emptied ON record_entry;
DROP TRIGGER record_link_is_never_emptied ON record_link;
DROP TRIGGER record_disclosure_is_never_emptied ON record_disclosure;
DROP FUNCTION record_refuse();
DROP FUNCTION record_allow_erasure();
"""


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
