"""Addresses of the accounts pages."""

from django.urls import path

from tabard.accounts.views import applications, back, connecting, known, leave

app_name = "accounts"
urlpatterns = [
    path("", connecting.mine, name="mine"),
    path("connect/<int:ticket_id>/", connecting.connect, name="connect"),
    path("connect/<int:ticket_id>/leave/", leave.for_ticket, name="leave"),
    path("<int:account_id>/leave/", leave.for_account, name="leave_again"),
    path("back/<slug:network>/", back.back, name="back"),
    path("back/<slug:network>/by-number/", known.back_by_number, name="back_by_number"),
    path("known/<slug:network>.json", known.known, name="known"),
    path("connect/choose/", back.choose, name="choose"),
    path("connect/confirm/", back.confirm, name="confirm"),
    path("abilities/", connecting.abilities, name="abilities"),
    path("connections/", connecting.connections, name="connections"),
    path("networks/", applications.networks, name="networks"),
    path("networks/<slug:network>/", applications.network, name="network"),
    path("networks/<slug:network>/try/", applications.try_, name="try_application"),
    path("networks/<slug:network>/remove/", applications.remove, name="remove_application"),
    path("<int:account_id>/reconnect/", connecting.reconnect, name="reconnect"),
    path("<int:account_id>/disconnect/", connecting.disconnect, name="disconnect"),
]
