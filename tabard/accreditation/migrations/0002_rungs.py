import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accreditation", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="accreditation",
            name="rung",
            field=models.CharField(
                choices=[("checked", "Checked"), ("sampled", "Sampled"), ("free", "Free")],
                default="checked",
                max_length=20,
            ),
        ),
        # Whoever is accredited already is on the first rung from today, and is looked at today.
        migrations.AddField(
            model_name="accreditation",
            name="rung_since",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="accreditation",
            name="review_on",
            field=models.DateField(default=django.utils.timezone.localdate),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="accreditation",
            constraint=models.CheckConstraint(
                condition=models.Q(("rung__in", ["checked", "sampled", "free"])),
                name="accreditation_stands_on_a_rung",
            ),
        ),
    ]
