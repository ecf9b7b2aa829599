"""The notifiers of an installation, by kind of channel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from stationdesk.foundation.settings import Settings
from stationdesk.integrations.notifiers.mail import MailNotifier, MailServer
from stationdesk.integrations.notifiers.port import Notifier
from stationdesk.integrations.notifiers.robots import RobotNotifier
from stationdesk.integrations.notifiers.targets import ROBOTS

Senders = Mapping[str, Notifier]


def senders_of(settings: Settings) -> Senders:
    """The real ones, as the settings say."""
    robot = RobotNotifier(lambda: datetime.now(UTC), settings.robot_hosts)
    mail = MailNotifier(MailServer.of_url(settings.smtp_url), settings.mail_from)
    return {**dict.fromkeys(ROBOTS, robot), "email": mail}
