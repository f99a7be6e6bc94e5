"""Addresses of the pages of training."""

from django.urls import path

from tabard.training.views import learning, sitting

app_name = "training"
urlpatterns = [
    path("", learning.courses, name="courses"),
    path("modules/<int:module_id>/", learning.module, name="module"),
    path("modules/<int:module_id>/mark/", learning.mark, name="mark"),
    path("courses/<slug:course>/assessment/", sitting.begin, name="begin"),
    path("assessments/<int:sitting_id>/<int:number>/", sitting.sit, name="sit"),
    path("assessments/<int:sitting_id>/finish/", sitting.finish, name="finish"),
    path("assessments/<int:sitting_id>/", sitting.result, name="result"),
    path("certificates/<int:sitting_id>/", sitting.certificate, name="certificate"),
    path("certificates/", sitting.passed, name="passed"),
]
