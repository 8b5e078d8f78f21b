// The ledger of any account as the operator may read it, the check of its chain, and what people changed everywhere.
import { useEffect, useState } from 'preact/hooks'
import {
  type AccountLedger, type AccountList, type Change, type Changes, get, type PlainBodies, type PlainEntry, post, type Problem, query as query_text, type Verification,
} from '../api'
import { useFresh } from '../operator'
import { Pending } from '../parts/operator'
import { Trouble } from '../parts/trouble'
import { go } from '../router'
import { CHANNEL_WORDS, Icon } from '../states'
import { useHere } from '../time'
import { LEDGER } from '../words/ledger'
import { OPERATOR } from '../words/operator'
import { KINDS } from './ledger'

const words = OPERATOR.ledger

const FIELDS = ['account', 'kind', 'code', 'recipient', 'attempt', 'from', 'to', 'before'] as const
type Values = Partial<Record<typeof FIELDS[number], string>>
const values_of = (query: URLSearchParams): Values => Object.fromEntries(FIELDS.flatMap((name) => (query.get(name) ? [[name, query.get(name)!]] : [])))

export function LedgerTab({ query }: { query: URLSearchParams }) {
  const { session } = useHere()
  const values = values_of(query)
  const account = values.account ?? String(session.account.id)
  const accounts = useFresh<AccountList>('/accounts?limit=500')
  const narrow = (change: Values) => go(`#/operator/ledger${query_text({ ...values, account, before: undefined, ...change })}`)
  const { account: _, ...rest } = values
  const ledger = useFresh<AccountLedger>(`/accounts/${encodeURIComponent(account)}/ledger${query_text(rest)}`)
  return (
    <>
      <p class="quiet">{words.lead}</p>
      <form class="filters" aria-label={LEDGER.narrow} onSubmit={(event) => event.preventDefault()}>
        <label><span>{words.account}</span>
          <select name="account" value={account} onChange={(event) => narrow({ account: event.currentTarget.value })}>
            <option value="0">{words.installation}</option>
            {accounts.data?.accounts.map((one) => <option key={one.account} value={String(one.account)}>{one.name}</option>)}
            {account !== '0' && !accounts.data?.accounts.some((one) => String(one.account) === account) && <option value={account}>{account}</option>}
          </select>
        </label>
        <label><span>{LEDGER.kind}</span>
          <select name="kind" value={values.kind ?? ''} onChange={(event) => narrow({ kind: event.currentTarget.value })}>
            <option value="">{LEDGER.all}</option>
            {KINDS.map((kind) => <option key={kind} value={kind}>{LEDGER.kinds(kind)}</option>)}
          </select>
        </label>
        <Narrow name="code" word={words.code} sample="outside_hours" values={values} narrow={narrow} />
        <Narrow name="recipient" word={LEDGER.recipient} sample="+12125550123" values={values} narrow={narrow} />
        <label><span>{LEDGER.from}</span><input type="date" name="from" value={values.from ?? ''} onChange={(event) => narrow({ from: event.currentTarget.value })} /></label>
        <label><span>{LEDGER.to}</span><input type="date" name="to" value={values.to ?? ''} onChange={(event) => narrow({ to: event.currentTarget.value })} /></label>
      </form>
      <Check key={account} account={account} />
      {!ledger.data ? <Pending problem={ledger.problem} /> : (
        <>
          {ledger.data.entries.length === 0
            ? <div class="empty"><Icon name="ledger" size={44} /><h2>{words.none}</h2><p>{words.none_lead}</p></div>
            : <ol class="entries op-entries">{ledger.data.entries.map((one) => <Entry key={one.seq} account={account} one={one} bodies={one.bodies} />)}</ol>}
          <p class="more">
            {values.before && <button class="button" onClick={() => narrow({})}>{OPERATOR.changes.newest}</button>}
            {ledger.data.before !== null && <button class="button" onClick={() => narrow({ before: String(ledger.data!.before) })}>{LEDGER.older}</button>}
          </p>
        </>
      )}
    </>
  )
}

function Narrow({ name, word, sample, values, narrow }: { name: 'code' | 'recipient'; word: string; sample: string; values: Values; narrow: (change: Values) => void }) {
  return <label><span>{word}</span><input name={name} value={values[name] ?? ''} placeholder={sample} onChange={(event) => narrow({ [name]: event.currentTarget.value.trim() })} /></label>
}

function Line({ one }: { one: PlainEntry }) {
  const { times } = useHere()
  return (
    <>
      <time class="entry-time" dateTime={one.at}>{times.day(one.at)} {times.precise(one.at)}</time>
      <span class="entry-kind">{one.channel && <><Icon name={one.channel} size={14} /><span class="sr">{CHANNEL_WORDS[one.channel]}</span></>}{LEDGER.kinds(one.kind)}</span>
      <span class="entry-text"><span>{one.text}</span><code class="reason">{one.code}</code></span>
      <span class="entry-seq">{one.seq}</span>
    </>
  )
}

