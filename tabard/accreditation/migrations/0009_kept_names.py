"""The names that applications ask for are kept from now on."""

from django.db import migrations
from django.utils import timezone

from tabard.common.lookalikes import skeleton
from tabard.naming.networks import label_of

KEPT = ["applied", "endorsed", "sent_back", "appealed", "accredited"]


def keep_names(apps, _schema_editor):
    applications = apps.get_model("accreditation", "Application").objects
    kept = apps.get_model("accounts", "KeptName")
    now = timezone.now()
    # Of two who asked for the same before, the first has it.
    for one in applications.filter(state__in=KEPT).order_by("applied_at"):
        kept.objects.bulk_create(
            (
                kept(
                    person_id=one.applicant_id,
                    network=network,
                    handle=handle,
                    seen=skeleton(label_of(handle, network)),
                    source=f"application {one.pk}",
                    since=now,
                )
                for network, handle in one.handles.items()
                if handle
            ),
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_kept_names"),
        ("accreditation", "0008_dropped_appeals"),
    ]

    operations = [migrations.RunPython(keep_names, migrations.RunPython.noop)]
