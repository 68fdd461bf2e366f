"""The worker with the trial jobs on board; run by tests as a process of its own."""

import logging

import django

django.setup()

from liupan.foundation.jobs.tests import trial_jobs  # noqa: E402,F401
from liupan.foundation.jobs.worker import run_worker  # noqa: E402

if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    run_worker()
