"""The engine that moves a case: pure, and ignorant of kinds, databases and HTTP."""
