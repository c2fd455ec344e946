"""Times in texts: finds the time that a question names, as days, in five languages.

It does not depend on answers or on an index; `qa/time_order.py` orders answers by it.
"""

from .digits import with_days_in_digits
from .time_range import TimeRange, beside, find_time_range, with_small_words

__all__ = ["TimeRange", "beside", "find_time_range", "with_days_in_digits", "with_small_words"]
