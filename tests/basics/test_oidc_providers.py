import pytest

from parley.basics.oidc_providers import problems, providers_of

GOOD = """
[google]
name = "Google"
issuer = "https://accounts.google.com"
client_id = "1234"
client_secret = "s3cret"

[company]
name = "Company"
issuer = "http://keycloak.lan:8080/realms/company"
client_id = "parley"
inside = true
"""


def test_each_section_is_a_provider_in_the_order_of_the_file() -> None:
    assert problems(GOOD) == []
    google, company = providers_of(GOOD)
    assert (google.id, google.name, google.scopes, google.inside) == ("google", "Google", "openid email profile", False)
    assert (company.id, company.client_secret, company.inside) == ("company", "", True)


def test_without_any_there_is_nothing_wrong() -> None:
    assert (problems(""), providers_of("")) == ([], [])


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ("[google]", "[Google]", "small letters"),
        ("[google]", "google", "not TOML"),
        ('name = "Google"', "", "missing required field `name`"),
        ('client_id = "1234"', "client_id = 1234", "Expected `str`"),
        ('name = "Google"', 'nam = "Google"', "unknown field `nam`"),
        ('name = "Google"', 'name = "Google"\nid = "x"', "id is the section's name"),
        ("https://accounts.google.com", "http://accounts.google.com", "issuer must be https://"),
        ("https://accounts.google.com", "https://a:b@accounts.google.com", "issuer must be"),
        ("https://accounts.google.com", "https://accounts.google.com?x", "issuer must be"),
        ("https://accounts.google.com", "https://accounts.google.com:x", "issuer must be"),
        ("https://accounts.google.com", "http://keycloak.lan:8080/realms/company", "issuer must be"),
        ("http://keycloak.lan:8080/realms/company", "https://accounts.google.com", "the same issuer"),
        ('client_secret = "s3cret"', 'scopes = "email"', "openid is one of them"),
        ("[google]", 'stray = "x"\n[google]', "outside of a section"),
    ],
)
def test_what_is_wrong_is_said_and_no_secret_with_it(written: str, instead: str, told: str) -> None:
    assert written in GOOD
    found = "\n".join(problems(GOOD.replace(written, instead)))
    assert told in found
    assert "s3cret" not in found
