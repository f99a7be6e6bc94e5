"""The handles of accounts that are to be adopted are kept from now on."""

from django.db import migrations
from django.utils import timezone

from tabard.common.lookalikes import skeleton
from tabard.naming.networks import label_of


def keep_names(apps, _schema_editor):
    adoptions = apps.get_model("keeping", "Adoption").objects
    kept = apps.get_model("accounts", "KeptName")
    now = timezone.now()
    kept.objects.bulk_create(
        (
            kept(
                person_id=one.connects_id,
                network=one.network,
                handle=one.handle,
                seen=skeleton(label_of(one.handle, one.network)),
                source=f"adoption {one.pk}",
                since=now,
            )
            for one in adoptions.filter(state__in=["proposed", "agreed"])
        ),
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_kept_names"),
        ("keeping", "0003_older_posts"),
    ]

    operations = [migrations.RunPython(keep_names, migrations.RunPython.noop)]
