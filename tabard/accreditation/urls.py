"""Addresses of the accreditation pages."""

from django.urls import path

from tabard.accreditation.views import appeals, applying, deciding, governing, ladder, suspensions

app_name = "accreditation"
urlpatterns = [
    path("", applying.mine, name="mine"),
    path("apply/", applying.apply, name="apply"),
    path("waiting/", deciding.waiting, name="waiting"),
    path("people/", governing.people, name="people"),
    path("applications/<int:application_id>/", deciding.application, name="application"),
    path("applications/<int:application_id>/change/", applying.change, name="change"),
    path("applications/<int:application_id>/withdraw/", applying.withdraw, name="withdraw"),
    path("applications/<int:application_id>/endorse/", deciding.endorse, name="endorse"),
    path("applications/<int:application_id>/send-back/", deciding.send_back, name="send_back"),
    path("applications/<int:application_id>/accredit/", deciding.accredit, name="accredit"),
    path("applications/<int:application_id>/decline/", deciding.decline, name="decline"),
    path("applications/<int:application_id>/appeal/", applying.appeal, name="appeal"),
    path("applications/<int:application_id>/hear/", deciding.hear, name="hear"),
    path("suspensions/", suspensions.everybody, name="suspensions"),
    path("suspensions/<int:suspension_id>/", suspensions.suspension, name="suspension"),
    path("suspensions/<int:suspension_id>/tell/", suspensions.tell, name="tell"),
    path("suspensions/<int:suspension_id>/read/", suspensions.say_read, name="say_read"),
    path("suspensions/<int:suspension_id>/again/", suspensions.look_again, name="look_again"),
    path("ladder/", ladder.ladder, name="ladder"),
    path("proposals/<int:proposal_id>/", ladder.proposal, name="proposal"),
    path("moves/<int:move_id>/appeal/", appeals.appeal, name="appeal_move"),
    path("move-appeals/<int:appeal_id>/", appeals.hear, name="hear_move"),
    path("<int:accreditation_id>/evidence/", ladder.evidence, name="evidence"),
    path("<int:accreditation_id>/move/", ladder.move, name="move"),
    path("<int:accreditation_id>/suspend/", governing.suspend, name="suspend"),
    path("<int:accreditation_id>/resume/", governing.resume, name="resume"),
    path("<int:accreditation_id>/end/", governing.end, name="end"),
    path("<int:accreditation_id>/reopen/", deciding.reopen, name="reopen"),
]
