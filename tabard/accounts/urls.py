"""Addresses of the accounts pages."""

from django.urls import path

from tabard.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("connect/<int:ticket_id>/", views.connect, name="connect"),
    path("<int:account_id>/reconnect/", views.reconnect, name="reconnect"),
    path("<int:account_id>/disconnect/", views.disconnect, name="disconnect"),
]
