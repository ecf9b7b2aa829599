"""What an agent bears or bore of fines 我的定责: his own alone, and why."""
