// Every account of the installation: how it stands, what it does, and a new one.
import { useEffect, useState } from 'preact/hooks'
import { type AccountList, type AccountRow, type AccountState, get, post, type Problem, query as query_text, type Tone } from '../api'
import { look_at, useFresh } from '../operator'
import { Dialog } from '../parts/dialog'
import { Field, Form } from '../parts/field'
import { Figure, Pending } from '../parts/operator'
import { ShownOnce } from '../parts/shown_once'
import { Trouble } from '../parts/trouble'
import { go } from '../router'
import { Icon } from '../states'
import { useHere, useNow } from '../time'
import { OPERATOR } from '../words/operator'
import { figure } from '../words/say'

const words = OPERATOR.accounts
const STATES: AccountState[] = ['running', 'probation', 'stopped', 'tripped']
const TONES: Record<AccountState, Tone> = { running: 'good', probation: 'neutral', stopped: 'bad', tripped: 'bad' }
const address = (values: { q: string; state: string }) => `#/operator${query_text(values)}`

export function AccountsTab({ query }: { query: URLSearchParams }) {
  const q = query.get('q') ?? ''
  const state = query.get('state') ?? ''
  const list = useFresh<AccountList>(`/accounts${query_text({ q, state })}`)
  const [typed, set_typed] = useState(q)
  useEffect(() => set_typed(q), [q])
  useEffect(() => {
    if (typed.trim() === q) return
    const timer = window.setTimeout(() => go(address({ q: typed.trim(), state })), 250)
    return () => window.clearTimeout(timer)
  }, [typed, q, state])
  if (!list.data) return <Pending problem={list.problem} />
  const { counts } = list.data
  const all = STATES.reduce((sum, one) => sum + counts[one], 0)
  return (
    <>
      <div class="op-choose">
        <div class="chips" role="group" aria-label={OPERATOR.tabs.accounts}>
          <button class="chip" type="button" aria-pressed={state === ''} onClick={() => go(address({ q, state: '' }))}>{words.all} {figure(all)}</button>
          {STATES.map((one) => (
            <button key={one} class="chip" type="button" aria-pressed={state === one} onClick={() => go(address({ q, state: one }))}>{words.states[one]} {figure(counts[one])}</button>
          ))}
        </div>
        <label class="search">
          <Icon name="search" size={18} />
          <span class="sr">{words.search}</span>
          <input type="search" name="account_search" value={typed} placeholder={words.search} onInput={(event) => set_typed(event.currentTarget.value)} />
        </label>
      </div>
      <Accounts key={`${q} ${state}`} list={list.data} q={q} state={state} again={list.again} />
      <OpenAccount again={list.again} />
    </>
  )
}

function Accounts({ list, q, state, again }: { list: AccountList; q: string; state: string; again: () => void }) {
  const [more, set_more] = useState<AccountRow[]>([])
  const [next, set_next] = useState<number | null | undefined>(undefined)
  const [problem, set_problem] = useState<Problem | null>(null)
  const after = next === undefined ? list.next : next
  if (list.accounts.length === 0) {
    return <div class="empty"><Icon name="operator" size={44} /><h2>{words.none}</h2><p>{words.none_lead}</p></div>
  }
  const fetch_more = () => {
    get<AccountList>(`/accounts${query_text({ q, state, after })}`).then(
      (page) => { set_more([...more, ...page.accounts]); set_next(page.next) }, set_problem)
  }
  return (
    <>
      <ul class="op-accounts">
        {[...list.accounts, ...more].map((one) => <Account key={one.account} one={one} again={again} />)}
      </ul>
      <Trouble problem={problem} />
      {after !== null && <p class="more"><button class="button" onClick={fetch_more}>{words.more}</button></p>}
    </>
  )
}

