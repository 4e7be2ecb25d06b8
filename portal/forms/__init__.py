"""Input of the portal's pages, one file per noun."""

from portal.forms.contacts import ContactForm, HandOverForm, PersonForm
from portal.forms.municipalities import (
    EXAMPLES,
    STATE_WORDS,
    MunicipalityFilter,
    ReferenceDayForm,
    block_name,
)

__all__ = [
    "EXAMPLES",
    "STATE_WORDS",
    "ContactForm",
    "HandOverForm",
    "MunicipalityFilter",
    "PersonForm",
    "ReferenceDayForm",
    "block_name",
]
