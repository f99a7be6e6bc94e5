"""Addresses of the pages of notices."""

from django.urls import path

from tabard.notices.views import emails, examples, notices, preferences

app_name = "notices"
urlpatterns = [
    path("", notices.list_, name="list"),
    path("read/", notices.read, name="read"),
    path("<int:notice_id>/turn/", notices.turn, name="turn"),
    path("preferences/", preferences.choose, name="preferences"),
    path("stop/<str:token>/", preferences.stop, name="stop"),
    path("emails/", emails.list_, name="emails"),
    path("emails/preview/", examples.preview, name="preview"),
    path("emails/preview/send/", examples.send, name="send_example"),
    path("emails/<int:email_id>/retry/", emails.retry, name="retry"),
]
