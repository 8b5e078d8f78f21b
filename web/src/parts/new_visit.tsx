// An appointment typed in: who, when, and then what will be sent, to whom.
import { useEffect, useId, useState } from 'preact/hooks'
import { type AppointmentDetail, type ClientList, type ClientRow, get, post, Problem, query } from '../api'
import { refresh_all } from '../live'
import { appointment_link } from '../router'
import { CHANNEL_WORDS, Icon } from '../states'
import { useHere } from '../time'
import { CLOSED } from '../words/closed'
import { VISITS as words } from '../words/clients'
import { Dialog } from './dialog'
import { Field, Form } from './field'

export function NewVisitButton({ date }: { date: string }) {
  const [open, set_open] = useState(false)
  return (
    <>
      <button class="button primary new-visit-button" onClick={() => set_open(true)}><Icon name="plus" />{words.add}</button>
      {open && <NewVisit date={date} close={() => set_open(false)} />}
    </>
  )
}

function NewVisit({ date, close }: { date: string; close: () => void }) {
  const [made, set_made] = useState<AppointmentDetail | null>(null)
  return (
    <Dialog title={made ? words.booked(made.name) : words.add} close={close}>
      {made
        ? <Booked one={made} another={() => set_made(null)} close={close} />
        : <VisitForm date={date} done={(one) => { set_made(one); refresh_all() }} close={close} />}
    </Dialog>
  )
}

function VisitForm({ date: day, done, close }: { date: string; done: (one: AppointmentDetail) => void; close: () => void }) {
  const { session, times } = useHere()
  const [name, set_name] = useState('')
  const [client, set_client] = useState<ClientRow | null>(null)
  const [number, set_number] = useState('')
  const [date, set_date] = useState(day)
  const [time, set_time] = useState('')
  const [note, set_note] = useState('')
  const [how, set_how] = useState('')
  const [which, set_which] = useState<'' | 'first' | 'second'>('')
  const [twice, set_twice] = useState(false)
  const choose = (one: ClientRow | null) => {
    set_client(one)
    if (one) { set_name(one.name); set_number(one.number_text ?? one.number ?? '') }
  }
  const book = async () => {
    // A number that was changed beside the name is somebody's else: it is looked up with the name, and not overwritten.
    const known = client && number === (client.number_text ?? client.number ?? '')
    const who = known ? { client: client.id } : { name, number }
    const attested = how && `${session.person?.name ?? ''}, ${times.date(session.now)}: ${how}`
    try {
      done(await post<AppointmentDetail>('/appointments', { ...who, start: `${date}T${time}`, note, attested, ...(which ? { which } : {}) }))
    } catch (error) {
      if (error instanceof Problem && error.field === 'which') { set_twice(true); set_which('first') }
      throw error
    }
  }
  return (
    <Form submit={book} go={words.book} more={<button class="button" type="button" onClick={close}>{words.close}</button>}>
      <div class="fields new-visit">
        <NameField name={name} set={(text) => { set_name(text); if (client && text !== client.name) { set_client(null); set_number('') } }} choose={choose} />
        <Field name="number" label={words.number} value={number} set={set_number} mode="tel" required={!client} max={40} />
        <div class="fields pair">
          <Field name="date" label={words.date} type="date" value={date} set={set_date} />
          <Field name="time" label={words.time} type="time" value={time} set={set_time} />
        </div>
        {twice && <Which value={which} set={set_which} />}
        <Field name="note" label={words.note} hint={words.note_hint} value={note} set={set_note} required={false} max={300} />
        <Field name="attested" label={words.consent} hint={words.consent_hint} value={how} set={set_how} required={false} max={400} />
      </div>
    </Form>
  )
}

export function Which({ value, set }: { value: string; set: (which: 'first' | 'second') => void }) {
  return (
    <label class="field">{words.which}
      <select class="select" name="which" value={value} onChange={(event) => set(event.currentTarget.value as 'first' | 'second')}>
        <option value="first">{words.first}</option>
        <option value="second">{words.second}</option>
      </select>
    </label>
  )
}

