"""Host names: one spelling each, and what to write instead of what is none."""

import pytest

from portal.hostnames import HostnameRefused, check_hostname


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("learn.clinic.example", "learn.clinic.example"),
        (" Learn.Clinic.EXAMPLE. ", "learn.clinic.example"),
        ("localhost", "localhost"),
        ("xn--hautrzte-3za.example", "xn--hautrzte-3za.example"),
        ("127.0.0.1", "127.0.0.1"),
        (f"{'a' * 63}.example", f"{'a' * 63}.example"),
    ],
)
def test_a_host_name_gets_its_one_spelling_and_keeps_it(typed, name):
    assert check_hostname(typed) == name
    assert check_hostname(check_hostname(typed)) == name


@pytest.mark.parametrize(
    ("typed", "what_to_do"),
    [
        ("", "Write the host name"),
        (" . ", "Write the host name"),
        ("https://Learn.clinic.example/acne", "without https://: learn.clinic.example."),
        ("//learn.clinic.example", "without https://: learn.clinic.example."),
        ("https://", "without https://: learn.clinic.example."),
        ("clinic.example/acne", "without what follows: clinic.example."),
        ("clinic.example?a", "without what follows: clinic.example."),
        ("clinic.example:8000", "without the port"),
        ("[::1]", "without the port"),
        ("user@clinic.example", "no @"),
        ("skin clinic.example", "no spaces"),
        ("hautärzte.example", "xn--hautrzte-3za.example"),
        ("пример.example", "xn--e1afmkfd.example"),
        ("a\u200b.example", "a.example"),
        ("-a.example", "is no host name"),
        ("a..example", "is no host name"),
        ("my_clinic.example", "is no host name"),
        ("*.clinic.example", "is no host name"),
        (f"{'a' * 64}.example", "is no host name"),
        (".".join(["abcdefgh"] * 40), "is no host name"),
        ("ä" * 3000, "only"),
    ],
)
def test_what_is_none_is_refused_with_what_to_write(typed, what_to_do):
    with pytest.raises(HostnameRefused) as refusal:
        check_hostname(typed)
    assert what_to_do in str(refusal.value)
