"""Configuration of `gateway`."""

from django.apps import AppConfig


class GatewayConfig(AppConfig):
    """Machines: API root, OpenAPI, foreign interfaces (接口网关)."""

    name = "liupan.surfaces.gateway"
    label = "gateway"
    default_auto_field = "django.db.models.BigAutoField"
