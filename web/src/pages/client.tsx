// One client: who they are, whether and how they may be contacted, and their visits.
import { useEffect, useState } from 'preact/hooks'
import { type Appointment, type Channel, type ClientDetail, type Consent, type OptOut, post, Problem, put_if } from '../api'
import { type Fetched, refresh_all, useGet } from '../live'
import { Field, Form } from '../parts/field'
import { JoinClients } from '../parts/join'
import { Trouble } from '../parts/trouble'
import { visit_words } from '../parts/visit'
import { appointment_link, client_link } from '../router'
import { CHANNEL_WORDS, Icon, StateBadge } from '../states'
import { useHere } from '../time'
import { useTitle } from '../title'
import { CLIENTS as words } from '../words/clients'

export function ClientPage({ id }: { id: string }) {
  const fetched = useGet<ClientDetail>(`/clients/${encodeURIComponent(id)}`)
  const { data: one, problem } = fetched
  useTitle(one?.name || words.title)
  if (!one) {
    return problem
      ? <div class="empty"><h1>{words.cannot_one}</h1><p>{problem.message}</p><p><a class="button" href="#/clients">{words.all_clients}</a></p></div>
      : <div class="skeleton" role="status" aria-label={words.loading_one}><i /><i /><i /></div>
  }
  const take = (answer: ClientDetail) => { fetched.set(answer); refresh_all() }
  return (
    <>
      <p class="back"><a href="#/clients"><Icon name="left" />{words.all_clients}</a></p>
      <div class="one-title">
        <h1>{one.name}</h1>
        {(one.never.number || one.never.email) && <span class="badge tone-bad"><Icon name="stop" />{words.never}</span>}
      </div>
      {one.trouble && <p class="warning"><Icon name="warning" />{one.trouble}</p>}
      <div class="one-columns">
        <div class="one-side">
          <Details one={one} take={take} fetched={fetched} />
          <Visits title={words.ahead} list={one.ahead} none={words.none_ahead} />
          <Visits title={words.behind} list={one.behind} none={words.none_behind} />
        </div>
        <aside class="one-side">
          <Consents one={one} take={take} />
          <Never one={one} take={take} />
        </aside>
      </div>
    </>
  )
}

const fields_of = (one: ClientDetail) => ({
  name: one.name, number: one.number_text ?? one.number ?? '', email: one.email ?? '', zone: one.zone ?? '', language: one.language ?? '',
})
type Fields = ReturnType<typeof fields_of>

/** What was changed alone is sent: what somebody else changed beside it stays theirs. */
function changed(before: Fields, now: Fields): Partial<Fields> {
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== before[name as keyof Fields]))
}

function Details({ one, take, fetched }: { one: ClientDetail; take: (one: ClientDetail) => void; fetched: Fetched<ClientDetail> }) {
  const [based, set_based] = useState(one)
  const [fields, set_fields] = useState(fields_of(one))
  const [told, set_told] = useState('')
  const news = changed(fields_of(based), fields)
  const touched = Object.keys(news).length > 0
  useEffect(() => {
    if (touched || one.version === based.version) return
    set_based(one)
    set_fields(fields_of(one))
  }, [one.version, touched])
  const set = (name: keyof Fields) => (value: string) => { set_told(''); set_fields({ ...fields, [name]: value }) }
  const save = async () => {
    try {
      const answer = await put_if<ClientDetail>(`/clients/${one.id}`, news, based.version)
      set_based(answer)
      set_fields(fields_of(answer))
      set_told(answer.planned_anew ? words.planned_anew(answer.planned_anew) : words.saved)
      take(answer)
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'changed_meanwhile') throw error
      set_based(one)
      set_fields(fields_of(one))
      fetched.again()
      throw new Problem(error.code, error.status, error.title, words.meanwhile)
    }
  }
  return (
    <section class="card details" aria-label={words.details}>
      <h2>{words.details}</h2>
      <Form submit={save} go={words.save}>
        <div class="fields two">
          <Field name="name" label={words.name} value={fields.name} set={set('name')} max={200} />
          <Field name="number" label={words.number} value={fields.number} set={set('number')} mode="tel" required={false} max={40} />
          <Field name="email" label={words.email} type="email" value={fields.email} set={set('email')} required={false} max={254} />
          <label class="field">{words.language}
            <select class="select" name="language" value={fields.language} onChange={(event) => set('language')(event.currentTarget.value)}>
              {[...new Set([...Object.keys(words.languages), fields.language])].map((tag) => <option key={tag} value={tag}>{words.languages[tag] ?? tag}</option>)}
            </select>
          </label>
          <Field name="zone" label={words.zone} hint={words.zone_hint} value={fields.zone} set={set('zone')} required={false} />
        </div>
        <p class="quiet small">{zone_words(one)}</p>
      </Form>
      <p class="said-so" role="status">{told}</p>
      <SameNumber one={one} joined={(answer) => { set_told(words.joined); take(answer) }} />
    </section>
  )
}

/** Who has the same number: a family, or one person twice, who are made one here. */
function SameNumber({ one, joined }: { one: ClientDetail; joined: (one: ClientDetail) => void }) {
  const [with_whom, set_with_whom] = useState<number | null>(null)
  if (one.same_number.length === 0 && with_whom === null) return null
  return (
    <>
      <h3>{words.same}</h3>
      <ul class="same-number">
        {one.same_number.map((other) => (
          <li key={other.id}>
            <a href={client_link(other.id)}>{other.name}</a>
            <button class="button small" onClick={() => set_with_whom(other.id)} aria-label={`${words.join}: ${other.name}`}>{words.join}</button>
          </li>
        ))}
      </ul>
      {with_whom !== null && <JoinClients stays={one.id} goes={with_whom} close={() => set_with_whom(null)}
        done={(answer) => { set_with_whom(null); joined(answer) }} />}
    </>
  )
}

