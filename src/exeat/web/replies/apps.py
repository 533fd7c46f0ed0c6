from django.apps import AppConfig


class RepliesConfig(AppConfig):
    name = "exeat.web.replies"
    label = "replies"
    verbose_name = "Answers to partners"
    default_auto_field = "django.db.models.BigAutoField"
