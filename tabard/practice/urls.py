"""Addresses of the practice network: its pages for people, its API for clients."""

from django.urls import path, re_path

from tabard.practice import views
from tabard.practice.api import endpoints

# Only what can exist is looked for; a handle is found whatever its capitals.
HANDLE = r"(?P<handle>[A-Za-z0-9_]{3,30})"
KEY = r"(?P<key>[A-Za-z0-9_-][A-Za-z0-9._:~-]{0,99})"
SHA256 = r"(?P<sha256>[0-9a-f]{64})"

app_name = "practice"
urlpatterns = [
    path("", views.timeline, name="timeline"),
    re_path(rf"^@{HANDLE}$", views.profile, name="profile"),
    re_path(rf"^@{HANDLE}/post/{KEY}$", views.post, name="post"),
    re_path(rf"^pictures/{SHA256}$", views.picture, name="picture"),
    path("threads/<int:thread_id>/", views.thread, name="thread"),
    path(
        "threads/<int:thread_id>/<int:number>/picture", views.thread_picture, name="thread_picture"
    ),
    path("api/me", endpoints.me, name="me"),
    path("api/token", endpoints.token, name="token"),
    path("api/posts", endpoints.said, name="said"),
    path("api/posts/<str:key>", endpoints.posts, name="posts"),
    path("api/pictures", endpoints.pictures, name="pictures"),
]
