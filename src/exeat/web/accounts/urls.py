"""Addresses of accounts that are not allauth's."""

from django.urls import path, re_path

from exeat.web.accounts import views

urlpatterns = [
    path("users/", views.users, name="users"),
    path("users/add/", views.user_add, name="user_add"),
    path("users/<int:pk>/", views.user, name="user"),
    re_path(r"^users/(?P<pk>\d+)/(?P<step>open|close|password)/$", views.user_step, name="user_step"),
    path("delegations/", views.delegations, name="delegations"),
    path("delegations/<int:pk>/end/", views.delegation_end, name="delegation_end"),
    path("account/tokens/", views.api_tokens, name="api_tokens"),
    path("account/tokens/<int:pk>/revoke/", views.api_token_revoke, name="api_token_revoke"),
]
