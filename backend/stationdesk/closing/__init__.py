"""The month: what is still missing, wages and the cap they set, fees, the close itself."""
