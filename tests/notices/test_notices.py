"""The texts of the operator: everybody reads them, the Leitung publishes them, gaps stop her."""

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from core import prose
from core.exceptions import Conflict
from notices.actions.publishing import publish_notice
from notices.addresses import PAGES, WORDS
from notices.models import Notice
from notices.samples import sample_text
from tests.factories import NoticeFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", Notice.Kind)
def test_everybody_reads_the_newest_version_without_signing_in(client, kind):
    NoticeFactory(kind=kind, text="## Alt\n\nDamals.")
    NoticeFactory(kind=kind, version=2, text="## Neu\n\nSchreiben Sie an kontakt@lpr.example.")
    page = client.get(reverse(PAGES[kind])).content.decode()
    assert "Damals." not in page
    assert '<a href="mailto:kontakt@lpr.example">' in page
    assert "Neue Fassung" not in page


@pytest.mark.parametrize("kind", Notice.Kind)
def test_page_that_is_not_published_says_so(client, kind):
    assert "Noch nicht veröffentlicht" in client.get(reverse(PAGES[kind])).content.decode()


def test_text_is_text_and_never_markup(client):
    NoticeFactory(text="## <b>fett</b>\n\n<script>alert(1)</script>")
    page = client.get(reverse("notices:privacy")).content.decode()
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("word", WORDS)
def test_sample_is_offered_and_its_gaps_stop_the_publication(client, leitung, word):
    client.force_login(leitung)
    url = reverse("notices:edit", args=[word])
    sample = sample_text(WORDS[word])
    assert client.get(url).context["form"].initial["text"] == sample
    refused = client.post(url, {"text": sample})
    assert refused.status_code == 422
    assert "Bitte noch ausfüllen: [" in refused.content.decode()
    assert not Notice.objects.exists()
    assert client.post(url, {"text": prose.OPEN_BRACKET.sub("ausgefüllt", sample)}).status_code == 302
    assert Notice.objects.get().kind == WORDS[word]


def test_only_the_leitung_edits_and_the_office_reads_versions(client, sachbearbeitung, koordination_meerane):
    NoticeFactory(kind=Notice.Kind.IMPRINT)
    edit, version = reverse("notices:edit", args=["impressum"]), reverse("notices:version", args=["impressum", 1])
    client.force_login(sachbearbeitung)
    assert [client.get(edit).status_code, client.get(version).status_code] == [403, 200]
    client.force_login(koordination_meerane)
    assert [client.get(edit).status_code, client.get(version).status_code] == [403, 403]


def test_unknown_word_and_version_are_not_found(client, leitung):
    NoticeFactory(kind=Notice.Kind.IMPRINT)
    client.force_login(leitung)
    assert client.get(reverse("notices:edit", args=["erfunden"])).status_code == 404
    assert client.get(reverse("notices:version", args=["impressum", 2])).status_code == 404


def test_publishing_counts_versions_and_the_same_text_is_none(leitung):
    first = publish_notice(Notice.Kind.IMPRINT, by=leitung, text="Anbieter\r\n")
    again = publish_notice(Notice.Kind.IMPRINT, by=leitung, text="Anbieter")
    second = publish_notice(Notice.Kind.IMPRINT, by=leitung, text="Anbieter, neu")
    other = publish_notice(Notice.Kind.PRIVACY, by=leitung, text="Anbieter")
    assert (first.pk, [first.version, second.version, other.version]) == (again.pk, [1, 2, 1])
    assert AuditEvent.objects.filter(action="publish_notice").count() == 3
    with pytest.raises(Conflict, match=r"\[Name\]"):
        publish_notice(Notice.Kind.IMPRINT, by=leitung, text="Anbieter: [Name]")


def test_start_page_of_the_leitung_tells_what_is_missing(client, leitung, sachbearbeitung):
    NoticeFactory(kind=Notice.Kind.IMPRINT)
    client.force_login(leitung)
    page = client.get("/").content.decode()
    assert "Seite noch nicht veröffentlicht" in page
    assert reverse("notices:edit", args=["barrierefreiheit"]) in page
    assert reverse("notices:edit", args=["impressum"]) not in page
    client.force_login(sachbearbeitung)
    assert "Seite noch nicht veröffentlicht" not in client.get("/").content.decode()


def test_every_page_leads_to_the_texts(client, koordination_meerane):
    for page in (client.get("/konto/anmelden/"), client.get("/impressum/")):
        text = page.content.decode()
        assert [text.count(f'href="/{word}/"') for word in WORDS] == [1, 1, 1]
        assert "/barriere-melden/?seite=" in text
