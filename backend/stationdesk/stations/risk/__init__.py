"""Risk register 风险档案: places and people with a history, and what to do there."""
