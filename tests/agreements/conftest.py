"""What the tests of the agreements share."""

import pytest

from tests import life
from tests.life import agreement_in, prints_once


@pytest.fixture
def fixed(meerane, pd_zwickau):
    """Meerane's, fixed and ready to sign by three."""
    return agreement_in("finalised", towns=[meerane], police=pd_zwickau)


@pytest.fixture
def concluded(meerane, pd_zwickau):
    """Meerane's, signed by three."""
    return agreement_in("signed", towns=[meerane], police=pd_zwickau)


@pytest.fixture
def papers_from_the_cache():
    """For tests that do not ask what is printed."""
    with prints_once():
        yield


@pytest.fixture
def drafted(meerane, pd_zwickau):
    """Meerane's draft with the police, as the sample text has it."""
    return agreement_in("draft", towns=[meerane], police=pd_zwickau)


@pytest.fixture
def no_paper(monkeypatch):
    """Fixing stores some bytes instead of a printed paper, where a test leads many texts through their lives."""
    monkeypatch.setattr(life, "printed_once", lambda paper, **variant: f"%PDF-1.7\n{paper.text_hash}\n%%EOF\n".encode())
    monkeypatch.setattr(life, "counted_once", lambda content: 1)
