"""Addresses of the publishing pages."""

from django.urls import path

from tabard.publishing.views import (
    calendar,
    feed,
    freezes,
    pictures,
    posts,
    queue,
    samples,
    stopping,
)

app_name = "publishing"
urlpatterns = [
    path("", posts.mine, name="posts"),
    path("all/", posts.everybodys, name="all"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/feed/", feed.feed, name="feed"),
    path("calendar/<str:secret>.ics", feed.ics, name="ics"),
    path("<int:message_id>/move/", calendar.move, name="move"),
    path("queue/", queue.queue, name="queue"),
    path("freezes/", freezes.freezes, name="freezes"),
    path("freezes/<int:freeze_id>/", freezes.freeze, name="freeze"),
    path("freezes/<int:freeze_id>/begin/", freezes.begin, name="begin_freeze"),
    path("freezes/<int:freeze_id>/give-up/", freezes.give_up, name="drop_freeze"),
    path("freezes/<int:freeze_id>/thaw/", freezes.thaw, name="thaw"),
    path("<int:message_id>/let-pass/", freezes.let_pass, name="let_pass"),
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
