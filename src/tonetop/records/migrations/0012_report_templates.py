from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0011_language'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportTemplate',
            fields=[
                ('kind', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('name', models.CharField(max_length=200)),
                ('put_on', models.CharField(max_length=10)),
            ],
        ),
    ]
