"""The day a page answers for."""

from datetime import date

from core import dates
from core.forms import DayField, Form, Section


class OnDayForm(Form):
    """The day a page answers for, from its address."""

    am = DayField(label="Am")
    sections = (Section("", ("am",)),)

    @property
    def day(self) -> date:
        asked = self.is_bound and self.is_valid() and self.cleaned_data.get("am")
        return asked or dates.today()
