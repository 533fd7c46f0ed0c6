from django.urls import path

from exeat.web.verify import views

urlpatterns = [
    path("verify/", views.verify, name="verify"),
    path("verify/keys.json", views.keys, name="verify_keys"),
    path("verify/revocations.jws", views.revocations, name="verify_revocations"),
    path("verify/sw.js", views.worker, name="verify_worker"),
]
