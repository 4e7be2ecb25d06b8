"""How many queries a page takes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def count_queries():
    """How many queries a page takes for a signed-in browser."""

    def count(browser, url):
        browser.get(url)  # what is loaded once per process must not count
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url).status_code == 200
        return len(queries)

    return count
