"""司机求助: a courier waits in the street; minutes count."""
