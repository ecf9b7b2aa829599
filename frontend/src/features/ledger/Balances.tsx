import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Balance, TrialBalance } from "@/api/ledger";
import { formatPlain, formatYuan } from "@/shared/money/money";
import { accountWord, groupWord } from "./words";

const ORDER = ["station", "unattributed", "agent", "counterparty", "firm", "vat_payable", "cash"];

function grouped(accounts: Balance[]): [string, Balance[]][] {
  const groups = new Map<string, Balance[]>();
  for (const each of accounts) groups.set(each.group, [...(groups.get(each.group) ?? []), each]);
  const place = (group: string) => (ORDER.indexOf(group) + ORDER.length + 1) % (ORDER.length + 1);
  return [...groups].sort(([a], [b]) => place(a) - place(b));
}

function Group({ group, rows, current }: { group: string; rows: Balance[]; current?: string }) {
  const total = rows.reduce((sum, row) => sum + row.balance_fen, 0);
  return (
    <section className="lg-group" data-testid={`group-${group}`}>
      <h2>
        <span>{groupWord(group)}</span>
        <span className="sd-num">{formatPlain(total)}</span>
      </h2>
      {rows.map((row) => (
        <Link
          key={row.account}
          from="/ledger"
          to="/ledger"
          search={{ account: row.account }}
          className="lg-account"
          data-cursor={row.account === current || undefined}
          data-testid="ledger-account"
          data-account={row.account}
          aria-current={row.account === current ? "true" : undefined}
        >
          <span>{accountWord(row.account, row.label)}</span>
          <span className="sd-num" data-zero={row.balance_fen === 0 || undefined}>
            {formatPlain(row.balance_fen)}
          </span>
        </Link>
      ))}
    </section>
  );
}

/** Every account by group with its exact balance; they sum to zero, and it says so. */
export function Balances({ balances, current }: { balances: TrialBalance; current?: string }) {
  const [find, setFind] = useState("");
  const [isWithZero, setWithZero] = useState(false);
  const wanted = find.trim().toLowerCase();
  const shown = balances.accounts.filter(
    (row) =>
      (isWithZero || row.balance_fen !== 0 || row.account === current) &&
      (!wanted || `${row.account} ${row.label}`.toLowerCase().includes(wanted)),
  );
  const debits = balances.accounts.reduce((sum, row) => sum + Math.max(row.balance_fen, 0), 0);
  const count = balances.accounts.length;
  return (
    <nav className="lg-balances" aria-label={t`科目余额`}>
      <header>
        <input
          className="sd-input"
          type="search"
          placeholder={t`找网点、坐席、科目`}
          aria-label={t`找网点、坐席、科目`}
          value={find}
          onChange={(event) => setFind(event.target.value)}
          data-testid="account-find"
        />
        <label className="lg-zero">
          <input
            type="checkbox"
            checked={isWithZero}
            onChange={(event) => setWithZero(event.target.checked)}
          />
          <Trans>也看余额为零的（共 {count} 个科目）</Trans>
        </label>
      </header>
      <div className="lg-list">
        {grouped(shown).map(([group, rows]) => (
          <Group key={group} group={group} rows={rows} current={current} />
        ))}
        {shown.length === 0 && (
          <p className="sd-muted lg-none">
            <Trans>没有这样的科目。</Trans>
          </p>
        )}
      </div>
      <footer data-testid="ledger-total" data-total={balances.total_fen}>
        <span>
          <Trans>借方合计 {formatYuan(debits)}</Trans>
        </span>
        <b data-wrong={balances.total_fen !== 0 || undefined}>
          {balances.total_fen === 0
            ? t`借贷相抵为零`
            : t`差 ${formatYuan(balances.total_fen, true)}`}
        </b>
      </footer>
    </nav>
  );
}
