"""URLs of the tasks."""

from django.urls import path

from tasks import views

app_name = "tasks"

urlpatterns = [
    path("", views.task_list, name="list"),
    path("neu/", views.task_create, name="create"),
    path("<int:task_id>/", views.task_detail, name="detail"),
    path("<int:task_id>/erledigt/", views.task_complete, name="complete"),
    path("<int:task_id>/wieder-oeffnen/", views.task_reopen, name="reopen"),
    path("<int:task_id>/frist/", views.task_due, name="due"),
    path("<int:task_id>/uebergeben/", views.task_reassign, name="reassign"),
]
