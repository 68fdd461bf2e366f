"""Routes of `workflow`: pages are the offices' and the console's, the file of a picture is here."""

from django.urls import path

from liupan.foundation.workflow import views

PREFIX = "processes/"
app_name = "workflow"
urlpatterns = [path("<uuid:instance_id>.bpmn", views.drawing, name="drawing")]
