"""Everything that changes associations, contact persons and resolutions, one file per noun."""

from municipalities.actions.contacts import add_contact, edit_contact

__all__ = ["add_contact", "edit_contact"]
