from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "exeat.web.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
