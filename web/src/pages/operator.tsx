// The operator's pages: accounts, workers and queue, gateways, stops, the ledger of any account, and who changed what.
import { useTitle } from '../title'
import { OPERATOR as words } from '../words/operator'
import { AccountsTab } from './operator_accounts'
import { GatewaysTab } from './operator_gateways'
import { HouseTab } from './operator_house'
import { ChangesTab, LedgerTab } from './operator_ledger'
import { StopsTab } from './operator_stops'

const TABS = ['accounts', 'house', 'gateways', 'stops', 'ledger', 'changes'] as const

export function OperatorPage({ tab, query }: { tab: string; query: URLSearchParams }) {
  const at = TABS.find((one) => one === tab) ?? 'accounts'
  useTitle(words.tabs[at])
  return (
    <div class="operator">
      <h1>{words.way}</h1>
      <p class="quiet">{words.only}</p>
      <nav class="tabs" aria-label={words.way}>
        {TABS.map((one) => (
          <a key={one} href={one === 'accounts' ? '#/operator' : `#/operator/${one}`} aria-current={at === one ? 'page' : undefined}>{words.tabs[one]}</a>
        ))}
      </nav>
      {at === 'accounts' && <AccountsTab query={query} />}
      {at === 'house' && <HouseTab />}
      {at === 'gateways' && <GatewaysTab query={query} />}
      {at === 'stops' && <StopsTab />}
      {at === 'ledger' && <LedgerTab query={query} />}
      {at === 'changes' && <ChangesTab query={query} />}
    </div>
  )
}
