"""URLs of the portal."""

from django.urls import path

from portal.views import activations, coaching, contacts, gallery, home, municipalities

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("kommunen/", municipalities.municipality_list, name="municipalities"),
    path("kommunen/<int:municipality_id>/", municipalities.municipality_detail, name="municipality"),
    path("kommunen/<int:municipality_id>/ansprechpersonen/neu/", contacts.contact_create, name="contact_create"),
    path("freischaltungen/", activations.activation_list, name="activations"),
    path("freischaltungen/neu/", activations.activation_create, name="activation_create"),
    path("freischaltungen/<int:activation_id>/", activations.activation_detail, name="activation"),
    path("freischaltungen/<int:activation_id>/datei/", activations.activation_paper, name="activation_paper"),
    path("freischaltungen/<int:activation_id>/beenden/", activations.activation_end, name="activation_end"),
    path("coaching/zuordnen/", coaching.coach_assign, name="coach_assign"),
    path("bausteine/", gallery.component_gallery, name="gallery"),
    path("ansprechpersonen/<int:contact_id>/", contacts.contact_edit, name="contact_edit"),
]
