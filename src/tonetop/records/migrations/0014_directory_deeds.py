"""What a directory brought and what it closed: what it may change again."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0013_directory'),
    ]

    operations = [
        migrations.AddField(
            model_name='listed',
            name='brought',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='listed',
            name='closed',
            field=models.BooleanField(default=False),
        ),
    ]
