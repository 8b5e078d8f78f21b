// The dress rehearsal: a day of the real list with nobody contacted. What staff have to look at comes first.
import { useEffect, useState } from 'preact/hooks'
import {
  type Channel, get, post, Problem, type Quarter, type Rehearsal, type RehearsalResult, type RehearsedClient, type RehearsedContact,
} from '../api'
import { appointment_link, client_link } from '../router'
import { Icon } from '../states'
import { add_days, type Times, useHere } from '../time'
import { REHEARSAL as W } from '../words/rehearsal'
import { Hear } from './hear'
import { Trouble } from './trouble'

const CHANNELS: Channel[] = ['call', 'text', 'email']
const DAYS = 15
const ASK_EVERY_MS = 300

export function RehearsalTab() {
  const { session, times } = useHere()
  const today = times.date(session.now)
  const [date, set_date] = useState(() => add_days(today, 1))
  const [seed, set_seed] = useState(1)
  const [one, set_one] = useState<Rehearsal | null>(null)
  const [problem, set_problem] = useState<Problem | null>(null)
  const running = one?.state === 'running'
  useEffect(() => {
    if (!one || one.state !== 'running') return undefined
    const timer = window.setTimeout(() => {
      get<Rehearsal>(`/rehearsals/${one.id}`).then(set_one, (failed: Problem) => { set_problem(failed); set_one(null) })
    }, ASK_EVERY_MS)
    return () => window.clearTimeout(timer)
  }, [one])
  const begin = async (event: Event) => {
    event.preventDefault()
    set_problem(null)
    try {
      set_one(await post<Rehearsal>('/rehearsals', { date, seed }))
    } catch (failed) {
      set_problem(failed as Problem)
    }
  }
  return (
    <div class="rehearsal">
      <p class="rehearsal-nobody"><Icon name="confirmed" /><b>{W.nobody}</b></p>
      <p class="quiet">{W.lead}</p>
      <form class="rehearsal-choose" onSubmit={begin}>
        <label class="field">{W.day}
          <select class="select" name="rehearsal_day" value={date} onChange={(event) => set_date(event.currentTarget.value)}>
            {Array.from({ length: DAYS }, (_, days) => add_days(today, days)).map((day) => (
              <option key={day} value={day}>{times.local_long_day(day)}</option>
            ))}
          </select>
        </label>
        <label class="field">{W.seed}
          <input type="number" name="seed" min={0} max={999999} required value={seed} title={W.seed_help} onInput={(event) => set_seed(event.currentTarget.valueAsNumber || 0)} />
        </label>
        <button class="button primary" type="submit" disabled={running}>{W.run}</button>
      </form>
      <Trouble problem={problem} />
      {running && (
        <p class="rehearsal-running" role="status"><progress max={100} value={one.percent} aria-label={W.running(one.percent)} />{W.running(one.percent)}</p>
      )}
      {one?.state === 'failed' && <p class="problem" role="alert">{W.failed} {one.problem}</p>}
      {one?.result && <Told key={one.id} result={one.result} times={times} />}
    </div>
  )
}

function Told({ result, times }: { result: RehearsalResult; times: Times }) {
  const troubled = result.clients.filter((one) => one.problems.length > 0)
  return (
    <div class="rehearsal-told">
      {result.stopped_now && <p class="warning"><Icon name="stop" />{W.stopped}</p>}
      {result.trip && <p class="problem">{W.tripped(result.trip.why)}</p>}
      {result.first_at && result.last_at
        ? <p class="rehearsal-sentence" role="status">{W.sentence(result.contacts, times.time(result.first_at), times.time(result.last_at))}</p>
        : <div class="empty" role="status"><h2>{W.nothing}</h2><p>{W.nothing_more}</p></div>}
      <Troubles clients={troubled} any={result.first_at !== null} />
      <Figures result={result} />
      {result.timeline.length > 0 && <Timeline quarters={result.timeline} times={times} />}
      <Clients result={result} times={times} />
    </div>
  )
}

