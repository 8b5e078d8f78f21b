// How fast contacts go out: today by the hour against what those who take callbacks can answer, and who they are.
import { useState } from 'preact/hooks'
import { type PaceHour, type Pacing, type Problem, put } from '../api'
import { useGet } from '../live'
import { Icon } from '../states'
import { useHere, useNow } from '../time'
import { PACE as W } from '../words/pace'
import { Field, Form } from './field'
import { day_names, type Shift, shift_text, shifts_of, WEEKDAYS } from './shifts'
import { Trouble } from './trouble'

export function Pace() {
  const { session } = useHere()
  const { data, problem, set } = useGet<Pacing>('/pacing')
  const [before, set_before] = useState<Pacing | null>(null)
  const [trouble, set_trouble] = useState<Problem | null>(null)
  if (!data) return problem ? <Trouble problem={problem} /> : null
  const saved = (next: Pacing) => { set_before(data); set(next); set_trouble(null) }
  const undo = () => {
    if (before) put<Pacing>('/pacing', settings_of(before)).then((next) => { set_before(null); set(next) }, set_trouble)
  }
  return (
    <section class="card pace-today" aria-labelledby="pace">
      <h2 id="pace">{W.title}</h2>
      <p class="quiet">{data.by_agents ? W.by_agents(percent(data.wait_share), data.wait_seconds) : W.when_due}{limits_words(data)}</p>
      {data.now && <p><b>{W.now(Math.round(data.now.contacts_per_hour))}</b> {W.holds[data.now.hold] ?? ''} <span class="quiet">{W.learnt(Math.round(data.now.callbacks_counted), Math.round(data.now.contacts_counted))}</span></p>}
      <Curve hours={data.today} reckoned={data.reckoned} />
      {before && <p class="said" role="status"><span>{W.saved}</span><button class="button small" type="button" onClick={undo}><Icon name="undo" />{W.undo}</button></p>}
      <Trouble problem={trouble} />
      <ShiftList shifts={shifts_of(data.shifts)} />
      {session.role === 'owner' ? <details class="pace-change"><summary>{W.change}</summary><Change key={JSON.stringify(settings_of(data))} pace={data} saved={saved} /></details> : <p class="quiet">{W.owners}</p>}
    </section>
  )
}

const percent = (share: number) => `${Math.round(share * 100)} %`
const settings_of = ({ today: _today, reckoned: _reckoned, agents: _agents, now: _now, shifts, ...rest }: Pacing) => ({ ...rest, shifts: shifts_of(shifts).map(shift_text) })

function limits_words(pace: Pacing): string {
  const limits = (['per_minute', 'per_hour', 'day_contacts', 'month_contacts'] as const).filter((name) => pace[name] !== null)
  return limits.length === 0 ? '' : ` ${W.at_most(limits.map((name) => W.limit[name](pace[name]!)))}`
}

const WIDTH = 660
const HEIGHT = 160
const HEAD = 28
const FOOT = 26

