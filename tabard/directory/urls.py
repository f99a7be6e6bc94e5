"""Addresses of the directory, which everybody may read."""

from django.urls import path

from tabard.directory.views import badges, residents

app_name = "directory"
urlpatterns = [
    path("", residents.list_, name="list"),
    path("services/<int:service_id>/", residents.service, name="service"),
    path("people/<int:person_id>/", residents.person, name="person"),
    path("accounts/<int:account_id>/", residents.account, name="account"),
    path("my-badge/", badges.badge, name="badge"),
    path("my-badge/signature/", badges.signature, name="signature"),
    path("my-badge/files/<str:called>", badges.file, name="badge_file"),
    path("check/", residents.check, name="check"),
    path("pictures/<int:delivery_id>/<slug:mark>/", residents.picture, name="picture"),
]
