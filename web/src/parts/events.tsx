// Events for a business's own systems: where they go, what signs them, what became of each.
import { useEffect, useState } from 'preact/hooks'
import { type EventTarget, type FlowEvent, type FlowEventList, post, type Problem, put, query } from '../api'
import { refresh_all, useGet } from '../live'
import { Icon } from '../states'
import { useHere } from '../time'
import { EVENTS as words } from '../words/events'
import { Field, Form } from './field'
import { ShownOnce } from './shown_once'
import { Trouble } from './trouble'

/** The same in every language: what a developer copies. */
const VERIFY = `import { createHmac, timingSafeEqual } from 'node:crypto'

function verify(headers, body, secret) {              // body: the bytes as they came
  const id = headers['webhook-id'], at = headers['webhook-timestamp']
  if (Math.abs(Date.now() / 1000 - Number(at)) > 300) return false
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const ours = createHmac('sha256', key).update(\`\${id}.\${at}.\${body}\`).digest()
  return headers['webhook-signature'].split(' ').some((one) => {
    const theirs = Buffer.from(one.replace(/^v1,/, ''), 'base64')
    return theirs.length === ours.length && timingSafeEqual(theirs, ours)
  })
}`

export function EventsPart() {
  const target = useGet<EventTarget>('/flow-events/target')
  return (
    <>
      <section class="card" aria-label={words.title}>
        <h2>{words.title}</h2>
        <p class="quiet">{words.lead}</p>
        {target.problem && !target.data && <p class="problem" role="alert">{target.problem.message}</p>}
        {target.data && <TargetForm target={target.data} set={target.set} />}
      </section>
      <Deliveries reachable={target.data?.url != null} />
    </>
  )
}

function TargetForm({ target, set }: { target: EventTarget; set: (target: EventTarget) => void }) {
  const [url, set_url] = useState(target.url ?? '')
  const [said, set_said] = useState('')
  const [shown, set_shown] = useState<{ text: string; hint: string } | null>(null)
  const [problem, set_problem] = useState<Problem | null>(null)
  useEffect(() => set_url(target.url ?? ''), [target.url])
  const { times } = useHere()
  const save = async () => {
    const next = await put<EventTarget>('/flow-events/target', { url: url.trim() })
    set(next)
    set_said(next.url ? words.saved : words.removed)
    if (next.secret) set_shown({ text: next.secret, hint: words.shown })
  }
  const renew = () => {
    post<EventTarget>('/flow-events/key', {}).then((next) => {
      set_problem(null)
      set(next)
      if (next.secret) set_shown({ text: next.secret, hint: words.renewed })
    }, set_problem)
  }
  return (
    <>
      <Form submit={save} go={words.save}>
        <div class="fields"><Field name="event_url" label={words.address} type="url" value={url} set={set_url} required={false} max={2000} /></div>
      </Form>
      <p class="quiet" role="status">{said || (target.url ? '' : words.none)}</p>
      {target.key && (
        <>
          <h3>{words.key}</h3>
          <p class="quiet">{words.key_lead}</p>
          {target.key.since && <p class="quiet key-since">{words.since(times.day(target.key.since))} {target.key.older_until && words.overlap(`${times.day(target.key.older_until)}, ${times.time(target.key.older_until)}`)}</p>}
          <p class="part-do">
            <button class="button small" type="button" onClick={renew}>{words.renew}</button>
          </p>
          <Trouble problem={problem} />
          {shown && <ShownOnce key={shown.text} text={shown.text} hint={shown.hint} />}
        </>
      )}
      <details>
        <summary>{words.verify}</summary>
        <p class="quiet">{words.verify_lead}</p>
        <pre class="event-code" tabIndex={0}>{VERIFY}</pre>
      </details>
    </>
  )
}

function Deliveries({ reachable }: { reachable: boolean }) {
  const [only, set_only] = useState(false)
  const [before, set_before] = useState(0)
  const [said, set_said] = useState('')
  const [problem, set_problem] = useState<Problem | null>(null)
  const list = useGet<FlowEventList>(`/flow-events${query({ before, state: only ? 'undelivered' : '', limit: 20 })}`)
  const replay = (body: { event: number } | { undelivered_after: number }) => {
    post('/flow-events/replay', body).then(() => { set_problem(null); set_said(words.on_its_way); refresh_all() }, set_problem)
  }
  if (!list.data) return <Trouble problem={list.problem} />
  const { events, counts } = list.data
  return (
    <section class="card" aria-label={words.list}>
      <h2>{words.list}</h2>
      {counts.all > 0 && <p class="quiet">{words.counts(counts.all, counts.waiting, counts.undelivered)}</p>}
      <p class="part-do">
        {counts.all > 0 && <button class="chip" type="button" aria-pressed={only} onClick={() => { set_only(!only); set_before(0) }}>{words.only}</button>}
        {counts.undelivered > 0 && reachable && (
          <button class="button small" type="button" onClick={() => replay({ undelivered_after: 0 })}>{words.all_again(counts.undelivered)}</button>
        )}
      </p>
      <p class="quiet" role="status">{said}</p>
      <Trouble problem={problem} />
      {events.length === 0 && (
        <div class="empty">
          <Icon name="text" size={44} />
          <h3>{only ? words.all_there : words.empty}</h3>
          <p>{only ? words.all_there_lead : words.empty_lead}</p>
        </div>
      )}
      <ul class="event-list">{events.map((one) => <Delivery key={one.id} one={one} replay={reachable ? () => replay({ event: one.id }) : undefined} />)}</ul>
      <p class="actions">
        {before > 0 && <button class="button" type="button" onClick={() => set_before(0)}>{words.newest}</button>}
        {list.data.before !== null && <button class="button" type="button" onClick={() => set_before(list.data!.before!)}>{words.older}</button>}
      </p>
    </section>
  )
}

const TONES: Record<string, string> = { delivered: 'good', waiting: 'neutral', tried: 'neutral', given_up: 'bad', kept: 'quiet' }

function Delivery({ one, replay }: { one: FlowEvent; replay?: () => void }) {
  const { times } = useHere()
  return (
    <li data-event={one.id}>
      <p class="message-head">
        <b>{one.name}</b> <span class={`badge tone-${TONES[one.state] ?? 'quiet'}`}>{words.states[one.state] ?? one.state}</span>
        <span class="quiet">{one.id} · {times.day(one.at)} {times.precise(one.at)}</span>
      </p>
      {one.tries > 0 && <p class="quiet">{words.tries(one.tries)}{one.answer && `: ${one.answer}`}{one.next_at && `, ${words.next(times.precise(one.next_at))}`}</p>}
      <details><summary>{words.body}</summary><pre class="event-code" tabIndex={0}>{JSON.stringify(one.body, null, 2)}</pre></details>
      {replay && <p class="part-do"><button class="button small" type="button" aria-label={words.again_of(one.id)} onClick={replay}>{words.again}</button></p>}
    </li>
  )
}