/** Bars for what waits, a line for how many contacts there is room for; from the first hour with either to the last. */
function Curve({ hours, reckoned }: { hours: PaceHour[]; reckoned: Pacing['reckoned'] }) {
  const { times } = useHere()
  const now = useNow(60_000)
  const used = hours.map((one, at) => (one.waiting > 0 || one.agents > 0 ? at : -1)).filter((at) => at >= 0)
  if (used.length === 0) return <p class="quiet">{W.nothing_today}</p>
  const shown = hours.slice(used[0], used[used.length - 1]! + 1)
  const room = shown.some((one) => one.contacts !== null)
  const most = Math.max(1, ...shown.map((one) => Math.max(one.waiting, one.contacts ?? 0)))
  const wide = WIDTH / shown.length
  const y = (value: number) => HEIGHT - (value / most) * (HEIGHT - HEAD)
  const line = shown.map((one, at) => `${at === 0 ? 'M' : 'L'}${at * wide} ${y(one.contacts ?? 0)}H${(at + 1) * wide}`).join('')
  const every = Math.ceil(shown.length / 8)
  const full = shown.filter((one) => one.contacts !== null && one.waiting > one.contacts)
  return (
    <figure class="pace-curve">
      <ul class="legend"><li><i class="part-neutral" />{W.waiting}</li>{room && <li><i class="pace-room" />{W.room}</li>}</ul>
      <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT + FOOT}`} aria-hidden="true">
        {shown.map((one, at) => {
          const over = one.contacts !== null && one.waiting > one.contacts
          return (
            <g key={one.at} data-hour={one.local.slice(11, 13)}>
              <title>{hour_words(times.local_time(one.local), one)}</title>
              <rect x={at * wide} y="0" width={wide} height={HEIGHT} fill="transparent" />
              <rect class={over ? 'part-bad' : 'part-neutral'} x={at * wide + 3} y={y(one.waiting)} width={wide - 6} height={HEIGHT - y(one.waiting)} rx="2" />
              {one.waiting > 0 && <text x={(at + 0.5) * wide} y={y(one.waiting) - 5} text-anchor="middle" class="chart-count">{one.waiting}</text>}
              {at % every === 0 && <text class={at % (2 * every) === 0 ? undefined : 'pace-minor'} x={(at + 0.5) * wide} y={HEIGHT + FOOT - 4} text-anchor="middle">{times.local_time(one.local).replace(':00', '')}</text>}
            </g>
          )
        })}
        {room && <path class="pace-line" d={line} />}
        <NowMark hours={shown} wide={wide} now={now} />
      </svg>
      <ul class="sr">{shown.map((one) => <li key={one.at}>{hour_words(times.local_time(one.local), one)}</li>)}</ul>
      {full.length > 0 && <figcaption class="pace-full"><Icon name="warning" />{W.too_many(full.map((one) => times.local_time(one.local)))}</figcaption>}
      {room && <p class="quiet pace-by">{W.reckoned(Math.round(reckoned.callback_share * 1000) / 10, Math.round(reckoned.contacts_counted), Math.round(reckoned.handling_seconds), Math.round(reckoned.callbacks_handled))}</p>}
    </figure>
  )
}

const hour_words = (time: string, one: PaceHour) => W.hour(time, one.waiting, one.contacts, one.agents)

function NowMark({ hours, wide, now }: { hours: PaceHour[]; wide: number; now: Date }) {
  const into = (now.getTime() - Date.parse(hours[0]!.at)) / 3_600_000
  if (into < 0 || into > hours.length) return null
  return <line class="pace-now" x1={into * wide} x2={into * wide} y1="0" y2={HEIGHT} />
}

function ShiftList({ shifts }: { shifts: Shift[] }) {
  const { session, times } = useHere()
  if (shifts.length === 0) return <p class="quiet">{W.no_shifts}</p>
  return (
    <ul class="pace-shifts" aria-label={W.shifts}>
      {shifts.map((one) => (
        <li key={shift_text(one)}><b>{day_names(one, session.account.country)}</b> {times.local_time(`2024-01-01T${one.opens}`)} – {one.closes === '24:00' ? W.midnight : times.local_time(`2024-01-01T${one.closes}`)} <span class="quiet">{W.agents(one.agents)}</span></li>
      ))}
    </ul>
  )
}

const USUAL: Shift = { first: 0, last: 4, opens: '09:00', closes: '17:00', agents: 1 }

function Change({ pace, saved }: { pace: Pacing; saved: (next: Pacing) => void }) {
  const [shifts, set_shifts] = useState<Shift[]>(() => shifts_of(pace.shifts))
  const [by_agents, set_by_agents] = useState(pace.by_agents)
  const [handling, set_handling] = useState(String(pace.handling_seconds))
  const [callbacks, set_callbacks] = useState(String(Math.round(pace.callback_share * 1000) / 10))
  const [per_hour, set_per_hour] = useState(pace.per_hour === null ? '' : String(pace.per_hour))
  const change = (at: number, to: Partial<Shift>) => set_shifts(shifts.map((one, index) => (index === at ? { ...one, ...to } : one)))
  const submit = () => put<Pacing>('/pacing', {
    by_agents, shifts: shifts.map(shift_text), handling_seconds: Number(handling), callback_share: Number(callbacks) / 100, per_hour: per_hour === '' ? null : Number(per_hour),
  }).then(saved)
  return (
    <Form submit={submit} go={W.save}>
      <fieldset class="pace-edit">
        <legend>{W.shifts}</legend>
        {shifts.map((one, at) => <ShiftFields key={at} one={one} change={(to) => change(at, to)} remove={() => set_shifts(shifts.filter((_, index) => index !== at))} />)}
        <button class="button small" type="button" onClick={() => set_shifts([...shifts, USUAL])}><Icon name="plus" />{W.add_shift}</button>
      </fieldset>
      <label class="calls-closed"><input type="checkbox" name="by_agents" checked={by_agents} onChange={(event) => set_by_agents(event.currentTarget.checked)} /> {W.follow}</label>
      <div class="fields two">
        <Field name="handling_seconds" label={W.handling} value={handling} set={set_handling} mode="numeric" />
        <Field name="callback_share" label={W.callbacks} value={callbacks} set={set_callbacks} mode="numeric" />
        <Field name="per_hour" label={W.per_hour} hint={W.per_hour_hint} value={per_hour} set={set_per_hour} required={false} mode="numeric" />
      </div>
    </Form>
  )
}

function ShiftFields({ one, change, remove }: { one: Shift; change: (to: Partial<Shift>) => void; remove: () => void }) {
  const { session } = useHere()
  const days = (label: string, value: number, set: (day: number) => void) => (
    <select class="select" aria-label={label} value={value} onChange={(event) => set(Number(event.currentTarget.value))}>
      {WEEKDAYS.map((day, index) => <option key={day} value={index}>{day_names({ ...one, first: index, last: index }, session.account.country)}</option>)}
    </select>
  )
  const time = (label: string, value: string, set: (time: string) => void) => (
    <input class="select" type="time" aria-label={label} required value={value === '24:00' ? '23:59' : value} onChange={(event) => set(event.currentTarget.value)} />
  )
  return (
    <p class="pace-shift">
      {days(W.from_day, one.first, (first) => change({ first, last: Math.max(first, one.last) }))}
      {days(W.to_day, one.last, (last) => change({ last, first: Math.min(last, one.first) }))}
      {time(W.opens, one.opens, (opens) => change({ opens }))}
      {time(W.closes, one.closes, (closes) => change({ closes }))}
      <input class="select" type="number" min={1} max={1000} required aria-label={W.how_many} value={one.agents} onInput={(event) => change({ agents: Number(event.currentTarget.value) })} />
      <button class="button small icon-only" type="button" aria-label={W.remove_shift} onClick={remove}><Icon name="trash" /></button>
    </p>
  )
}
