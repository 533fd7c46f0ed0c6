from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    name = "exeat.web.obligations"
    label = "obligations"
    default_auto_field = "django.db.models.BigAutoField"