function zone_words({ zones }: ClientDetail): string {
  if (zones.known === 'number' && zones.names.length > 1) return words.where.several(zones.names.length)
  return words.where[zones.known](zones.names.join(', '))
}

function Consents({ one, take }: { one: ClientDetail; take: (one: ClientDetail) => void }) {
  const [open, set_open] = useState<Channel | null>(null)
  return (
    <section class="card" aria-label={words.consents}>
      <h2>{words.consents}</h2>
      {one.consents.length === 0 && <p class="quiet">{words.no_way}</p>}
      <ul class="ways-of">
        {one.consents.map((consent) => (
          <ConsentItem key={consent.channel} id={one.id} consent={consent} take={take} open={open === consent.channel}
            set_open={(on) => set_open(on ? consent.channel : null)} />
        ))}
      </ul>
    </section>
  )
}

function ConsentItem({ id, consent, take, open, set_open }: {
  id: number; consent: Consent; take: (one: ClientDetail) => void; open: boolean; set_open: (open: boolean) => void
}) {
  const { times } = useHere()
  const [how, set_how] = useState('')
  const [problem, set_problem] = useState<Problem | null>(null)
  const record = () => post<ClientDetail>(`/clients/${id}/consents`, { channel: consent.channel, attested: how }).then((answer) => { set_open(false); set_how(''); take(answer) })
  const withdraw = () => { post<ClientDetail>(`/clients/${id}/consents/withdraw`, { channel: consent.channel }).then(take, set_problem) }
  const since = consent.record && times.day(consent.record.withdrawn_at ?? consent.record.recorded_at)
  const word = consent.given ? words.given : consent.record?.withdrawn_at ? words.withdrawn(consent.record.withdrawn_by ?? '') : words.not_given
  return (
    <li data-channel={consent.channel}>
      <div class="way-of">
        <Icon name={consent.channel} size={18} />
        <p><b>{CHANNEL_WORDS[consent.channel]}</b> <span class={consent.given ? 'yes' : 'no'}>{word}</span>
          {since && <span class="quiet">, {since}</span>}
          {consent.record?.attested && <span class="quiet attested">{consent.record.attested}</span>}</p>
        {consent.given
          ? <button class="button small" onClick={withdraw} aria-label={`${words.withdraw}: ${CHANNEL_WORDS[consent.channel]}`}>{words.withdraw}</button>
          : !open && <button class="button small" onClick={() => set_open(true)} aria-label={`${words.record}: ${CHANNEL_WORDS[consent.channel]}`}>{words.record}</button>}
      </div>
      <Trouble problem={problem} />
      {open && (
        <Form submit={record} go={words.keep} more={<button class="button" type="button" onClick={() => set_open(false)}>{words.back}</button>}>
          <Field name="attested" label={words.how} hint={words.how_hint} value={how} set={set_how} focus max={600} />
        </Form>
      )}
    </li>
  )
}

function Never({ one, take }: { one: ClientDetail; take: (one: ClientDetail) => void }) {
  const [problem, set_problem] = useState<Problem | null>(null)
  const set = () => { post<ClientDetail>(`/clients/${one.id}/never-contact`, {}).then((answer) => { set_problem(null); take(answer) }, set_problem) }
  const open = (one.number && !one.never.number) || (one.email && !one.never.email)
  if (!one.number && !one.email) return null
  return (
    <section class="card" aria-label={words.never_title}>
      <h2>{words.never_title}</h2>
      <ul class="ways-of">
        {(['number', 'email'] as const).map((way) => one.never[way] && <OptedOut key={way} id={one.id} way={way} said={one.never[way]!} take={take} />)}
      </ul>
      {open && (
        <>
          <p class="quiet">{words.never_hint}</p>
          <p class="actions"><button class="button" onClick={set}><Icon name="stop" />{words.never_do}</button></p>
        </>
      )}
      <Trouble problem={problem} />
    </section>
  )
}

function OptedOut({ id, way, said, take }: { id: number; way: 'number' | 'email'; said: OptOut; take: (one: ClientDetail) => void }) {
  const { times } = useHere()
  const [open, set_open] = useState(false)
  const [why, set_why] = useState('')
  const lift = () => post<ClientDetail>(`/clients/${id}/never-contact/lift`, { way, why }).then(take)
  return (
    <li>
      <div class="way-of">
        <Icon name="stop" size={18} />
        <p><b>{words.never_said[way]}</b> <span class="quiet attested">{said.by === 'client' ? `${words.by_client} (${said.how})` : words.by_staff}, {times.day(said.at)}</span></p>
        {!open && <button class="button small" onClick={() => set_open(true)} aria-label={`${words.lift}: ${words.never_said[way]}`}>{words.lift}</button>}
      </div>
      {open && (
        <Form submit={lift} go={words.lift} more={<button class="button" type="button" onClick={() => set_open(false)}>{words.back}</button>}>
          <p class="quiet">{said.by === 'client' ? words.lift_client : words.lift_staff}</p>
          <div class="fields"><Field name="why" label={words.lift_why} value={why} set={set_why} focus max={500} /></div>
        </Form>
      )}
    </li>
  )
}

function Visits({ title, list, none }: { title: string; list: Appointment[]; none: string }) {
  const { times } = useHere()
  return (
    <section class="card visits" aria-label={title}>
      <h2>{title}</h2>
      {list.length === 0 ? <p class="quiet">{none}</p> : (
        <ul>
          {list.map((one) => (
            <li key={one.id}>
              <a href={appointment_link(one.id)}>{times.local_day(one.local)}, {times.local_time(one.local)}</a>
              <span class="quiet">{visit_words(one)}</span>
              <StateBadge state={one.state} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