function Troubles({ clients, any }: { clients: RehearsedClient[]; any: boolean }) {
  if (clients.length === 0) return any ? <p class="quiet">{W.problems_none}</p> : null
  return (
    <section class="card rehearsal-troubles">
      <h2><Icon name="warning" />{W.problems(clients.length)}</h2>
      <ul>
        {clients.map((one) => (
          <li key={one.client}>
            <a href={client_link(one.client)}>{one.name || W.no_name}</a>
            {one.problems.map((trouble, at) => (
              <span key={at}><Icon name={trouble.channel} size={14} /> {W.states[trouble.state]}: {trouble.text}</span>
            ))}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Figures({ result }: { result: RehearsalResult }) {
  const rows: [string, string | number][] = [
    ...CHANNELS.map((channel): [string, number] => [W.of[channel], result.contacts[channel]]),
    [W.segments, result.segments],
    [W.seconds, result.call_seconds],
    [W.cost, result.cost.priced ? result.cost.money.toFixed(2) : W.no_prices],
    [W.callbacks, result.callbacks.total],
    [W.busiest, result.callbacks.busiest_hour],
  ]
  return (
    <div class="rehearsal-figures">
      <table class="card">
        <caption>{W.figures}</caption>
        <thead class="sr"><tr><th scope="col">{W.what}</th><th scope="col">{W.how_many}</th></tr></thead>
        <tbody>{rows.map(([what, many]) => <tr key={what}><th scope="row">{what}</th><td>{many}</td></tr>)}</tbody>
      </table>
      {result.outcomes.length > 0 && (
        <table class="card">
          <caption>{W.endings}</caption>
          <thead class="sr"><tr><th scope="col">{W.what}</th><th scope="col">{W.how_many}</th></tr></thead>
          <tbody>
            {result.outcomes.map((one) => (
              <tr key={one.channel + one.text}><th scope="row"><Icon name={one.channel} size={14} /> {one.text}</th><td>{one.count}</td></tr>
            ))}
          </tbody>
        </table>
      )}
      {result.not_sent.length > 0 && (
        <table class="card not-sent">
          <caption>{W.not_sent}</caption>
          <thead class="sr"><tr><th scope="col">{W.what}</th><th scope="col">{W.how_many}</th></tr></thead>
          <tbody>
            {result.not_sent.map((one) => (
              <tr key={one.state + one.reason}><th scope="row"><b>{W.states[one.state]}</b>{one.reason !== 'none' && <> {one.text}</>}</th><td>{one.count}</td></tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

const QUARTER_MS = 15 * 60_000
const BAR = 10
const HEIGHT = 80

function Timeline({ quarters, times }: { quarters: Quarter[]; times: Times }) {
  const first = Date.parse(quarters[0]!.at)
  const slot = (one: Quarter) => Math.round((Date.parse(one.at) - first) / QUARTER_MS)
  const slots = slot(quarters[quarters.length - 1]!) + 1
  const most = Math.max(...quarters.map((one) => one.call + one.text + one.email))
  return (
    <section class="card rehearsal-timeline">
      <h2>{W.timeline}</h2>
      <svg viewBox={`0 0 ${Math.max(slots, 16) * BAR} ${HEIGHT}`} role="img" aria-label={W.timeline_label} preserveAspectRatio="none">
        {quarters.map((one) => {
          let below = HEIGHT
          return CHANNELS.map((channel) => {
            const height = (one[channel] / most) * (HEIGHT - 4)
            below -= height
            return height > 0 && <rect key={channel + one.at} class={`bar-${channel}`} x={slot(one) * BAR + 1} y={below} width={BAR - 2} height={height} />
          })
        })}
      </svg>
      <p class="rehearsal-legend">
        <span>{times.time(quarters[0]!.at)}</span>
        {CHANNELS.map((channel) => <span key={channel}><i class={`bar-${channel}`} />{W.of[channel]}</span>)}
        <span>{times.time(quarters[quarters.length - 1]!.at)}</span>
      </p>
      <details>
        <summary>{W.as_table}</summary>
        <table>
          <thead><tr><th scope="col">{W.time}</th>{CHANNELS.map((channel) => <th key={channel} scope="col">{W.of[channel]}</th>)}</tr></thead>
          <tbody>
            {quarters.map((one) => <tr key={one.at}><th scope="row">{times.time(one.at)}</th>{CHANNELS.map((channel) => <td key={channel}>{one[channel]}</td>)}</tr>)}
          </tbody>
        </table>
      </details>
    </section>
  )
}

const SHOWN = 20

function Clients({ result, times }: { result: RehearsalResult; times: Times }) {
  const [wanted, set_wanted] = useState('')
  const found = result.clients.filter((one) => one.contacts.length > 0 && one.name.toLowerCase().includes(wanted.toLowerCase()))
  if (result.clients.every((one) => one.contacts.length === 0)) return null
  return (
    <section class="rehearsal-clients">
      <h2>{W.clients}</h2>
      <label class="field">{W.find}
        <input type="search" name="rehearsal_client" value={wanted} onInput={(event) => set_wanted(event.currentTarget.value)} />
      </label>
      {found.slice(0, SHOWN).map((one) => (
        <details key={one.client} class="card">
          <summary>
            {one.name || W.no_name}
            <span class="quiet">{one.contacts.map((contact) => <><Icon name={contact.channel} size={14} /> {times.time(contact.at)} </>)}</span>
          </summary>
          {one.contacts.map((contact, at) => <OneContact key={at} contact={contact} name={one.name || W.no_name} times={times} />)}
        </details>
      ))}
      {found.length > SHOWN && <p class="quiet">{W.more(found.length - SHOWN)}</p>}
    </section>
  )
}

function OneContact({ contact, name, times }: { contact: RehearsedContact; name: string; times: Times }) {
  return (
    <article class="rehearsal-contact">
      <h3><Icon name={contact.channel} /> <a href={appointment_link(contact.appointment)}>{times.time(contact.at)}</a> {contact.to}</h3>
      <blockquote>{contact.words}</blockquote>
      {contact.pieces && <Hear pieces={contact.pieces} what={name} />}
      <p class="quiet">
        {W.heard}: {contact.ending}{contact.segments !== undefined && <> {W.parts_of(contact.segments)}.</>}
        {contact.heard && <> {W.by[contact.heard.by]}{contact.heard.keys && <>, {W.pressed(contact.heard.keys)}</>}, {W.seconds_of(contact.seconds ?? 0)}.</>}
      </p>
      {contact.heard && (
        <ol class="rehearsal-heard">{contact.heard.pieces.map((piece, at) => <li key={at}>{piece.text} {!piece.whole && <span class="quiet">{W.cut}</span>}</li>)}</ol>
      )}
    </article>
  )
}
