"""What the tests of the agreements' pages share: addresses, and reading what came back."""

from django.contrib.messages import get_messages
from django.urls import reverse

from agreements.models import CooperationAgreement

DAY = "25.04.2023"


def url(name, agreement=None, **arguments):
    if agreement:
        arguments["agreement_id"] = agreement.pk
    return reverse(f"agreements:{name}", kwargs=arguments)


def text(response):
    return response.content.decode()


def said(response):
    """The messages of an answer, before the next page has shown them."""
    return [(message.tags, message.message) for message in get_messages(response.wsgi_request)]


def fresh(agreement):
    return CooperationAgreement.objects.for_detail().get(pk=agreement.pk)


def versioned(agreement, **values):
    """Input of a page made for the present version."""
    return {"version": fresh(agreement).version, **values}


def clauses(agreement):
    return list(agreement.clauses.order_by("position"))
