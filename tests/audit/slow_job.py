"""A job for the worker's tests: tells that it began, and waits until a file says that it may end."""

import time
from pathlib import Path

from django_tasks import task


@task()
def hold(folder: str) -> None:
    """Does nothing when it is done twice but to leave another line."""
    place = Path(folder)
    with (place / "begun").open("a", encoding="utf-8") as begun:
        begun.write("begun\n")
    while not (place / "release").exists():
        time.sleep(0.02)
    (place / "done").touch()
