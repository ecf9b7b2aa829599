"""django-hordak, driven line by line on stdin; runs in a virtual environment of its own.

`post SECONDS CLIENTS` prints postings a second; `fill ENTRIES` fills up to so many;
`balance` prints the seconds of the busiest account's balance. Arguments: host, port, user,
database.
"""

import statistics
import sys
import threading
import time

import django
from django.conf import settings

HOST, PORT, USER, DATABASE = sys.argv[1:5]
settings.configure(
    SECRET_KEY="bench",
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": HOST, "PORT": PORT, "USER": USER, "NAME": DATABASE,
            "CONN_MAX_AGE": None,
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    HORDAK_INTERNAL_CURRENCY="CNY",
    DEFAULT_CURRENCY="CNY",
    HORDAK_CURRENCIES=["CNY"],
    CURRENCIES=["CNY"],
    USE_TZ=True,
)  # fmt: skip
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from hordak.models import Account, AccountType, Leg, Transaction  # noqa: E402
from moneyed import Money  # noqa: E402

READS, CHUNK = 30, 500


def legs_of(posted: Transaction, accounts: list[Account]) -> list[Leg]:
    """Four entries, as ours: 50.00 from one account to another, 8.00 between two more."""
    fifty, eight = Money("50.00", "CNY"), Money("8.00", "CNY")
    return [
        Leg(transaction=posted, account=accounts[0], debit=fifty),
        Leg(transaction=posted, account=accounts[1], credit=fifty),
        Leg(transaction=posted, account=accounts[2], debit=eight),
        Leg(transaction=posted, account=accounts[3], credit=eight),
    ]


def post_rate(accounts: list[Account], seconds: float, clients: int) -> float:
    counts = [0] * clients
    until = time.perf_counter() + seconds

    def client(at: int) -> None:
        while time.perf_counter() < until:
            with transaction.atomic():
                posted = Transaction.objects.create(description="bench")
                Leg.objects.bulk_create(legs_of(posted, accounts))
            counts[at] += 1
        connection.close()

    threads = [threading.Thread(target=client, args=(at,)) for at in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - began)


def fill(accounts: list[Account], entries: int) -> None:
    missing = (entries - Leg.objects.count()) // 4
    while missing > 0:
        with transaction.atomic():
            posted = Transaction.objects.bulk_create(
                Transaction(description="bench") for _ in range(min(CHUNK, missing))
            )
            Leg.objects.bulk_create(leg for each in posted for leg in legs_of(each, accounts))
        missing -= len(posted)


def balance_seconds(account: Account) -> float:
    took = []
    for _ in range(READS):
        began = time.perf_counter()
        account.get_simple_balance()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def main() -> None:
    call_command("migrate", verbosity=0)
    accounts = [
        Account.objects.create(name=name, type=kind, currencies=["CNY"])
        for name, kind in (
            ("unattributed", AccountType.asset), ("station", AccountType.liability),
            ("agent", AccountType.asset), ("penalty_cost", AccountType.expense),
        )
    ]  # fmt: skip
    print("ready", flush=True)
    for line in sys.stdin:
        what, *arguments = line.split()
        if what == "post":
            print(post_rate(accounts, float(arguments[0]), int(arguments[1])), flush=True)
        elif what == "fill":
            fill(accounts, int(arguments[0]))
            print("filled", flush=True)
        elif what == "balance":
            print(balance_seconds(accounts[0]), flush=True)


main()
