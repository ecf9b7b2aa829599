"""仲裁: a claim that the carrier decides. Inbound we are accused, outbound we claim."""
