"""URLs of the notices."""

from django.urls import path

from notices.views import barriers, editing, reading

app_name = "notices"

urlpatterns = [
    path("impressum/", reading.imprint, name="imprint"),
    path("datenschutz/", reading.privacy, name="privacy"),
    path("barrierefreiheit/", reading.accessibility, name="accessibility"),
    path("datenschutzhinweise/", reading.notice_acknowledge, name="acknowledge"),
    path("hinweise/<str:word>/bearbeiten/", editing.notice_edit, name="edit"),
    path("hinweise/<str:word>/fassungen/<int:version>/", editing.notice_version, name="version"),
    path("barriere-melden/", barriers.barrier_report, name="report"),
    path("barriere-melden/danke/", barriers.barrier_reported, name="reported"),
    path("barrieren/", barriers.barrier_list, name="barriers"),
    path("barrieren/<int:report_id>/", barriers.barrier_settle, name="settle"),
]
