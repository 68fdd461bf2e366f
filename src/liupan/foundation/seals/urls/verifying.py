"""Route of the public page that verifies."""

from django.urls import path

from liupan.foundation.seals.views import verifying

urlpatterns = [path("verify/", verifying.verify, name="verify")]
