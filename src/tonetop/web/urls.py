"""The addresses of the pages."""

from django.urls import path

from tonetop.web import check, home

urlpatterns = [
    path("", home.home, name="home"),
    path("checks/<str:id>/", check.check, name="check"),
    path("pitfalls/<str:id>/", check.pitfall, name="pitfall"),
]
