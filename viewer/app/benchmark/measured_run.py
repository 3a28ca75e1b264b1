"""Run a command and print what it took, from a process that is small itself.

Linux counts the memory of the process that starts another as that of the started one, so a large one
cannot measure a small one. Arguments: the command. Standard output: one JSON object.
"""

import json
import os
import subprocess
import sys


def main(command: list[str]) -> int:
    """Run a command, print its processor seconds and its peak memory in MB, and return its exit code."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    took = {"processor_s": usage.ru_utime + usage.ru_stime, "peak_mb": usage.ru_maxrss * 1024 / 1e6}
    print(json.dumps(took))
    return process.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
