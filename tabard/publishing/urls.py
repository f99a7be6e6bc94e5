"""Addresses of the publishing pages."""

from django.urls import path

from tabard.publishing.views import calendar, feed, pictures, posts, samples, stopping

app_name = "publishing"
urlpatterns = [
    path("", posts.mine, name="posts"),
    path("all/", posts.everybodys, name="all"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/feed/", feed.feed, name="feed"),
    path("calendar/<str:secret>.ics", feed.ics, name="ics"),
    path("<int:message_id>/move/", calendar.move, name="move"),
    path("samples/", samples.waiting, name="samples"),
    path("samples/<int:sample_id>/", samples.sample, name="sample"),
    path("<int:message_id>/", posts.post, name="post"),
    path("<int:message_id>/call-off/", stopping.call_off, name="call_off"),
    path("deliveries/<int:delivery_id>/take-down/", stopping.take_down, name="take_down"),
    path(
        "deliveries/<int:delivery_id>/picture/<str:signature>.jpg",
        pictures.picture,
        name="picture",
    ),
]
