from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "exeat.web.appeals"
    label = "appeals"
    default_auto_field = "django.db.models.BigAutoField"
