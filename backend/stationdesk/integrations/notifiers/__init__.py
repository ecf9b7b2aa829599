"""Notifiers: robots of WeCom, DingTalk and Feishu groups, and e-mail, behind one port."""
