"""Addresses of the composing pages."""

from django.urls import path

from tabard.composing.views import (
    checks,
    experiments,
    notes,
    pictures,
    review,
    rota,
    saving,
    suggestions,
    together,
    write,
)

app_name = "composing"
urlpatterns = [
    path("messages/write/", write.write, name="write"),
    path("messages/save/", saving.save, name="save"),
    path("messages/preview/", write.preview, name="preview"),
    path("messages/<int:message_id>/edit/", write.edit, name="edit"),
    path("messages/<int:message_id>/submit/", write.submit, name="submit"),
    path("messages/<int:message_id>/take-back/", write.take_back, name="take_back"),
    path("messages/<int:message_id>/remove-picture/", write.remove_picture, name="remove_picture"),
    path("messages/<int:message_id>/picture/", pictures.picture, name="picture"),
    path("messages/linked/<int:page_id>/picture/", pictures.linked, name="linked_picture"),
    path("checks/", checks.checks, name="checks"),
    path("experiments/", experiments.learned, name="learned"),
    path("experiments/all/", experiments.everything, name="experiments"),
    path("experiments/register/", experiments.register, name="register"),
    path("experiments/<int:experiment_id>/", experiments.experiment, name="experiment"),
    path("experiments/<int:experiment_id>/change/", experiments.change, name="change_experiment"),
    path("experiments/<int:experiment_id>/decide/", experiments.decide, name="decide"),
    path("experiments/<int:experiment_id>/withdraw/", experiments.withdraw, name="withdraw"),
    path("experiments/<int:experiment_id>/pause/", experiments.pause, name="pause"),
    path("experiments/<int:experiment_id>/go-on/", experiments.go_on, name="go_on"),
    path("experiments/<int:experiment_id>/finish/", experiments.finish, name="finish"),
    path("experiments/<int:experiment_id>/complaint/", experiments.complain, name="complain"),
    path("messages/<int:message_id>/concern/", experiments.concern, name="concern"),
    path("reviews/", review.waiting, name="waiting"),
    path("reviews/together/", together.approve_together, name="approve_together"),
    path("reviews/rota/", rota.rota, name="rota"),
    path("reviews/<int:message_id>/", review.review, name="review"),
    path("reviews/<int:message_id>/approve/", review.approve, name="approve"),
    path("reviews/<int:message_id>/suggest/", suggestions.suggest, name="suggest"),
    path("messages/<int:message_id>/notes/", notes.notes, name="notes"),
    path("notes/<int:note_id>/answer/", notes.answer_note, name="answer_note"),
    path("notes/<int:note_id>/resolve/", notes.resolve_note, name="resolve_note"),
    path("suggestions/<int:suggestion_id>/accept/", suggestions.accept, name="accept"),
    path("reviews/<int:message_id>/send-back/", review.send_back, name="send_back"),
]
