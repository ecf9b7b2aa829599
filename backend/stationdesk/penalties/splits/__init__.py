"""Split rules, the waterfall, trying a draft on a month."""
