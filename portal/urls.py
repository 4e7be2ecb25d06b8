"""URLs of the portal."""

from django.urls import path

from portal.views import contacts, gallery, home, municipalities

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("kommunen/", municipalities.municipality_list, name="municipalities"),
    path("kommunen/<int:municipality_id>/", municipalities.municipality_detail, name="municipality"),
    path("kommunen/<int:municipality_id>/ansprechpersonen/neu/", contacts.contact_create, name="contact_create"),
    path("bausteine/", gallery.component_gallery, name="gallery"),
    path("ansprechpersonen/<int:contact_id>/", contacts.contact_edit, name="contact_edit"),
]
