"""问题件: inbound we register it with the carrier, outbound we answer another station's."""
