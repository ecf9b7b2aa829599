"""咨询/查询: an answer of facts that the asker may know; without a trace, a call back."""
