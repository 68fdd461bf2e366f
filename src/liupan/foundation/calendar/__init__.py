"""Official working days and clocks that pause and warn (工作日历与时限)."""
