// The morning question: who comes, who is not sure, whom must I ring?
import { Fragment } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { type Answer, type Appointment, type AppointmentDetail, type ByHand, type Day, type Presence, post, Problem, query, type State } from '../api'
import { refresh_all, useGet } from '../live'
import { Trouble } from '../parts/trouble'
import { appointment_link, day_link, go } from '../router'
import { CHANNEL_WORDS, Icon, STATE_TONES, STATE_WORDS, StateBadge, STATES, WHY_WORDS } from '../states'
import { add_days, useHere, useNow } from '../time'
import { ClosedMark } from '../parts/closed'
import { NewVisitButton } from '../parts/new_visit'
import { DayViews, PrintedDay, usePageKeys } from '../parts/views'
import { visit_words } from '../parts/visit'
import { remembered_who } from '../parts/who'
import { useTitle } from '../title'
import { DAY as words } from '../words/day'
import { SHELL } from '../words/shell'

export function DayPage({ date }: { date: string }) {
  const { data: day, problem } = useGet<Day>(`/day${query({ date })}`)
  const [shown, set_shown] = useState<ReadonlySet<State>>(new Set())
  const [sought, set_sought] = useState('')
  const { times } = useHere()
  useTitle(day ? times.local_day(day.date) : '')
  if (!day) {
    return problem
      ? <div class="empty"><h1>{words.cannot}</h1><p>{problem.message}</p><p><a class="button" href="#/">{SHELL.show_today}</a></p></div>
      : <DaySkeleton />
  }
  return (
    <>
      <DayViews day={day} />
      <DayHead day={day} sought={sought} set_sought={set_sought} />
      <Counts day={day} shown={shown} set_shown={set_shown} />
      <div class="day-columns">
        <RingByHand day={day} />
        <Agenda day={day} shown={shown} sought={sought} clear={() => { set_shown(new Set()); set_sought('') }} />
      </div>
      <PrintedDay day={day} />
    </>
  )
}

function DaySkeleton() {
  return <div class="skeleton" role="status" aria-label={words.loading}><i /><i /><i /><i /><i /></div>
}

