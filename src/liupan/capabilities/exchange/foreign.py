"""Addresses that X-Road's protocol gives; `gateway` mounts them at the root."""

from django.urls import path

from liupan.capabilities.exchange.views import r1

OF = "r1/<str:instance>/<str:member_class>/<str:member>/<str:subsystem>"
urlpatterns = [
    path("listClients", r1.list_clients, name="r1_clients"),
    path(f"{OF}/listMethods", r1.list_methods, name="r1_methods"),
    path(f"{OF}/allowedMethods", r1.allowed_methods, name="r1_allowed"),
    path(f"{OF}/getOpenAPI", r1.get_openapi, name="r1_openapi"),
    path(f"{OF}/<str:service>", r1.service, name="r1_service"),
    path(f"{OF}/<str:service>/<path:rest>", r1.service, name="r1_service_path"),
    path(f"{OF}/<str:service>/", r1.service, name="r1_service_root"),
    path("r1/<path:rest>", r1.elsewhere, name="r1_elsewhere"),
]