function Account({ one, again }: { one: AccountRow; again: () => void }) {
  const { session } = useHere()
  const now = useNow(10_000)
  const [asked, set_asked] = useState(false)
  const [problem, set_problem] = useState<Problem | null>(null)
  const here = session.account.id === one.account
  const mine = session.accounts.some((account) => account.id === one.account)
  const active = one.last_activity && Math.max(0, Math.floor((now.getTime() - Date.parse(one.last_activity)) / 1000))
  return (
    <li class="card op-account" data-account={one.account}>
      <div class="op-account-head">
        <h2>{one.name}</h2>
        <span class={`badge tone-${TONES[one.state]}`}>{words.states[one.state]}</span>
        <span class="quiet">{one.account} · {one.zone} · {figure(one.people)} {words.people}</span>
      </div>
      {one.stopped_who && <p class="op-why">{words.by(one.stopped_who, one.stopped_why ?? '')}</p>}
      <dl class="op-figures">
        <Figure value={one.contacts_today} word={words.today} />
        <Figure value={one.work.held} word={words.held} />
        <Figure value={one.work.due} word={words.due} />
        <Figure value={one.work.late} word={words.late} bad />
        <Figure value={one.work.undecided} word={words.doubts} bad />
        <div><dt>{words.active}</dt><dd>{active === null ? words.never : OPERATOR.ago(OPERATOR.how_long(active as number))}</dd></div>
      </dl>
      <p class="part-do">
        {here && <span class="quiet">{words.here}</span>}
        {mine && !here && <button class="button small" type="button" aria-label={words.look_of(one.name)} onClick={() => look_at(one.account, '').catch(set_problem)}>{words.look}</button>}
        <a class="button small" href={`#/operator/ledger?account=${one.account}`} aria-label={words.ledger_of(one.name)}><Icon name="ledger" />{words.ledger}</a>
        {one.state !== 'stopped' && one.stopped_who === null && (
          <button class="button small" type="button" aria-label={words.stop_of(one.name)} onClick={() => set_asked(true)}><Icon name="stop" />{words.stop}</button>
        )}
      </p>
      <Trouble problem={problem} />
      {asked && <StopDialog one={one} done={() => { set_asked(false); again() }} close={() => set_asked(false)} />}
    </li>
  )
}

function StopDialog({ one, done, close }: { one: AccountRow; done: () => void; close: () => void }) {
  const [why, set_why] = useState('')
  return (
    <Dialog title={words.stop_title(one.name)} tone="stop" close={close}>
      <p>{words.stop_lead}</p>
      <Form submit={() => post(`/accounts/${one.account}/stop`, { why }).then(done)} go={words.stop}
        more={<button class="button" type="button" onClick={close}>{words.keep}</button>}>
        <Field name="why" label={words.why} value={why} set={set_why} max={2000} focus />
      </Form>
    </Dialog>
  )
}

function OpenAccount({ again }: { again: () => void }) {
  const { session } = useHere()
  const [name, set_name] = useState('')
  const [zone, set_zone] = useState(session.account.zone)
  const [country, set_country] = useState(session.account.country)
  const [caller, set_caller] = useState('')
  const [callback, set_callback] = useState('')
  const [owner, set_owner] = useState('')
  const [link, set_link] = useState('')
  const open = async () => {
    const made = await post<AccountList>('/accounts',
      { account: { name, zone, country, caller_number: caller, callback_number: callback }, owner })
    set_link(made.link ?? '')
    for (const empty of [set_name, set_caller, set_callback, set_owner]) empty('')
    again()
  }
  const { fields } = words
  return (
    <details class="card op-open">
      <summary>{words.open}</summary>
      <p class="quiet">{words.open_lead}</p>
      <Form submit={open} go={words.open}>
        <div class="fields two">
          <Field name="business" label={fields.name} value={name} set={set_name} />
          <Field name="owner" label={fields.owner} type="email" value={owner} set={set_owner} max={254} />
          <Field name="zone" label={fields.zone} value={zone} set={set_zone} />
          <Field name="country" label={fields.country} value={country} set={set_country} max={2} />
          <Field name="caller_number" label={fields.caller} value={caller} set={set_caller} mode="tel" />
          <Field name="callback_number" label={fields.callback} value={callback} set={set_callback} mode="tel" />
        </div>
      </Form>
      {link && <ShownOnce text={link} hint={words.opened} />}
    </details>
  )
}
