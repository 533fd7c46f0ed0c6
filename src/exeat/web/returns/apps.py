from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "exeat.web.returns"
    label = "returns"
    verbose_name = "After return"
    default_auto_field = "django.db.models.BigAutoField"
