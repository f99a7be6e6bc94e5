"""Addresses of the pages of the record."""

from django.urls import path

from tabard.disclosure import views

app_name = "disclosure"
urlpatterns = [
    path("", views.record, name="record"),
    path("<int:entry_id>/", views.entry, name="entry"),
]
