"""工单: HQ or a platform asks, with a countdown: first follow-up, then the answer."""
