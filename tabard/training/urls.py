"""Addresses of the pages of training."""

from django.urls import path

from tabard.training.views import arrangements, code, learning, scenarios, sitting, writing

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
    path("scenarios/", scenarios.scenarios, name="scenarios"),
    path("scenarios/<slug:slug>/", scenarios.scenario, name="scenario"),
    path("rehearsals/<int:rehearsal_id>/", scenarios.rehearsal, name="rehearsal"),
    path("rehearsals/<int:rehearsal_id>/debrief/", scenarios.debriefing, name="debrief"),
    path("rehearsals/<int:rehearsal_id>/leave/", scenarios.leave, name="leave"),
    path("assessments/<int:sitting_id>/paper/", arrangements.paper, name="paper"),
    path("arrangements/", arrangements.arrangements, name="arrangements"),
    path("arrangements/<int:arrangement_id>/end/", arrangements.end, name="end_arrangement"),
    path("code/", code.code, name="code"),
    path("code/versions/", code.versions, name="code_versions"),
    path("code/versions/<int:number>/", code.version, name="code_version"),
    path("code/versions/<int:number>/changes/", code.changes, name="code_changes"),
    path("code/people/", code.people, name="code_people"),
    path("code/draft/", writing.draft, name="code_draft"),
    path("code/draft/begin/", writing.begin, name="code_begin"),
    path("code/draft/preview/", writing.preview, name="code_preview"),
    path("code/draft/publish/", writing.publish, name="code_publish"),
    path("code/draft/discard/", writing.discard, name="code_discard"),
]
