// The days on which the business works, and those on which it is closed; what was removed comes back.
import { useState } from 'preact/hooks'
import { type ClosedDay, type ClosedDays, type ClosedOn, post, post_if, type Problem, put_if } from '../api'
import { useGet } from '../live'
import { Icon } from '../states'
import { useHere } from '../time'
import { CLOSED as W } from '../words/closed'
import { Field, Form } from './field'
import { Trouble } from './trouble'
import { date_words } from './views'

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
/** A week that begins on a Monday, for the names of its days. */
const SOME_MONDAY = '2024-01-0'

interface Said { text: string; undo: (() => Promise<unknown>) | null }

export function ClosedTab() {
  const { session } = useHere()
  const { data, problem, set } = useGet<ClosedDays>('/closed-days')
  const [said, set_said] = useState<Said | null>(null)
  const [trouble, set_trouble] = useState<Problem | null>(null)
  if (!data) return problem ? <p class="problem" role="alert">{problem.message}</p> : <p role="status">{W.loading}</p>
  const owner = session.role === 'owner'
  const done = (next: ClosedDays, words: string[], undo: Said['undo']) => {
    set(next); set_trouble(null)
    set_said({ text: [...words, ...(next.visits ? [W.visits(next.visits)] : []), W.moved(next.moved ?? 0)].join(' '), undo })
  }
  const open = (id: number, version: number, undo: Said['undo']) =>
    post_if<ClosedDays>(`/closed-days/${id}/remove`, {}, version).then((next) => done(next, [W.opened], undo), set_trouble)
  const close = (day: Omit<ClosedDay, 'id'>) => post<ClosedDays>('/closed-days', day)
  const remove = ({ id, ...day }: ClosedDay) => open(id, data.version,
    day.to < data.today ? null : () => close(day).then((next) => done(next, [W.closed], null), set_trouble))
  const added = (next: ClosedDays) => done(next, [W.closed], () => open(next.closed_day!, next.version, null))
  const list = (days: ClosedDay[]) => (
    <ul class="closed-list">{days.map((one) => <Row key={one.id} day={one} remove={owner ? () => remove(one) : null} />)}</ul>
  )
  const past = data.closed_days.filter((one) => one.to < data.today)
  const ahead = data.closed_days.filter((one) => one.to >= data.today)
  return (
    <>
      <div role="status" aria-live="polite">
        {said && <p class="said"><span>{said.text}</span>{said.undo && <button class="button small" type="button" onClick={said.undo}><Icon name="undo" />{W.undo}</button>}</p>}
      </div>
      <Trouble problem={trouble} />
      <section class="card closed-days" aria-labelledby="closed-ahead">
        <h2 id="closed-ahead">{W.ahead}</h2>
        {ahead.length > 0 ? list(ahead) : <p class="quiet">{W.none}</p>}
        {owner && <NewClosedDay today={data.today} close={(day) => close(day).then(added)} />}
      </section>
      <Week key={data.version} data={data} owner={owner} saved={(next) => done(next, [W.week_saved], null)} />
      {past.length > 0 && <details class="card closed-past"><summary>{W.past}</summary>{list(past)}</details>}
      {!owner && <p class="quiet">{W.owners}</p>}
    </>
  )
}

function Row({ day, remove }: { day: ClosedDay; remove: (() => void) | null }) {
  const words = useDates()(day)
  return (
    <li data-closed={day.id}>
      <p><b>{words}</b>{day.name && <span> {day.name}</span>}</p>
      {remove && <button class="button small" type="button" aria-label={`${W.remove}: ${words}`} onClick={remove}><Icon name="trash" />{W.remove}</button>}
    </li>
  )
}

function useDates() {
  const { session } = useHere()
  const one = (date: string) => date_words(session.account.country, date, { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' })
  return (day: ClosedOn) => (day.from === day.to ? one(day.from) : W.until(one(day.from), one(day.to)))
}

function NewClosedDay({ today, close }: { today: string; close: (day: Omit<ClosedDay, 'id'>) => Promise<void> }) {
  const [from, set_from] = useState(today)
  const [to, set_to] = useState('')
  const [name, set_name] = useState('')
  const submit = () => close({ from, to: to || from, name }).then(() => { set_to(''); set_name('') })
  return (
    <section aria-label={W.new_day}>
      <h3>{W.new_day}</h3>
      <Form submit={submit} go={W.add}>
        <div class="closed-new">
          <Field name="closed_from" label={W.from} type="date" value={from} set={set_from} />
          <Field name="closed_to" label={W.to} hint={W.to_hint} type="date" value={to} set={set_to} required={false} />
          <Field name="closed_name" label={W.name} hint={W.name_hint} value={name} set={set_name} required={false} max={60} />
        </div>
      </Form>
    </section>
  )
}

function Week({ data, owner, saved }: { data: ClosedDays; owner: boolean; saved: (next: ClosedDays) => void }) {
  const { session } = useHere()
  const [open, set_open] = useState<ReadonlySet<string>>(new Set(data.open_weekdays))
  const [calls, set_calls] = useState(data.calls_on_closed_days)
  const turn = (day: string) => {
    const next = new Set(open)
    if (!next.delete(day)) next.add(day)
    set_open(next)
  }
  const submit = () => put_if<ClosedDays>('/closed-days', { open_weekdays: WEEKDAYS.filter((day) => open.has(day)), calls_on_closed_days: calls }, data.version).then(saved)
  const fields = (
    <>
      <fieldset class="weekdays" disabled={!owner}>
        <legend>{W.week}</legend>
        {WEEKDAYS.map((day, index) => (
          <label key={day}><input type="checkbox" name={day} checked={open.has(day)} onChange={() => turn(day)} /> {date_words(session.account.country, `${SOME_MONDAY}${index + 1}`, { weekday: 'long' })}</label>
        ))}
        <p class="quiet">{W.week_more}</p>
      </fieldset>
      <label class="calls-closed"><input type="checkbox" name="calls_on_closed_days" disabled={!owner} checked={calls} onChange={(event) => set_calls(event.currentTarget.checked)} /> {W.calls}</label>
      <p class="quiet">{W.calls_more}</p>
    </>
  )
  return <section class="card closed-week">{owner ? <Form submit={submit} go={W.save}>{fields}</Form> : fields}</section>
}

/** On a day's page and in a week: that the business is closed. */
export function ClosedMark({ closed }: { closed: ClosedOn | null }) {
  return closed && <p class="closed-mark"><Icon name="stop" size={14} />{W.on_day(closed.name)}</p>
}
