"""Keep pictures with what is said of them, also while that is not all that they need."""

import io

from django.db import migrations, models
from PIL import Image


def take_over(apps, _schema_editor):
    message_model = apps.get_model("composing", "Message")
    picture_model = apps.get_model("composing", "Picture")
    undescribed = message_model.objects.filter(undescribed__isnull=False)
    for message in undescribed.select_related("undescribed").iterator():
        with Image.open(io.BytesIO(bytes(message.undescribed.content))) as shown:
            width, height = shown.size
        picture_model.objects.create(
            message=message, blob=message.undescribed, width=width, height=height
        )
    # Nobody was asked yet whom they show; what was handed in goes as it was read.
    pictured = picture_model.objects.filter(message__state="writing")
    message_model.objects.filter(pk__in=pictured.values("message")).update(
        lacks_words_or_answer=True
    )


class Migration(migrations.Migration):
    dependencies = [
        ("composing", "0013_looking"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="picture", name="picture_has_alt_text"),
        migrations.RemoveConstraint(
            model_name="message", name="undescribed_picture_only_while_writing"
        ),
        migrations.AddField(
            model_name="message",
            name="lacks_words_or_answer",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="picture",
            name="alt",
            field=models.TextField(blank=True, max_length=1000),
        ),
        migrations.AddField(
            model_name="picture",
            name="is_decorative",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="picture",
            name="why_decorative",
            field=models.TextField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="picture",
            name="people",
            field=models.CharField(
                blank=True,
                choices=[
                    ("nobody", "No, nobody"),
                    ("adults", "Yes, adults only"),
                    ("children", "Yes, children"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="picture",
            name="consent",
            field=models.TextField(blank=True, max_length=300),
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
        # What was just written is checked now, as no table is changed before that.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RemoveField(model_name="message", name="undescribed"),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lacks_words_or_answer", False),
                    ("state__in", ["writing", "withdrawn"]),
                    _connector="OR",
                ),
                name="picture_lacks_words_or_answer_only_while_writing",
            ),
        ),
    ]
