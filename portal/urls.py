"""URLs of the portal."""

from django.urls import path

from portal import views

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    path("kommunen/", views.municipality_list, name="municipalities"),
    path("kommunen/<int:municipality_id>/", views.municipality_detail, name="municipality"),
    path("kommunen/<int:municipality_id>/ansprechpersonen/neu/", views.contact_create, name="contact_create"),
    path("ansprechpersonen/<int:contact_id>/", views.contact_edit, name="contact_edit"),
]
