"""What every template is given."""

from django.utils.functional import SimpleLazyObject

from portal.identity import Identity


def clinic(request) -> dict:
    """`clinic`: the identity of the clinic whose site was asked for; read when first used."""
    return {"clinic": SimpleLazyObject(lambda: Identity.for_request(request))}