function Entry({ account, one, bodies }: { account: string; one: PlainEntry; bodies: boolean }) {
  const [opened, set_opened] = useState(false)
  if (!bodies) return <li class="entry"><div class="entry-line closed"><Line one={one} /></div></li>
  return (
    <li class="entry">
      <details onToggle={(event) => { if (event.currentTarget.open) set_opened(true) }}>
        <summary class="entry-line"><Line one={one} /></summary>
        {opened && <Bodies path={`/accounts/${account}/ledger/${one.seq}`} />}
      </details>
    </li>
  )
}

function Bodies({ path }: { path: string }) {
  const [found, set_found] = useState<PlainBodies | null>(null)
  const [problem, set_problem] = useState<Problem | null>(null)
  useEffect(() => { get<PlainBodies>(path).then(set_found, set_problem) }, [path])
  if (problem) return <Trouble problem={problem} />
  if (!found) return <p class="quiet">{LEDGER.fetching}</p>
  return (
    <div class="bodies">
      {found.bodies.map((body, index) => <figure key={index}><figcaption>{body.title}</figcaption><pre tabIndex={0}>{body.text}</pre></figure>)}
    </div>
  )
}

/** Long for a long ledger: it runs beside everything else, and says how far it is. */
function Check({ account }: { account: string }) {
  const [run, set_run] = useState<Verification | null>(null)
  const [problem, set_problem] = useState<Problem | null>(null)
  useEffect(() => {
    if (run?.state !== 'running') return
    const timer = window.setTimeout(() => { get<Verification>(`/operator/verifications/${run.id}`).then(set_run, set_problem) }, 400)
    return () => window.clearTimeout(timer)
  }, [run])
  const begin = () => {
    set_problem(null)
    post<Verification>(`/accounts/${account}/ledger/verify`, {}).then(set_run, set_problem)
  }
  const result = run?.result
  return (
    <div class="op-check">
      <p><button class="button small" type="button" disabled={run?.state === 'running'} onClick={begin}>{words.verify}</button> <span class="quiet">{words.verify_lead}</span></p>
      <div role="status">
        {run?.state === 'running' && <p><progress max={100} value={run.percent} aria-label={words.verify} /> {words.checking(run.percent)}</p>}
        {result?.holds && (
          <div class="shown-once">
            <p>{words.holds(result.rows, result.erased)} {result.older > 0 && words.older(result.older)}</p>
            <p>{words.head} <code>{result.head}</code></p>
          </div>
        )}
        {result && !result.holds && <p class="problem">{words.broken(result.broken ?? '', result.rows)}</p>}
      </div>
      {(problem || run?.problem) && <p class="problem" role="alert">{problem?.message ?? run?.problem}</p>}
    </div>
  )
}

export function ChangesTab({ query }: { query: URLSearchParams }) {
  const said = OPERATOR.changes
  const values = { who: query.get('who') ?? '', account: query.get('account') ?? '', before: query.get('before') ?? '' }
  const narrow = (change: Partial<typeof values>) => go(`#/operator/changes${query_text({ ...values, before: '', ...change })}`)
  const changes = useFresh<Changes>(`/operator/changes${query_text(values)}`)
  return (
    <>
      <p class="quiet">{said.lead}</p>
      <form class="filters" aria-label={LEDGER.narrow} onSubmit={(event) => event.preventDefault()}>
        <label><span>{said.who}</span><input name="who" value={values.who} onChange={(event) => narrow({ who: event.currentTarget.value.trim() })} /></label>
        <label><span>{said.account}</span><input name="account" inputMode="numeric" value={values.account} onChange={(event) => narrow({ account: event.currentTarget.value.trim() })} /></label>
      </form>
      {!changes.data ? <Pending problem={changes.problem} /> : (
        <>
          {changes.data.entries.length === 0
            ? <div class="empty"><Icon name="ledger" size={44} /><h2>{said.none}</h2><p>{said.none_lead}</p></div>
            : <ul class="op-rows card">{changes.data.entries.map((one) => <ChangeRow key={`${one.account} ${one.seq}`} one={one} />)}</ul>}
          <p class="more">
            {values.before && <button class="button" onClick={() => narrow({})}>{said.newest}</button>}
            {changes.data.before !== null && <button class="button" onClick={() => narrow({ before: changes.data!.before! })}>{said.older}</button>}
          </p>
        </>
      )}
    </>
  )
}

function ChangeRow({ one }: { one: Change }) {
  const { times } = useHere()
  return (
    <li data-change={`${one.account}.${one.seq}`}>
      <p><b>{one.who ?? OPERATOR.changes.somebody}</b> <span class="quiet">{one.account === 0 ? OPERATOR.stops.installation : one.name}, {times.day(one.at)} {times.precise(one.at)}</span></p>
      <p>{one.text} <code class="reason">{one.code}</code></p>
    </li>
  )
}
