from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "exeat.web.statistics"
    label = "statistics"
    default_auto_field = "django.db.models.BigAutoField"
