"""The pages of error: in French, in the style, and needing nothing that could fail."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "413", "429", "500", "503"])
def test_a_page_of_error_stands_without_a_request_and_without_a_database(code):
    html = render_to_string(f"{code}.html")

    assert f"Erreur {code[:3]}" in html
    assert "css/tokens.css" in html


@pytest.mark.django_db
def test_an_address_that_does_not_exist_answers_404_in_french(client):
    response = client.get(reverse("pages:home") + "nulle-part/")

    assert response.status_code == 404
    assert "Cette page n’existe pas" in response.content.decode()
