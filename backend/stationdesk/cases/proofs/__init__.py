"""Evidence on a case: uploads, phone links, packs, retention."""
