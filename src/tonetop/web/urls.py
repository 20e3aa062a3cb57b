"""The addresses of the pages."""

from django.urls import path

from tonetop.web import check, home, record, register, requirements

urlpatterns = [
    path("", home.home, name="home"),
    path("checks/<str:id>/", check.check, name="check"),
    path("pitfalls/<str:id>/", check.pitfall, name="pitfall"),
    path("requirements/", requirements.index, name="catalogue"),
    path("requirements/<str:id>/", requirements.requirement, name="requirement"),
    path("registers/", register.index, name="registers"),
    path("registers/<str:type>/", register.register, name="register"),
    path("registers/<str:type>/new/", record.edit, name="new"),
    path("registers/<str:type>/record/<path:ref>/edit/", record.edit, name="edit"),
    path("registers/<str:type>/record/<path:ref>/withdraw/", record.withdraw, name="withdraw"),
    path("registers/<str:type>/record/<path:ref>/", record.record, name="record"),
]
