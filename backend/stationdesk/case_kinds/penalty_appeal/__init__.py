"""申诉: a fine is not accepted; filed with its evidence before the deadline, and decided by HQ."""
