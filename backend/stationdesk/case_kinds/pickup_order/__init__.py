"""接单: a customer wants a parcel collected; one missing item makes all that follows fail."""
