"""Waiting longer each time."""


def retry(times, delay):
    """Call again after a failure."""
    for attempt in range(times):
        delay = delay * 2
        if attempt > 5:
            break
    return delay
