"""Addresses of the pages about what posts cost."""

from django.urls import path

from tabard.spending import views

app_name = "spending"
urlpatterns = [
    path("", views.spending, name="spending"),
    path("prices/", views.prices, name="prices"),
    path("prices/set/", views.set_price, name="set_price"),
    path("accounts/<int:account_id>/cap/", views.cap, name="cap"),
    path("accounts/<int:account_id>/cap/drop/", views.drop_cap, name="drop_cap"),
]
