"""The addresses of the pages of own data."""

from django.urls import path

from tonetop.web import own_data, own_person

urlpatterns = [
    path("own-data/", own_data.own_data, name="own-data"),
    path("own-data/periods/<str:kind>/", own_data.period, name="own-data-period"),
    path("own-data/let-go/", own_data.run, name="own-data-run"),
    path("own-data/holds/", own_data.hold, name="own-data-hold"),
    path("own-data/holds/<path:ref>/lift/", own_data.lift, name="own-data-lift"),
    path("own-data/entry/", own_data.entry, name="own-data-entry"),
    path("own-data/of/<path:key>/file.zip", own_person.file, name="own-data-file"),
    path("own-data/of/<path:key>/", own_person.person, name="own-data-person"),
    path("own-data/erasures/<int:seq>.<str:form>", own_person.certificate, name="own-data-certificate"),
    path("mine/data.zip", own_person.mine, name="mine-data"),
]
