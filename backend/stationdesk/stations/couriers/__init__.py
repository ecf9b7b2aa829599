"""A station's delivery people 业务员."""
