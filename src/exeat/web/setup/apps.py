from django.apps import AppConfig


class SetupConfig(AppConfig):
    name = "exeat.web.setup"
    label = "setup"
    verbose_name = "Setting up"
