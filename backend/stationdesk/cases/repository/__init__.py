"""SQL of the cases: hot statements by hand, into msgspec structs."""
