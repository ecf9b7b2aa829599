"""Whose work it is: load, stand-ins, hand-overs, what nobody has touched."""
