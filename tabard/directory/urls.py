"""Addresses of the directory, which everybody may read."""

from django.urls import path

from tabard.directory import views

app_name = "directory"
urlpatterns = [
    path("", views.list_, name="list"),
    path("services/<int:service_id>/", views.service, name="service"),
    path("people/<int:person_id>/", views.person, name="person"),
    path("accounts/<int:account_id>/", views.account, name="account"),
    path("check/", views.check, name="check"),
    path("pictures/<int:delivery_id>/", views.picture, name="picture"),
]
