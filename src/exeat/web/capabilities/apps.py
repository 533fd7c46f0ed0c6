from django.apps import AppConfig


class CapabilitiesConfig(AppConfig):
    name = "exeat.web.capabilities"
    label = "capabilities"
    default_auto_field = "django.db.models.BigAutoField"
