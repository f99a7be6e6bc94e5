"""Addresses of the pages about who holds which account."""

from django.urls import path

from tabard.keeping.views import adopting, holding, succeeding

app_name = "keeping"
urlpatterns = [
    path("", holding.all_, name="all"),
    path("open/", holding.open_, name="open"),
    path("<int:account_id>/", holding.account, name="account"),
    path("<int:account_id>/present/", holding.present, name="present"),
    path("<int:account_id>/holders/", holding.add_holder, name="add_holder"),
    path("<int:account_id>/successor/", succeeding.successor, name="successor"),
    path("holders/<int:holding_id>/end/", holding.end_holding, name="end_holding"),
    path("leavers/", succeeding.leavers, name="leavers"),
    path("leavers/mine/", succeeding.going, name="going"),
    path("leavers/<int:succession_id>/", succeeding.succession, name="succession"),
    path("leavers/<int:succession_id>/farewell/", succeeding.farewell, name="farewell"),
    path("adoptions/", adopting.all_, name="adoptions"),
    path("adoptions/mine/", adopting.mine, name="adopting"),
    path("adoptions/propose/", adopting.propose, name="propose"),
    path("adoptions/<int:adoption_id>/", adopting.adoption, name="adoption"),
    path("adoptions/<int:adoption_id>/older/", adopting.older_posts, name="older_posts"),
    path("adoptions/<int:adoption_id>/older/go-on/", adopting.take_up, name="take_up"),
    path("adoptions/<int:adoption_id>/agree/", adopting.agree, name="agree"),
    path("adoptions/<int:adoption_id>/send-back/", adopting.send_back, name="send_back"),
    path("adoptions/<int:adoption_id>/again/", adopting.propose_again, name="propose_again"),
    path("adoptions/<int:adoption_id>/decline/", adopting.decline, name="decline"),
    path("adoptions/<int:adoption_id>/withdraw/", adopting.withdraw, name="withdraw"),
    path("adoptions/<int:adoption_id>/time/", adopting.give_more_time, name="give_more_time"),
]
