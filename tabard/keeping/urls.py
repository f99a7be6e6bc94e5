"""Addresses of the pages about who holds which account."""

from django.urls import path

from tabard.keeping.views import holding

app_name = "keeping"
urlpatterns = [
    path("", holding.all_, name="all"),
    path("open/", holding.open_, name="open"),
    path("<int:account_id>/", holding.account, name="account"),
    path("<int:account_id>/present/", holding.present, name="present"),
    path("<int:account_id>/holders/", holding.add_holder, name="add_holder"),
    path("holders/<int:holding_id>/end/", holding.end_holding, name="end_holding"),
]
