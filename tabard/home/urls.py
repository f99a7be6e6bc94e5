"""Address of the first page."""

from django.urls import path

from tabard.home import views

app_name = "home"
urlpatterns = [path("", views.start, name="start")]
