"""Addresses of the composing pages."""

from django.urls import URLPattern

app_name = "composing"
urlpatterns: list[URLPattern] = []
