from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0010_entrance'),
    ]

    operations = [
        migrations.AddField(
            model_name='preference',
            name='language',
            field=models.CharField(default='', max_length=10),
        ),
    ]
