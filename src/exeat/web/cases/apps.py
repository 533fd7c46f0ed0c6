from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "exeat.web.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the permissions' predicates."""
        import exeat.web.permissions  # noqa: F401
