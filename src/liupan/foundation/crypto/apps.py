"""Configuration of `crypto`."""

from django.apps import AppConfig


class CryptoConfig(AppConfig):
    """SM2, SM3, SM4, certificates and per-person keys (国密); no business."""

    name = "liupan.foundation.crypto"
    label = "crypto"
    default_auto_field = "django.db.models.BigAutoField"
