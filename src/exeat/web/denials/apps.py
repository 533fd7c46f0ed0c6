from django.apps import AppConfig


class DenialsConfig(AppConfig):
    name = "exeat.web.denials"
    label = "denials"
    default_auto_field = "django.db.models.BigAutoField"
