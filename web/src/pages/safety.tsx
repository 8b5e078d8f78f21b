// What waits for a person's yes, with its words; and what the failsafe counts, allows and stopped.
import { useEffect, useState } from 'preact/hooks'
import { type Failsafe, type Held, type HeldList, post, Problem, type Trip } from '../api'
import { refresh_all, useGet } from '../live'
import { Dialog } from '../parts/dialog'
import { remember_who, remembered_who } from '../parts/who'
import { appointment_link } from '../router'
import { CHANNEL_WORDS, Icon } from '../states'
import { useHere } from '../time'

const key_of = (one: Held) => `${one.appointment}/${one.rule}/${one.channel}/${one.start}`

export function SafetyPage() {
  useEffect(() => { document.title = 'Waiting · Courtesy' }, [])
  const held = useGet<HeldList>('/held?limit=500')
  const failsafe = useGet<Failsafe>('/failsafe')
  return (
    <div class="safety">
      <div>
        <h1>Waiting for you</h1>
        <p class="quiet">Reminders that Courtesy does not send without a person’s yes: they came too late, or there are far more than ever before.</p>
      </div>
      {held.problem && !held.data && <p class="problem" role="alert">{held.problem.message}</p>}
      {held.data && <HeldReminders list={held.data} />}
      {failsafe.data && <Limits failsafe={failsafe.data} />}
    </div>
  )
}

function HeldReminders({ list }: { list: HeldList }) {
  const [chosen, set_chosen] = useState<ReadonlySet<string>>(new Set())
  const [asked, set_asked] = useState<'release' | 'discard' | null>(null)
  if (list.count === 0) {
    return (
      <div class="empty">
        <Icon name="confirmed" size={44} />
        <h2>Nothing waits</h2>
        <p>When something does, it stands here with its words, and you let it go or not, whole or in part.</p>
      </div>
    )
  }
  // What was decided meanwhile, here or elsewhere, is chosen no more.
  const still = list.reminders.filter((one) => chosen.has(key_of(one)))
  const turn = (one: Held) => {
    const next = new Set(chosen)
    if (!next.delete(key_of(one))) next.add(key_of(one))
    set_chosen(next)
  }
  const all = still.length === 0
  const many = all ? list.count : still.length
  return (
    <section aria-label="Held reminders">
      <div class="held-do">
        <label><input type="checkbox" checked={still.length === list.reminders.length}
          onChange={(event) => set_chosen(new Set(event.currentTarget.checked ? list.reminders.map(key_of) : []))} /> All shown</label>
        <button class="button primary" onClick={() => set_asked('release')}>Send {all ? `all ${many}` : many}…</button>
        <button class="button" onClick={() => set_asked('discard')}>Do not send {all ? `all ${many}` : many}…</button>
      </div>
      <ul class="held-list">
        {list.reminders.map((one) => <HeldRow key={key_of(one)} one={one} chosen={chosen.has(key_of(one))} turn={() => turn(one)} />)}
      </ul>
      {list.count > list.reminders.length && <p class="quiet">{list.count - list.reminders.length} more stand behind these.</p>}
      {asked && <Decide verb={asked} list={list} some={all ? null : still} close={() => { set_asked(null); set_chosen(new Set()) }} />}
    </section>
  )
}

function HeldRow({ one, chosen, turn }: { one: Held; chosen: boolean; turn: () => void }) {
  const { times } = useHere()
  return (
    <li>
      <input type="checkbox" checked={chosen} onChange={turn} aria-label={`${CHANNEL_WORDS[one.channel]} to ${one.name || 'no name'}`} />
      <Icon name={one.channel} />
      <div class="held-who">
        <a href={appointment_link(one.appointment)}>{one.name || 'No name'}</a>
        <span class="quiet">{times.day(one.starts_at)} {times.time(one.starts_at)}</span>
      </div>
      <div class="held-what">
        {one.says && <blockquote class="held-says">{one.says}</blockquote>}
        <p>{one.text} <span class="quiet">Was to go out {times.day(one.at)} {times.time(one.at)}; useful until {times.time(one.useful_until)}.</span></p>
      </div>
    </li>
  )
}

