"""Who is on the parcel: names, phones, addresses, masked and revealed."""
