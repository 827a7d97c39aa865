"""Make .venv from the lock file: `python bootstrap.py VENV LOCK`. Run by the Makefile.

It runs on whatever Python a machine has, even one that is too old, so that it can say so in one sentence: no syntax
newer than Python 2.7 and no package outside the standard library here.
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
NEWEST = (3, 13)  # dbt-core 1.11 supports no newer one


def fail(sentence):
    sys.stderr.write(sentence + "\n")
    sys.exit(1)


def say(sentence):
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def main(venv, lock):
    version = sys.version_info[:2]
    if not OLDEST <= version <= NEWEST:
        fail(
            "Python {}.{} is {}: install Python 3.11, 3.12 or 3.13 and say which it is, "
            "for example: make run PYTHON=python3.11".format(
                version[0], version[1], "too old" if version < OLDEST else "too new for dbt"
            )
        )
    python = os.path.join(venv, "bin", "python")
    uv = shutil.which("uv")
    if not os.path.exists(python):
        try:
            import ensurepip
            import venv as _
        except ImportError:
            fail(
                "This Python has no venv module: install it (on Debian and Ubuntu: "
                "apt-get install python{}.{}-venv) and run make again.".format(*version)
            )
        say("Making {} with Python {}.{} ...".format(venv, *version))
        subprocess.check_call([sys.executable, "-m", "venv", venv])
    say("Installing from {} ...".format(lock))
    if uv:
        command = [uv, "pip", "sync", "--quiet", "--python", python, "--require-hashes", lock]
    else:
        command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command += ["--require-hashes", "-r", lock]
    if subprocess.call(command) != 0:
        fail("The packages of {} could not be installed: see above, then run make again.".format(lock))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
