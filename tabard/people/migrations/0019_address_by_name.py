from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0018_as_it_was_before")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="address_by_name",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
