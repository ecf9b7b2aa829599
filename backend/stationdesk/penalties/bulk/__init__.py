"""Many fines at once: decided as proposed where rule and proposal agree, appealed, measured."""
