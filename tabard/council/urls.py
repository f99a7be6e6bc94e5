"""Addresses of the settings."""

from django.urls import path

from tabard.council import views

app_name = "council"
urlpatterns = [
    path("", views.settings, name="settings"),
    path("<str:key>/", views.setting, name="setting"),
    path("<str:key>/default/", views.go_back, name="go_back"),
]
