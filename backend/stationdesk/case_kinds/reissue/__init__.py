"""补单: have the shipper send the goods again, before waiting costs more than they are worth."""
