"""拦截/改址/退回: a parcel on its way is to be stopped, sent back or sent elsewhere."""
