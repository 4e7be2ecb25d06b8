"""What the system lacks comes by apt: as root, or with a sudo that asks for no password."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tools.checkout import say

LISTS = Path("/var/lib/apt/lists")


def prefix() -> list[str] | None:
    """What stands before apt-get, or None where we may not install anything."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def install(packages: Sequence[str]) -> bool:
    """Install the packages; False where that is not allowed or did not work (the reason is then printed)."""
    before = prefix()
    if before is None:
        return False
    say(f"Installiere mit apt: {' '.join(packages)}")
    if not any(LISTS.glob("*_Packages*")) and not _apt_get(before, "update"):
        return False
    if _apt_get(before, "install", "--no-install-recommends", *packages):
        return True
    # Lists that are weeks old name files the mirror no longer has.
    return _apt_get(before, "update") and _apt_get(before, "install", "--no-install-recommends", *packages)


def _apt_get(before: list[str], verb: str, *arguments: str) -> bool:
    command = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y", verb, *arguments]
    result = subprocess.run(
        command, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if result.returncode:
        say("\n".join(result.stdout.splitlines()[-8:]))
    return result.returncode == 0


def distribution() -> str:
    """„debian“, „ubuntu“ … from os-release; empty where there is none."""
    release = Path("/etc/os-release")
    if not release.is_file():
        return ""
    for line in release.read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition("=")
        if name == "ID":
            return value.strip('"')
    return ""
