from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    name = "exeat.web.regulations"
    label = "regulations"
    default_auto_field = "django.db.models.BigAutoField"
