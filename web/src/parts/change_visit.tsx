// An appointment moved, cancelled and taken back; each says who will be contacted.
import { useState } from 'preact/hooks'
import { type AppointmentDetail, post, Problem, put, type Standing } from '../api'
import { type Fetched, refresh_all } from '../live'
import { VISITS as words } from '../words/clients'
import { Field, Form } from './field'
import { WhatIsSent, Which } from './new_visit'
import { Trouble } from './trouble'

export function ChangeVisit({ one, fetched }: { one: AppointmentDetail; fetched: Fetched<AppointmentDetail> }) {
  const [moving, set_moving] = useState(false)
  const [told, set_told] = useState('')
  const [problem, set_problem] = useState<Problem | null>(null)
  const take = (words_for: string) => (answer: AppointmentDetail) => {
    set_problem(null)
    set_told(words_for)
    set_moving(false)
    fetched.set(answer)
    refresh_all()
  }
  const send = (path: string, done: string) => { post<AppointmentDetail>(`/appointments/${one.id}/${path}`, {}).then(take(done), set_problem) }
  if (one.source.startsWith('feed ')) return <p class="quiet small change-visit">{words.of_feed}</p>
  const gone = one.booking === 'cancelled'
  return (
    <div class="change-visit">
      {!gone && !moving && (
        <p class="change-do">
          <button class="button" onClick={() => { set_told(''); set_moving(true) }}>{words.move}</button>
          <button class="button" onClick={() => send('cancel', words.cancelled)}>{words.cancel}</button>
          <span class="quiet small">{words.cancel_hint}</span>
        </p>
      )}
      {moving && <MoveForm one={one} done={(answer, moved) => take(moved ? words.moved : words.noted)(answer)} close={() => set_moving(false)} />}
      <div role="status">
        {gone && <p class="told">{words.cancelled} <button class="button small" onClick={() => send('restore', words.restored)}>{words.undo}</button></p>}
        {!gone && told && told !== words.cancelled && <div class="told"><p>{told}</p><WhatIsSent one={one} /></div>}
      </div>
      <Trouble problem={problem} />
      {one.source !== 'staff' && (told || moving) && <p class="quiet small">{words.of_file(one.source)}</p>}
    </div>
  )
}

function MoveForm({ one, done, close }: { one: AppointmentDetail; done: (one: AppointmentDetail, moved: boolean) => void; close: () => void }) {
  const [date, set_date] = useState(one.local.slice(0, 10))
  const [time, set_time] = useState(one.local.slice(11, 16))
  const [note, set_note] = useState(one.summary)
  const [which, set_which] = useState<'' | 'first' | 'second'>('')
  const [twice, set_twice] = useState(false)
  const start = `${date}T${time}`
  const moved = start !== one.local.slice(0, 16) || which !== ''
  const save = async () => {
    try {
      done(await put<AppointmentDetail>(`/appointments/${one.id}`, { note, ...(moved ? { start } : {}), ...(which ? { which } : {}) }), moved)
    } catch (error) {
      if (error instanceof Problem && error.field === 'which') { set_twice(true); set_which('first') }
      throw error
    }
  }
  return (
    <section class="card" aria-label={words.move_title}>
      <Form submit={save} go={words.save} more={<button class="button" type="button" onClick={close}>{words.close}</button>}>
        <div class="fields pair">
          <Field name="date" label={words.date} type="date" value={date} set={set_date} focus />
          <Field name="time" label={words.time} type="time" value={time} set={set_time} />
        </div>
        {twice && <Which value={which} set={set_which} />}
        <Field name="note" label={words.note} hint={words.note_hint} value={note} set={set_note} required={false} max={300} />
      </Form>
    </section>
  )
}

/** What a person may want with one reminder: only what waits can be hastened or left out. */
export function ReminderWishes({ id, one, take }: { id: number; one: Standing; take: (one: AppointmentDetail) => void }) {
  const [problem, set_problem] = useState<Problem | null>(null)
  const wish = (path: string) => () => {
    post<AppointmentDetail>(`/appointments/${id}/reminders/${path}`, { rule: one.rule, channel: one.channel })
      .then((answer) => { set_problem(null); take(answer) }, set_problem)
  }
  const left_out = one.state === 'dropped' && one.reason === 'discarded'
  if (one.state !== 'waiting' && !left_out) return null
  return (
    <span class="wishes">
      {one.state === 'waiting' && <button class="button small" onClick={wish('now')}>{words.now}</button>}
      {one.state === 'waiting' && <button class="button small" onClick={wish('not-at-all')}>{words.not_at_all}</button>}
      {left_out && <button class="button small" onClick={wish('after-all')}>{words.after_all}</button>}
      {problem && <span class="problem" role="alert">{problem.message}</span>}
    </span>
  )
}
