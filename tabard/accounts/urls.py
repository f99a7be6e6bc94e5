"""Addresses of the accounts pages."""

from django.urls import path

from tabard.accounts.views import connecting

app_name = "accounts"
urlpatterns = [
    path("", connecting.mine, name="mine"),
    path("connect/<int:ticket_id>/", connecting.connect, name="connect"),
    path("<int:account_id>/reconnect/", connecting.reconnect, name="reconnect"),
    path("<int:account_id>/disconnect/", connecting.disconnect, name="disconnect"),
]
