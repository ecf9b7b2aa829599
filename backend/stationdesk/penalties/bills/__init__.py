"""Bills: files of the carrier into fines and refunds, codes into categories."""
