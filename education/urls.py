"""Addresses of the health content that are no pages."""

from django.urls import path, re_path

from education import views
from education.sharing.feed import feed

urlpatterns = [
    path("search/", views.search, name="search"),
    path("a-z/", views.a_to_z, name="a_to_z"),
    path("questions/", views.questions, name="questions"),
    re_path(r"^questions/(?P<slug>[\w-]+)/$", views.topic_questions, name="topic_questions"),
    path("feed.xml", feed, name="feed"),
    path("words/", views.glossary, name="glossary"),
    re_path(r"^a/(?P<article_id>\d{1,18})/$", views.short_address, name="short_address"),
]
