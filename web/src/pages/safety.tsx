// What waits for a person's yes, with its words; what the failsafe counts, allows and stopped; and the pace.
import { useState } from 'preact/hooks'
import { type Failsafe, type Held, type HeldList, post, Problem, type Trip } from '../api'
import { refresh_all, useGet, usePages } from '../live'
import { Dialog } from '../parts/dialog'
import { Pace } from '../parts/pace'
import { Trouble } from '../parts/trouble'
import { remember_who, remembered_who } from '../parts/who'
import { appointment_link } from '../router'
import { CHANNEL_WORDS, Icon } from '../states'
import { useHere } from '../time'
import { useTitle } from '../title'
import { SAFETY as words } from '../words/safety'
import { SHELL } from '../words/shell'

const key_of = (one: Held) => `${one.appointment}/${one.rule}/${one.channel}/${one.start}`

export function SafetyPage() {
  useTitle(words.title)
  const { pages, problem, more } = usePages<HeldList>('/held?limit=100')
  const [first] = pages
  const failsafe = useGet<Failsafe>('/failsafe')
  return (
    <div class="safety">
      <div>
        <h1>{words.heading}</h1>
        <p class="quiet">{words.lead}</p>
      </div>
      <Trouble problem={problem} />
      {first && <HeldReminders list={{ ...first, reminders: pages.flatMap((page) => page.reminders) }} more={more} />}
      {failsafe.data && <Limits failsafe={failsafe.data} />}
      <Pace />
    </div>
  )
}

function HeldReminders({ list, more }: { list: HeldList; more: (() => void) | null }) {
  const [chosen, set_chosen] = useState<ReadonlySet<string>>(new Set())
  const [asked, set_asked] = useState<'release' | 'discard' | null>(null)
  if (list.count === 0) {
    return (
      <div class="empty">
        <Icon name="confirmed" size={44} />
        <h2>{words.nothing_title}</h2>
        <p>{words.nothing}</p>
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
    <section aria-label={words.held}>
      <div class="held-do">
        <label><input type="checkbox" checked={still.length === list.reminders.length}
          onChange={(event) => set_chosen(new Set(event.currentTarget.checked ? list.reminders.map(key_of) : []))} />{words.all_shown}</label>
        <button class="button primary" onClick={() => set_asked('release')}>{words.send(many, all)}</button>
        <button class="button" onClick={() => set_asked('discard')}>{words.discard(many, all)}</button>
      </div>
      <ul class="held-list">
        {list.reminders.map((one) => <HeldRow key={key_of(one)} one={one} chosen={chosen.has(key_of(one))} turn={() => turn(one)} />)}
      </ul>
      {list.count > list.reminders.length && <p class="quiet">{words.behind(list.count - list.reminders.length)}</p>}
      {more && <p class="actions"><button class="button" type="button" onClick={more}>{words.more}</button></p>}
      {asked && <Decide verb={asked} list={list} some={all ? null : still} close={() => { set_asked(null); set_chosen(new Set()) }} />}
    </section>
  )
}

function HeldRow({ one, chosen, turn }: { one: Held; chosen: boolean; turn: () => void }) {
  const { times } = useHere()
  return (
    <li>
      <input type="checkbox" checked={chosen} onChange={turn} aria-label={words.one(CHANNEL_WORDS[one.channel], one.name)} />
      <Icon name={one.channel} />
      <div class="held-who">
        <a href={appointment_link(one.appointment)}>{one.name || SHELL.no_name}</a>
        <span class="quiet">{times.day(one.starts_at)} {times.time(one.starts_at)}</span>
      </div>
      <div class="held-what">
        {one.says && <blockquote class="held-says">{one.says}</blockquote>}
        <p>{one.text} <span class="quiet">{words.was_due(`${times.day(one.at)} ${times.time(one.at)}`, times.time(one.useful_until))}</span></p>
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
    <Dialog title={sends ? words.send_title(many) : words.discard_title(many)} close={close}>
      <p>{sends
        ? words.send_hint
        : words.discard_hint}</p>
      <form onSubmit={decide}>
        <div class="fields two">
          {session.demo && (
            <label class="field">{words.your_name}
              <input value={who} required maxLength={80} autoComplete="name" onInput={(event) => set_who(event.currentTarget.value)} />
            </label>
          )}
          <label class="field">{words.why}
            <input value={why} required maxLength={300} autoFocus onInput={(event) => set_why(event.currentTarget.value)} />
          </label>
        </div>
        {problem && <p class="problem" role="alert">{words.undecided}{problem.message}</p>}
        <p class="actions">
          <button class={`button ${sends ? 'primary' : 'danger'}`} type="submit" disabled={busy || (session.demo !== null && !who.trim()) || !why.trim()}>
            {sends ? words.send_do(many) : words.discard_do(many)}
          </button>
          <button class="button" type="button" onClick={close}>{words.later}</button>
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
      <h2 id="limits">{words.failsafe}</h2>
      <p class="quiet">{highest.known
        ? words.highest(highest.hour, highest.day)
        : words.no_history}{words.lines}</p>
      {failsafe.probation !== null && <p class="warning"><Icon name="clock" />{words.probation(failsafe.probation)}</p>}
      <Gauge name={words.hour} value={sent.hour} soft={limits.soft_hour} hard={limits.hard_hour} />
      <Gauge name={words.day} value={sent.day} soft={limits.soft_day} hard={limits.hard_day} />
      {failsafe.trips.length > 0 && (
        <>
          <h3>{words.tripped}</h3>
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
      <meter min={0} max={hard} low={soft} high={hard} optimum={0} value={Math.min(value, hard)} aria-label={words.contacts(name)} />
      <span><b class={`tone-${tone}`}>{value}</b>{words.of(soft, hard)}</span>
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
        ? words.decided(trip.decided.who, trip.decided.why) : words.not_decided}</span>
    </li>
  )
}
