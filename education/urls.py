"""Addresses of the health content that are no pages."""

from django.urls import path

from education import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("a-z/", views.a_to_z, name="a_to_z"),
    path("a/<int:article_id>/", views.short_address, name="short_address"),
]