/** Says who will be contacted, or not, and wants a name and a reason: both are on record. */
function Decide({ verb, list, some, close }: { verb: 'release' | 'discard'; list: HeldList; some: Held[] | null; close: () => void }) {
  const { session } = useHere()
  const [who, set_who] = useState(remembered_who)
  const [why, set_why] = useState('')
  const [problem, set_problem] = useState<Problem | null>(null)
  const [busy, set_busy] = useState(false)
  const many = some ? some.length : list.count
  const sends = verb === 'release'
  const decide = async (event: Event) => {
    event.preventDefault()
    set_busy(true)
    remember_who(who.trim())
    const which = some
      ? { reminders: some.map(({ appointment, rule, channel, start }) => ({ appointment, rule, channel, start })) }
      : { all: true, count: list.count }
    try {
      await post<HeldList>(`/held/${verb}`, { who: who.trim(), why: why.trim(), ...which })
      close()
    } catch (error) {
      set_problem(error as Problem)
      set_busy(false)
    }
    refresh_all()
  }
  return (
    <Dialog title={sends ? `Send ${many}?` : `Not send ${many}?`} close={close}>
      <p>{sends
        ? 'Each is looked at once more as it goes out: who cancelled, moved or opted out meanwhile is not contacted, and nobody outside permitted hours.'
        : 'They are never sent. Their clients stand on the list to ring by hand.'}</p>
      <form onSubmit={decide}>
        <div class="fields two">
          {session.demo && (
            <label class="field">Your name
              <input value={who} required maxLength={80} autoComplete="name" onInput={(event) => set_who(event.currentTarget.value)} />
            </label>
          )}
          <label class="field">Why
            <input value={why} required maxLength={300} autoFocus onInput={(event) => set_why(event.currentTarget.value)} />
          </label>
        </div>
        {problem && <p class="problem" role="alert">Nothing was decided: {problem.message}</p>}
        <p class="actions">
          <button class={`button ${sends ? 'primary' : 'danger'}`} type="submit" disabled={busy || (session.demo !== null && !who.trim()) || !why.trim()}>
            {sends ? `Send ${many}` : `Do not send ${many}`}
          </button>
          <button class="button" type="button" onClick={close}>Decide later</button>
        </p>
      </form>
    </Dialog>
  )
}

/** How near today is to what was ever sent. */
function Limits({ failsafe }: { failsafe: Failsafe }) {
  const { sent, limits, highest } = failsafe
  return (
    <section class="limits" aria-labelledby="limits">
      <h2 id="limits">The failsafe</h2>
      <p class="quiet">{highest.known
        ? `The highest hour of the last eight weeks had ${highest.hour} contacts, the highest day ${highest.day}.`
        : 'There are not two weeks of history yet: limits are those of a new account.'} Above the first line a list waits for you; above the second everything stops.</p>
      {failsafe.probation !== null && <p class="warning"><Icon name="clock" />Sending begins slowly after a stop or an outage: {failsafe.probation} an hour now.</p>}
      <Gauge name="this hour" value={sent.hour} soft={limits.soft_hour} hard={limits.hard_hour} />
      <Gauge name="this day" value={sent.day} soft={limits.soft_day} hard={limits.hard_day} />
      {failsafe.trips.length > 0 && (
        <>
          <h3>What tripped</h3>
          <ul class="trips">{failsafe.trips.map((trip) => <TripRow key={trip.id} trip={trip} />)}</ul>
        </>
      )}
    </section>
  )
}

function Gauge({ name, value, soft, hard }: { name: string; value: number; soft: number; hard: number }) {
  const tone = value >= hard ? 'bad' : value >= soft ? 'neutral' : 'good'
  return (
    <p class="gauge">
      <span>{name}</span>
      <meter min={0} max={hard} low={soft} high={hard} optimum={0} value={Math.min(value, hard)} aria-label={`Contacts ${name}`} />
      <span><b class={`tone-${tone}`}>{value}</b> of {soft}, then {hard}</span>
    </p>
  )
}

function TripRow({ trip }: { trip: Trip }) {
  const { times } = useHere()
  return (
    <li>
      <span class={`dot tone-${trip.severity === 'hard' ? 'bad' : 'neutral'}`} />
      <span>{trip.text}</span>
      <span class="quiet">{times.day(trip.at)} {times.time(trip.at)}. {trip.decided
        ? `${trip.decided.who} decided: ${trip.decided.why}` : 'Nobody has decided yet.'}</span>
    </li>
  )
}