function DayHead({ day, sought, set_sought }: { day: Day; sought: string; set_sought: (text: string) => void }) {
  const { times } = useHere()
  const name = day.date === day.today ? words.today : day.date === add_days(day.today, 1) ? words.tomorrow : ''
  const coming = day.appointments.filter((one) => one.state !== 'cancelled').length
  return (
    <div class="day-head">
      <div>
        <h1>{name ? <>{name}<span class="day-date">{times.local_long_day(day.date)}</span></> : times.local_long_day(day.date)}</h1>
        <ClosedMark closed={day.closed} />
        <p class="quiet">{coming === 0 ? words.nobody_expected : words.expected(coming)}</p>
      </div>
      <NewVisitButton key={day.date} date={day.date < day.today ? day.today : day.date} />
      <nav class="day-ways" aria-label={words.days}>
        <a class="button icon-only" href={day_link(add_days(day.date, -1), day.today)} aria-label={words.before}><Icon name="left" /></a>
        <a class="button" href="#/" aria-current={day.date === day.today ? 'date' : undefined}>{words.today}</a>
        <a class="button" href={`#/day/${add_days(day.today, 1)}`} aria-current={name === words.tomorrow ? 'date' : undefined}>{words.tomorrow}</a>
        <a class="button icon-only" href={day_link(add_days(day.date, 1), day.today)} aria-label={words.after}><Icon name="right" /></a>
        <label class="day-pick">
          <Icon name="day" />
          <input type="date" aria-label={words.go_to} value={day.date} onClick={(event) => event.currentTarget.showPicker?.()}
            onChange={(event) => { if (event.currentTarget.value) go(day_link(event.currentTarget.value, day.today)) }} />
        </label>
      </nav>
      {day.appointments.length > 0 && <FindOnDay day={day} sought={sought} set_sought={set_sought} />}
    </div>
  )
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
const digits = (text: string) => text.replace(/[^\d]/g, '')

/** Each word begins one of the name or of what the visit is for; or it is a part of the number. */
function is_sought(one: Appointment, sought: string): boolean {
  if (/^[\d\s()+.-]+$/.test(sought)) return digits(one.number ?? '').includes(digits(sought))
  const words_of = (text: string) => plain(text).split(/[^\p{L}\p{N}]+/u)
  const there = words_of(`${one.name} ${one.summary}`)
  return words_of(sought).every((word) => there.some((begun) => begun.startsWith(word)))
}

/** Somebody is at the door, or rings: `/` and the first letters. Enter opens the only one that is left. */
function FindOnDay({ day, sought, set_sought }: { day: Day; sought: string; set_sought: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null)
  usePageKeys({ '/': () => input.current?.focus() })
  const open = (event: Event) => {
    event.preventDefault()
    const [only, ...others] = day.appointments.filter((one) => is_sought(one, sought.trim()))
    if (only && others.length === 0) go(appointment_link(only.id))
  }
  return (
    <form class="search day-search" role="search" onSubmit={open}>
      <Icon name="search" />
      <input ref={input} type="search" name="find" value={sought} placeholder={words.find} aria-label={words.find} aria-keyshortcuts="/" title={words.find_keys} autoComplete="off"
        onInput={(event) => set_sought(event.currentTarget.value)} onKeyDown={(event) => { if (event.key === 'Escape') { set_sought(''); event.currentTarget.blur() } }} />
    </form>
  )
}

function Counts({ day, shown, set_shown }: {
  day: Day; shown: ReadonlySet<State>; set_shown: (shown: ReadonlySet<State>) => void
}) {
  const turn = (state: State) => {
    const next = new Set(shown)
    if (!next.delete(state)) next.add(state)
    set_shown(next)
  }
  return (
    <div class="counts" role="group" aria-label={words.only_states}>
      {STATES.map((state) => (
        <button key={state} class={`count-chip tone-${STATE_TONES[state]} ${day.counts[state] ? '' : 'none'}`}
          data-state={state} aria-pressed={shown.has(state)} onClick={() => turn(state)}>
          <Icon name={state} size={18} />
          <b>{day.counts[state]}</b>
          <span>{STATE_WORDS[state]}</span>
        </button>
      ))}
    </div>
  )
}

/** The list that must be worked off before anything else. */
function RingByHand({ day }: { day: Day }) {
  const list = day.ring_by_hand
  return (
    <section class={`by-hand ${list.length ? '' : 'nobody'}`} aria-labelledby="by-hand">
      <h2 id="by-hand"><Icon name="call" size={18} />{words.by_hand}{list.length > 0 && <b class="number">{list.length}</b>}</h2>
      {list.length === 0
        ? <p class="quiet">{words.by_hand_nobody}</p>
        : <ul>{list.map((one) => <ByHandItem key={`${one.appointment}${one.why}`} one={one} today={day.today} />)}</ul>}
    </section>
  )
}

function ByHandItem({ one, today }: { one: ByHand; today: string }) {
  const { times } = useHere()
  const [problem, set_problem] = useState<Problem | null>(null)
  const said = (answer: Answer) => {
    post<AppointmentDetail>(`/appointments/${one.appointment}/answer`, { answer, who: remembered_who() })
      .then(refresh_all, set_problem)
  }
  return (
    <li>
      <p class="by-hand-who">
        <a href={appointment_link(one.appointment)}>{one.name || SHELL.no_name}</a>
        <span>{times.near_day(one.local.slice(0, 10), today)} {times.local_time(one.local)}</span>
      </p>
      <p class="by-hand-why"><span class={`dot tone-${one.why === 'call_back' || one.why === 'replied' ? 'neutral' : 'bad'}`} />{WHY_WORDS[one.why]}</p>
      <p class="quiet">{one.since && <><Since at={one.since} today={today} /> </>}{one.text}</p>
      <p class="by-hand-do">
        {one.number
          ? <a class="button number-link" href={`tel:${one.number}`}><Icon name="call" />{one.number_text ?? one.number}</a>
          : <span class="quiet">{words.no_number}</span>}
        <span class="hand-said" role="group" aria-label={words.said(one.name)}>
          <button class="button small" onClick={() => said('confirmed')}>{words.comes}</button>
          <button class="button small" onClick={() => said('cancelled')}>{words.cancels}</button>
        </span>
      </p>
      <Trouble problem={problem} />
    </li>
  )
}

/** Of what has begun, so many rows stay in sight above the line of now; the others open with a button. */
const PAST_IN_SIGHT = 3

function Agenda({ day, shown, sought, clear }: { day: Day; shown: ReadonlySet<State>; sought: string; clear: () => void }) {
  const now = useNow(1000)
  const news = useNews(day)
  const text = sought.trim()
  const narrowed = shown.size > 0 || text !== ''
  const list = day.appointments.filter((one) => (shown.size === 0 || shown.has(one.state)) && (text === '' || is_sought(one, text)))
  // The line of now stands in today's list only, before the first appointment that is still to come.
  const ahead = list.findIndex((one) => new Date(one.at) > now)
  const line = day.date === day.today ? (ahead < 0 ? list.length : ahead) : -1
  const [all_day, set_all_day] = useState('')
  const folded = !narrowed && all_day !== day.date && line > PAST_IN_SIGHT + 1 ? line - PAST_IN_SIGHT : 0
  if (day.appointments.length === 0) return <NothingBooked />
  if (list.length === 0) {
    return (
      <div class="empty"><p role="status">{text === '' ? words.nobody_in([...shown].map((state) => STATE_WORDS[state])) : words.not_found(text)}</p>
        {text !== '' && <p><a class="button" href={`#/clients${query({ q: text })}`}><Icon name="clients" />{words.in_clients}</a></p>}
        <p><button class="button" onClick={clear}>{words.show_all_of(day.appointments.length)}</button></p></div>
    )
  }
  return (
    <section class="agenda" aria-label={words.appointments}>
      {narrowed && (
        <p class="filtered" role="status">{words.of(list.length, day.appointments.length)}<button class="link" onClick={clear}>{words.show_all}</button></p>
      )}
      <ol>
        {folded > 0 && <li class="earlier"><button class="link" onClick={() => set_all_day(day.date)}>{earlier_words(list.slice(0, folded))}</button></li>}
        {list.map((one, index) => index >= folded && (
          <Fragment key={one.id}>
            {index === line && <NowLine now={now} />}
            <Row one={one} before={list[index - 1]} past={new Date(one.at) <= now} fresh={news.has(one.id)} today={day.today} />
          </Fragment>
        ))}
        {line === list.length && <NowLine now={now} />}
      </ol>
      <p class="sr" role="status">{news.size > 0 && [...news.values()].join('. ')}</p>
    </section>
  )
}

function earlier_words(list: Appointment[]): string {
  const open = list.filter((one) => is_open(one.state)).length
  return words.earlier(list.length, open)
}

const is_open = (state: State) => !['showed', 'no_show', 'cancelled'].includes(state)

function NowLine({ now }: { now: Date }) {
  const { times } = useHere()
  return <li class="now-line" aria-label={words.now(times.time(now))}><span>{times.time(now)}</span></li>
}

/** Appointments whose state has just changed: marked for a few seconds, and said to those who listen. */
function useNews(day: Day): ReadonlyMap<number, string> {
  const seen = useRef<{ date: string; states: Map<number, State> }>({ date: '', states: new Map() })
  const [news, set_news] = useState<ReadonlyMap<number, string>>(new Map())
  const states = useMemo(() => new Map(day.appointments.map((one) => [one.id, one.state])), [day])
  useEffect(() => {
    const fresh = new Map<number, string>()
    if (seen.current.date === day.date) {
      for (const one of day.appointments) {
        if (seen.current.states.get(one.id) !== one.state) fresh.set(one.id, `${one.name}: ${STATE_WORDS[one.state]}`)
      }
    }
    seen.current = { date: day.date, states }
    if (fresh.size > 0) set_news(fresh)
  }, [states])
  useEffect(() => {
    if (news.size === 0) return
    const timer = window.setTimeout(() => set_news(new Map()), 4000)
    return () => window.clearTimeout(timer)
  }, [news])
  return news
}

function Row({ one, before, past, fresh, today }: {
  one: Appointment; before: Appointment | undefined; past: boolean; fresh: boolean; today: string
}) {
  const { session, times } = useHere()
  const time = times.local_time(one.local)
  const same_time = before !== undefined && before.local === one.local
  const open = past && is_open(one.state)
  return (
    <li class={`row tone-${STATE_TONES[one.state]} ${past ? 'past' : ''} ${fresh ? 'fresh' : ''} ${one.state}`} data-appointment={one.id}>
      <p class={`row-time ${same_time ? 'same' : ''}`}>{time}
        {one.flag !== 'exact' && <span class="flag" title={FLAG_WORDS[one.flag]}><Icon name="warning" /><span class="sr">{FLAG_WORDS[one.flag]}</span></span>}
      </p>
      <div class="row-who">
        <p><a class="row-link" href={appointment_link(one.id)}>{one.name || SHELL.no_name}</a></p>
        <p class="quiet">{visit_words(one)}</p>
      </div>
      <div class="row-state"><StateBadge state={one.state} /></div>
      <div class="row-text quiet">
        {one.text && !open && <p>{one.since && <><Since at={one.since} today={today} /> </>}{one.text}</p>}
        {one.next && !open && (
          <p class={`row-next ${session.stopped ? 'off' : ''}`}><Icon name={session.stopped ? 'stop' : 'clock'} size={14} />{CHANNEL_WORDS[one.next.channel]} {times.time(one.next.at)}
            {times.date(one.next.at) !== today && `, ${times.day(one.next.at)}`}{session.stopped && words.stopped}</p>
        )}
        {open && <ShowedOrNot id={one.id} name={one.name} />}
      </div>
    </li>
  )
}

/** `5:06 PM:`, with its day unless that is today. */
function Since({ at, today }: { at: string; today: string }) {
  const { times } = useHere()
  const date = times.date(at)
  return <time class="since" dateTime={at}>{date === today ? '' : date === add_days(today, -1) ? words.yesterday : `${times.day(at)} `}{times.time(at)}:</time>
}

const FLAG_WORDS = {
  exact: '',
  gap: words.gap,
  overlap: words.overlap,
}

function ShowedOrNot({ id, name }: { id: number; name: string }) {
  const [problem, set_problem] = useState<Problem | null>(null)
  const mark = (presence: Presence) => {
    post<AppointmentDetail>(`/appointments/${id}/presence`, { presence }).then(refresh_all, set_problem)
  }
  return (
    <span class="came" role="group" aria-label={words.came(name)}>
      <button class="button small" onClick={() => mark('showed')}>{words.showed}</button>
      <button class="button small" onClick={() => mark('no_show')}>{words.no_show}</button>
      {problem && <span class="problem" role="alert">{problem.message}</span>}
    </span>
  )
}

function NothingBooked() {
  return (
    <div class="empty">
      <Icon name="day" size={44} />
      <h2>{words.empty_title}</h2>
      <p>{words.empty}</p>
      <p><a class="button primary" href="#/import"><Icon name="import" />{words.import}</a></p>
    </div>
  )
}
