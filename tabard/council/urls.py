"""Addresses of the settings, and of the days that matter to posts."""

from django.urls import path

from tabard.council.views import days, settings

app_name = "council"
urlpatterns = [
    path("", settings.settings, name="settings"),
    path("days/", days.days, name="days"),
    path("days/add/", days.add, name="add_occasion"),
    path("days/<int:occasion_id>/", days.change, name="change_occasion"),
    path("days/<int:occasion_id>/remove/", days.remove, name="remove_occasion"),
    path("<str:key>/", settings.setting, name="setting"),
    path("<str:key>/default/", settings.go_back, name="go_back"),
]
