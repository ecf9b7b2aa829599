"""Rules with versions and effective dates: a day is answered from the version of that day."""
