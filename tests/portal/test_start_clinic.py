import pytest
from django.core.management import call_command
def test_x(new_installation, client):
    call_command("start_clinic")
    assert client.get("/").status_code == 200
