"""URLs of the portal."""

from django.urls import path

from portal.views import calls, contacts, gallery, home, municipalities

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("kommunen/", municipalities.municipality_list, name="municipalities"),
    path("kommunen/<int:municipality_id>/", municipalities.municipality_detail, name="municipality"),
    path("kommunen/<int:municipality_id>/ansprechpersonen/neu/", contacts.contact_create, name="contact_create"),
    path("beratung/telefonvermerk/", calls.call_create, name="call"),
    path("beratung/telefonvermerk/umfeld/", calls.call_surroundings, name="call_surroundings"),
    path("bausteine/", gallery.component_gallery, name="gallery"),
    path("ansprechpersonen/<int:contact_id>/", contacts.contact_edit, name="contact_edit"),
]
