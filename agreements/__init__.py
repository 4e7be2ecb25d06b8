"""Kooperationsvereinbarungen: from the first draft to the last signature and the PDF."""
