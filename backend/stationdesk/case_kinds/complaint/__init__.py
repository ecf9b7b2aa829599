"""投诉: somebody complains of a station: facts, proposal, compensation, his confirmation."""
