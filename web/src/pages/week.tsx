// A week as columns, and a month as a calendar: how full, and how sure.
import { useState } from 'preact/hooks'
import { type DayAtGlance, type Days, query, type ShortVisit, type State } from '../api'
import { useGet } from '../live'
import { ClosedMark } from '../parts/closed'
import { date_words, first_weekday, usePageKeys, view_link, Views, week_of } from '../parts/views'
import { appointment_link, day_link, go } from '../router'
import { Icon, STATE_TONES, STATE_WORDS, STATES } from '../states'
import { add_days, date_in, useHere, useNow } from '../time'
import { useTitle } from '../title'
import { CLOSED } from '../words/closed'
import { WEEK as W } from '../words/week'

type Span = 'week' | 'month'

const coming = (day: DayAtGlance) => STATES.reduce((sum, state) => sum + (state === 'cancelled' ? 0 : day.counts[state]), 0)
const all = (day: DayAtGlance) => STATES.reduce((sum, state) => sum + day.counts[state], 0)

export function WeekPage({ date }: { date: string }) {
  const { session } = useHere()
  const { country } = session.account
  const around = useDate(date)
  const from = week_of(around, country)
  const to = add_days(from, 6)
  const title = `${date_words(country, from, { day: 'numeric', month: 'long' })} – ${date_words(country, to, { day: 'numeric', month: 'long', year: 'numeric' })}`
  return (
    <Whole span="week" around={around} from={from} to={to} title={title} before={add_days(around, -7)} after={add_days(around, 7)}>
      {(days) => <div class="week">{days.days.map((day) => <Column key={day.date} day={day} today={days.today} />)}</div>}
    </Whole>
  )
}

export function MonthPage({ date }: { date: string }) {
  const { session } = useHere()
  const { country } = session.account
  const around = useDate(date)
  const first = `${around.slice(0, 7)}-01`
  const last = add_days(month_after(first, 1), -1)
  const from = week_of(first, country)
  const to = add_days(week_of(last, country), 6)
  const title = date_words(country, first, { month: 'long', year: 'numeric' })
  return (
    <Whole span="month" around={around} from={from} to={to} title={title} before={month_after(first, -1)} after={month_after(first, 1)}>
      {(days) => <Calendar days={days} month={around.slice(0, 7)} title={title} />}
    </Whole>
  )
}

/** The first of the month so many months later. */
function month_after(first: string, months: number): string {
  const at = new Date(`${first}T00:00Z`)
  at.setUTCMonth(at.getUTCMonth() + months)
  return at.toISOString().slice(0, 10)
}

/** What stands in the address, or today; what is no date is today. */
function useDate(date: string): string {
  const { session } = useHere()
  const known = /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(`${date}T00:00Z`))
  return known ? date : date_in(session.account.zone, new Date(session.now))
}

function Whole({ span, around, from, to, title, before, after, children }: {
  span: Span; around: string; from: string; to: string; title: string; before: string; after: string
  children: (days: Days) => preact.ComponentChildren
}) {
  const { data: days, problem } = useGet<Days>(`/days${query({ from, to })}`)
  const { session } = useHere()
  const now = useNow(60_000)
  const today = days?.today ?? date_in(session.account.zone, now)
  usePageKeys({ ArrowLeft: view_link(span, before, today), ArrowRight: view_link(span, after, today), t: `#/${span}` })
  useTitle(title)
  const shown = days ? days.days.filter((day) => span === 'week' || day.date.startsWith(around.slice(0, 7))) : []
  const count = shown.reduce((sum, day) => sum + coming(day), 0)
  const ring = shown.reduce((sum, day) => sum + day.ring_by_hand, 0)
  return (
    <>
      <div class="views-row"><Views at={span} date={around} today={today} /></div>
      <div class="day-head">
        <div>
          <h1>{title}</h1>
          <p class="quiet" role="status">{days ? W.of_span(count, ring) : ' '}</p>
        </div>
        <nav class="day-ways" aria-label={W[span]} title={W.keys}>
          <a class="button icon-only" href={view_link(span, before, today)} aria-label={W.before[span]}><Icon name="left" /></a>
          <a class="button" href={`#/${span}`} aria-current={from <= today && today <= to && today.startsWith(span === 'month' ? around.slice(0, 7) : '') ? 'date' : undefined}>{W.today}</a>
          <a class="button icon-only" href={view_link(span, after, today)} aria-label={W.after[span]}><Icon name="right" /></a>
        </nav>
      </div>
      {!days && problem && <p class="problem" role="alert">{W.cannot}. {problem.message}</p>}
      {!days && !problem && <div class="skeleton" role="status" aria-label={W.loading}><i /><i /><i /></div>}
      {days && children(days)}
      {days && shown.every((day) => all(day) === 0) && (
        <div class="empty"><Icon name="day" size={44} /><h2>{W.empty}</h2><p>{W.empty_more}</p></div>
      )}
    </>
  )
}

