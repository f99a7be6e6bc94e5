from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0003_samples")]

    operations = [
        migrations.AlterField(
            model_name="sample",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waits to be looked at"),
                    ("fine", "Fine as it is"),
                    ("commented", "There is something to say"),
                    ("dropped", "Not looked at: its author has left"),
                ],
                default="waiting",
                max_length=20,
            ),
        ),
        migrations.RemoveConstraint(
            model_name="sample", name="sample_looked_at_by_somebody_at_a_time"
        ),
        migrations.AddConstraint(
            model_name="sample",
            constraint=models.CheckConstraint(
                name="sample_looked_at_by_somebody_at_a_time",
                condition=models.Q(
                    state__in=["waiting", "dropped"], looked_at_by=None, looked_at=None
                )
                | (
                    models.Q(state__in=["fine", "commented"], looked_at_by__isnull=False)
                    & models.Q(looked_at__isnull=False)
                ),
            ),
        ),
    ]
