"""Models of the notices app, one file per noun."""

from notices.models.acknowledgement import Acknowledgement
from notices.models.barrier import BarrierReport
from notices.models.notice import Notice

__all__ = ["Acknowledgement", "BarrierReport", "Notice"]
