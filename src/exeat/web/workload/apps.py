from django.apps import AppConfig


class WorkloadConfig(AppConfig):
    name = "exeat.web.workload"
    label = "workload"
