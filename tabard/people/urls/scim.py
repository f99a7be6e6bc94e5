"""The address of the SCIM server; the paths below it are the server's own."""

from django.urls import path

from tabard.people.api.views import scim

app_name = "scim"
urlpatterns = [path("", scim, name="root"), path("<path:path>", scim, name="path")]