/** In a narrow window the days stand below one another, and all but today are folded to their headings (week.css). */
function Column({ day, today }: { day: DayAtGlance; today: string }) {
  const { session } = useHere()
  const { country } = session.account
  const [unfolded, set_unfolded] = useState(day.date === today)
  const visits = day.appointments ?? []
  const more = all(day) - visits.length
  const link = day_link(day.date, today)
  const name = (
    <>
      <span class="week-name">{date_words(country, day.date, { weekday: 'short' })}</span>
      <b>{date_words(country, day.date, { day: 'numeric' })}</b>
    </>
  )
  return (
    <section class={`week-day ${day.date === today ? 'is-today' : ''} ${visits.length === 0 ? 'nobody' : ''} ${unfolded ? '' : 'is-folded'}`} data-date={day.date}>
      <h2>
        <a href={link} aria-label={`${date_words(country, day.date, { weekday: 'long', day: 'numeric', month: 'long' })}: ${W.people(coming(day))}`}
          aria-current={day.date === today ? 'date' : undefined}>{name}<span class="week-count">{coming(day)}</span></a>
        {visits.length > 0 && (
          <button class="week-fold" type="button" aria-label={cell_words(country, day)} aria-expanded={unfolded} onClick={() => set_unfolded(!unfolded)}>
            {name}<Counts day={day} /><Icon name="down" />
          </button>
        )}
      </h2>
      <ClosedMark closed={day.closed} />
      <Bar day={day} />
      {day.ring_by_hand > 0 && <p class="week-ring"><Icon name="call" size={14} />{W.ring(day.ring_by_hand)}</p>}
      {visits.length === 0 && <p class="quiet week-none">{W.none}</p>}
      <ol>{visits.map((one) => <li key={one.id}><Chip one={one} /></li>)}</ol>
      {more > 0 && <p class="week-more"><a href={link}>{W.more(more)}</a></p>}
      <p class="week-whole"><a href={link}>{W.whole_day}</a></p>
    </section>
  )
}

function Chip({ one }: { one: ShortVisit }) {
  const { times } = useHere()
  return (
    <a class={`visit-chip tone-${STATE_TONES[one.state]} ${one.state}`} href={appointment_link(one.id)} data-state={one.state} title={STATE_WORDS[one.state]}>
      <Icon name={one.state} size={15} />
      <span class="visit-time">{times.local_time(one.local)}</span>
      <span class="visit-name">{one.name || W.no_name}</span>
      <span class="sr">, {STATE_WORDS[one.state]}{one.ring_by_hand && `, ${W.ring_one}`}</span>
      {one.ring_by_hand && <span class="visit-ring"><Icon name="call" size={13} /></span>}
    </a>
  )
}

/** How many are in each state, for a heading with nothing below it. */
function Counts({ day }: { day: DayAtGlance }) {
  return (
    <span class="week-states">
      {STATES.filter((state) => day.counts[state] > 0).map((state) => (
        <span key={state} class={`tone-${STATE_TONES[state]}`} title={STATE_WORDS[state]}><Icon name={state} size={14} />{day.counts[state]}</span>
      ))}
    </span>
  )
}

/** How the day's visits stand, at a glance; the words beside it say the same. */
function Bar({ day }: { day: DayAtGlance }) {
  const whole = all(day)
  if (whole === 0) return null
  return (
    <span class="state-bar" aria-hidden="true">
      {STATES.filter((state) => day.counts[state] > 0).map((state) => (
        <i key={state} class={`tone-${STATE_TONES[state]} ${state}`} style={{ flexGrow: day.counts[state] }} title={`${STATE_WORDS[state]}: ${day.counts[state]}`} />
      ))}
    </span>
  )
}

function Calendar({ days, month, title }: { days: Days; month: string; title: string }) {
  const { session } = useHere()
  const { country } = session.account
  const weeks = Array.from({ length: days.days.length / 7 }, (_, i) => days.days.slice(i * 7, i * 7 + 7))
  return (
    <table class="month" data-first={first_weekday(country)}>
      <caption class="sr">{W.calendar(title)}</caption>
      <thead><tr>{days.days.slice(0, 7).map((day) => (
        <th key={day.date} scope="col"><abbr title={date_words(country, day.date, { weekday: 'long' })}>{date_words(country, day.date, { weekday: 'short' })}</abbr></th>
      ))}</tr></thead>
      <tbody>{weeks.map((week) => (
        <tr key={week[0]!.date}>{week.map((day) => <Cell key={day.date} day={day} today={days.today} other={!day.date.startsWith(month)} />)}</tr>
      ))}</tbody>
    </table>
  )
}

function Cell({ day, today, other }: { day: DayAtGlance; today: string; other: boolean }) {
  const { session } = useHere()
  const link = day_link(day.date, today)
  return (
    <td class={`${other ? 'other' : ''} ${day.closed ? 'is-closed' : ''} ${day.date === today ? 'is-today' : ''}`} data-date={day.date} onClick={(event) => { if (event.target === event.currentTarget) go(link) }}>
      <a href={link} aria-label={cell_words(session.account.country, day)} aria-current={day.date === today ? 'date' : undefined}>
        <span class="month-date">{Number(day.date.slice(8))}</span>
        {coming(day) > 0 && <b>{coming(day)}</b>}
        <Bar day={day} />
        {day.closed && <span class="closed-mark">{CLOSED.on_day(day.closed.name)}</span>}
        {day.ring_by_hand > 0 && <span class="month-ring"><Icon name="call" size={13} />{day.ring_by_hand}</span>}
      </a>
    </td>
  )
}

function cell_words(country: string, day: DayAtGlance): string {
  const states = (STATES as readonly State[]).filter((state) => day.counts[state] > 0).map((state) => `${STATE_WORDS[state]} ${day.counts[state]}`)
  return [`${date_words(country, day.date, { weekday: 'long', day: 'numeric', month: 'long' })}: ${W.people(coming(day))}`, ...states,
    ...(day.closed ? [CLOSED.on_day(day.closed.name)] : []),
    ...(day.ring_by_hand > 0 ? [W.ring(day.ring_by_hand)] : [])].join(', ')
}
