"""Addresses of the board, and of what goes back to partners."""

from django.urls import path, re_path

from exeat.web.replies import views, views_memo

urlpatterns = [
    path("offers/board/", views.board, name="board"),
    re_path(r"^offers/(?P<reference>[-\w]+)/fix/(?P<must>yes|no)/$", views.offer_fix, name="offer_fix"),
    path("offers/<slug:reference>/reply/", views.reply_draft, name="reply_draft"),
    path("offers/<slug:reference>/joint/<slug:other>/", views.reply_joint, name="reply_joint"),
    path("replies/", views.replies, name="replies"),
    path("replies/<int:pk>/", views.reply, name="reply"),
    path("replies/<int:pk>/release/", views.reply_release, name="reply_release"),
    path("replies/<int:pk>/drop/", views.reply_drop, name="reply_drop"),
    path("replies/<int:pk>/letter.pdf", views.reply_file, name="reply_file"),
    path("plans/<int:pk>/memo/", views_memo.plan_memo, name="plan_memo"),
    re_path(r"^plans/(?P<pk>\d+)/memo\.(?P<form>pdf|docx|md)$", views_memo.plan_memo_file, name="plan_memo_file"),
    path("plans/<int:pk>/plan.xlsx", views_memo.plan_workbook, name="plan_workbook"),
    path("plans/<int:pk>/replies/", views.replies_draft, name="replies_draft"),
]
