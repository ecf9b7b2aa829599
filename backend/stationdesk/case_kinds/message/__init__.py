"""留言: another station or HQ writes in HQ's system and waits for a reply."""
