"""Run a command that ends when its parent does, even where the parent is killed outright."""

import ctypes
import os
import signal
import sys

# From <linux/prctl.h>; other systems know nothing like it, and there the parent's word must do.
PR_SET_PDEATHSIG = 1


def command(*words: str) -> list[str]:
    """Give the command line that runs these words tethered to this process."""
    return [sys.executable, "-m", "tabard.config.tethered", str(os.getpid()), *words]


def run(parent: int, words: list[str]) -> None:
    """Become the command, unless the parent has ended in the meantime."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() == parent:
        os.execvp(words[0], words)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    run(int(sys.argv[1]), sys.argv[2:])
