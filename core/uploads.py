"""A limit on what one request may carry, kept before the body is read."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler

from core.errors import UploadTooLarge


class SizeLimitUploadHandler(FileUploadHandler):
    """First of FILE_UPLOAD_HANDLERS: refuses bodies beyond settings.REQUEST_MAX_BYTES, files included.

    DATA_UPLOAD_MAX_MEMORY_SIZE does not count files. In production nginx keeps the same limit in front.
    """

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:  # noqa: N803 -- Django's name
        if content_length > settings.REQUEST_MAX_BYTES:
            raise UploadTooLarge(settings.REQUEST_MAX_BYTES)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
