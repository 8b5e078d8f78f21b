// The pages, by name: a column beside the page on a desk, a bar under the thumb on a phone.
import { useEffect, useState } from 'preact/hooks'
import { useRoute } from '../router'
import { Icon } from '../states'
import { useHere } from '../time'
import { CLIENTS } from '../words/clients'
import { OPERATOR } from '../words/operator'
import { REMINDERS } from '../words/reminders'
import { SHELL } from '../words/shell'

/** `first`: in a phone's bar, which has room for four; the others are behind its last button. `operator`: for operators alone. */
const WAYS: { name: string; href: string; word: string; first?: boolean; operator?: boolean }[] = [
  { name: 'day', href: '#/', word: SHELL.ways.day, first: true },
  { name: 'clients', href: '#/clients', word: CLIENTS.title, first: true },
  { name: 'inbox', href: '#/inbox', word: SHELL.ways.inbox, first: true },
  { name: 'waiting', href: '#/waiting', word: SHELL.ways.waiting, first: true },
  { name: 'import', href: '#/import', word: SHELL.ways.import },
  { name: 'reminders', href: '#/reminders', word: REMINDERS.way },
  { name: 'voice', href: '#/voice', word: SHELL.ways.voice },
  { name: 'ledger', href: '#/ledger', word: SHELL.ways.ledger },
  { name: 'operator', href: '#/operator', word: OPERATOR.way, operator: true },
]

/** A page that belongs to another's way. */
const WITHIN: Record<string, string> = { appointment: 'day', week: 'day', month: 'day', reports: 'day', client: 'clients' }

export function Ways() {
  const { session } = useHere()
  const route = useRoute()
  const [open, set_open] = useState(false)
  useEffect(() => set_open(false), [route.name])
  const at = WITHIN[route.name] ?? route.name
  const ways = WAYS.filter((way) => way.operator ? session.person?.operator : session.account.id !== 0)
  const within_more = ways.some((way) => way.name === at && !way.first)
  return (
    <nav class={open ? 'ways is-open' : 'ways'} aria-label={SHELL.pages}>
      {ways.map((way) => (
        <a key={way.name} href={way.href} class={way.first ? undefined : 'way-more'} aria-current={at === way.name ? 'page' : undefined}
          onClick={() => set_open(false)}>
          <Icon name={way.name} size={18} />
          <span>
            {way.word}
            {way.name === 'inbox' && session.unread > 0 && <b class="unread-count">{session.unread}<span class="sr">{SHELL.unread}</span></b>}
            {way.name === 'voice' && session.unheard > 0 && <b class="unread-count">{session.unheard}<span class="sr">{SHELL.unheard}</span></b>}
          </span>
        </a>
      ))}
      <button type="button" class={within_more ? 'ways-button is-at' : 'ways-button'} aria-expanded={open} onClick={() => set_open(!open)}>
        <Icon name="more" size={18} />
        <span>{SHELL.more}</span>
      </button>
    </nav>
  )
}
