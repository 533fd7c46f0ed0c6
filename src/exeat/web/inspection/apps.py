from django.apps import AppConfig


class InspectionConfig(AppConfig):
    name = "exeat.web.inspection"
    label = "inspection"
    default_auto_field = "django.db.models.BigAutoField"
