"""Addresses of the first page, and of the way to all others."""

from django.urls import path

from tabard.home import views

app_name = "home"
urlpatterns = [
    path("", views.start, name="start"),
    path("more/", views.more, name="more"),
    path("security/second-step/", views.second_step, name="second_step"),
]
