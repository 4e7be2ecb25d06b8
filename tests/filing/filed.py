"""A Vorgang that was filed: its package handed out as the page does, then confirmed."""

from audit.actions import record_read
from core import dates
from filing.actions import filing as actions
from filing.contents import NEW, contents_of


def handed_out(row, *, by):
    """Note that somebody was given the package; answers with its check value."""
    extent = contents_of(row).of(NEW)
    details = {actions.CHECK_VALUE: extent.check_value, actions.SHA256: "0" * 64}
    record_read("file", row, by=by, label="Paket", details=details)
    return extent.check_value


def filed(row, *, by, on=None):
    return actions.file_record(row, by=by, check_value=handed_out(row, by=by), filed_on=on or dates.today())