/** A name, with those who are known by it: arrows and Enter choose, Escape closes the list alone. */
function NameField({ name, set, choose }: { name: string; set: (name: string) => void; choose: (one: ClientRow) => void }) {
  const id = useId()
  const [list, set_list] = useState<ClientRow[]>([])
  const [at, set_at] = useState(-1)
  const [wanted, set_wanted] = useState('')
  useEffect(() => {
    if (wanted.trim().length < 2) { set_list([]); return }
    let mine = true
    const timer = window.setTimeout(() => {
      get<ClientList>(`/clients${query({ q: wanted.trim(), limit: 6 })}`).then((found) => { if (mine) { set_list(found.clients); set_at(-1) } }, () => {})
    }, 150)
    return () => { mine = false; window.clearTimeout(timer) }
  }, [wanted])
  const shut = () => { set_wanted(''); set_list([]) }
  const take = (one: ClientRow) => { choose(one); shut() }
  const key = (event: KeyboardEvent) => {
    if (list.length === 0) return
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }
    const move = moves[event.key]
    if (move) { event.preventDefault(); set_at((at + move + list.length + (at < 0 && move < 0 ? 1 : 0)) % list.length) }
    if (event.key === 'Enter' && at >= 0) { event.preventDefault(); take(list[at]!) }
    if (event.key === 'Escape') { event.preventDefault(); event.stopPropagation(); shut() }
  }
  const open = list.length > 0
  return (
    <div class="suggest">
      <label class="field">{words.name}<small> {words.name_hint}</small>
        <input name="name" value={name} required maxLength={200} autoComplete="off" autoFocus role="combobox" aria-autocomplete="list"
          aria-expanded={open} aria-controls={`${id}-list`} aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
          onInput={(event) => { set(event.currentTarget.value); set_wanted(event.currentTarget.value) }} onKeyDown={key} onBlur={() => window.setTimeout(shut, 150)} />
      </label>
      <ul id={`${id}-list`} class="suggestions" role="listbox" aria-label={words.suggestions} hidden={!open}>
        {list.map((one, index) => (
          <li key={one.id} id={`${id}-${index}`} role="option" aria-selected={index === at} onMouseDown={(event) => { event.preventDefault(); take(one) }}>
            <b>{one.name}</b> <span class="quiet">{one.number_text ?? one.email}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Booked({ one, another, close }: { one: AppointmentDetail; another: () => void; close: () => void }) {
  const { times } = useHere()
  return (
    <>
      <p role="status"><b>{times.local_time(one.local)}</b>, {times.local_long_day(one.local)}</p>
      {one.closed && <p class="warning"><Icon name="warning" />{CLOSED.on_visit(one.closed.name)}</p>}
      <WhatIsSent one={one} />
      <p class="actions">
        <a class="button primary" href={appointment_link(one.id)} onClick={close}>{words.open}</a>
        <button class="button" onClick={another}>{words.another}</button>
        <button class="button" onClick={close}>{words.close}</button>
      </p>
    </>
  )
}

/** Who will be contacted, how and when; and why nobody will be. */
export function WhatIsSent({ one }: { one: AppointmentDetail }) {
  const { times } = useHere()
  if (one.next.length === 0) {
    const why = [...new Set(one.reminders.map((reminder) => reminder.text).filter(Boolean))]
    return <div class="what-is-sent"><p>{words.nothing} {why.join(' ') || one.text}</p></div>
  }
  return (
    <div class="what-is-sent">
      <p>{words.will(one.name, one.number_text ?? one.email ?? '')}</p>
      <ul>
        {one.next.map((next, index) => (
          <li key={index}><Icon name={next.channel} size={16} /><span>{CHANNEL_WORDS[next.channel]}: <b>{times.time(next.at)}</b>, {times.day(next.at)}</span></li>
        ))}
      </ul>
      <p class="quiet small">{words.not_now}</p>
    </div>
  )
}
