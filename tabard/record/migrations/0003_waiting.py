"""Entries wait for their place in a table of their own, and no fact comes after the chaining."""

import django.db.models.deletion
from django.db import migrations, models

GUARD = """
INSERT INTO record_waiting (entry_id)
    SELECT id FROM record_entry WHERE NOT EXISTS
        (SELECT FROM record_link WHERE record_link.entry_id = record_entry.id);

CREATE FUNCTION record_refuse_late_fact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM record_link WHERE entry_id = NEW.entry_id) THEN
        RAISE EXCEPTION 'The record is only ever added to: an entry that is chained gets no further fact.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER record_disclosure_is_never_late BEFORE INSERT ON record_disclosure
    FOR EACH ROW EXECUTE FUNCTION record_refuse_late_fact();
"""

UNGUARD = """
DROP TRIGGER record_disclosure_is_never_late ON record_disclosure;
DROP FUNCTION record_refuse_late_fact();
"""


class Migration(migrations.Migration):
    dependencies = [("record", "0002_guard")]

    operations = [
        migrations.RemoveIndex(model_name="disclosure", name="record_disclosure_name_value"),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(
                condition=models.Q(
                    (
                        "name__in",
                        (
                            "accreditation",
                            "account",
                            "applicant",
                            "application",
                            "author",
                            "by",
                            "delivery",
                            "message",
                            "person",
                            "ticket",
                        ),
                    )
                ),
                fields=["name", "value"],
                name="record_disclosure_found_by",
            ),
        ),
        migrations.CreateModel(
            name="Waiting",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="waiting",
                        serialize=False,
                        to="record.entry",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
