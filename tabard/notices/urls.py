"""Addresses of the pages of notices."""

from django.urls import path

from tabard.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.list_, name="list"),
    path("read/", views.read, name="read"),
]
