// The business's numbers: which flow answers each, and what callers may do. What was changed is put back with a click.
import { useState } from 'preact/hooks'
import { type Flow, type Line, type Lines, post, type Problem, put } from '../api'
import { useGet } from '../live'
import { Field, Form } from '../parts/field'
import { Trouble } from '../parts/trouble'
import { Icon } from '../states'
import { useHere } from '../time'
import { NUMBERS as W } from '../words/numbers'
import { SHELL } from '../words/shell'

const USUAL = 'callback-line'

interface Said { text: string; undo: () => Promise<Lines> }

export function Numbers() {
  const { session } = useHere()
  const { data, problem, set } = useGet<Lines>('/lines')
  const flows = useGet<{ flows: Flow[] }>('/flows').data?.flows ?? []
  const [said, set_said] = useState<Said | null>(null)
  const [trouble, set_trouble] = useState<Problem | null>(null)
  if (!data) return problem ? <Trouble problem={problem} /> : <p role="status">{SHELL.loading}…</p>
  const owner = session.role === 'owner'
  const done = (text: string, undo: Said['undo']) => (next: Lines) => { set(next); set_trouble(null); set_said({ text, undo }) }
  const take_back = () => said?.undo().then((next) => { set(next); set_said(null) }, set_trouble)
  /** As it was: what nothing was set for is answered as usual, or by nobody. */
  const put_back = (number: string) => {
    const before = data.lines.find((one) => one.number === number)
    return () => (before?.set_by ? put<Lines>('/lines', { number, flow: before.flow }) : post<Lines>('/lines/remove', { number }))
  }
  const answer = (number: string, flow: string) => put<Lines>('/lines', { number, flow }).then((next) => {
    const line = next.lines.find((one) => !data.lines.some((old) => old.number === one.number))
    done(W.set, put_back(line?.number ?? number))(next)
  })
  const remove = (number: string) => post<Lines>('/lines/remove', { number }).then(done(W.removed, put_back(number)), set_trouble)
  return (
    <>
      <p class="quiet">{W.lead}</p>
      <div role="status" aria-live="polite">
        {said && <p class="said"><span>{said.text}</span><button class="button small" type="button" onClick={take_back}><Icon name="undo" />{W.undo}</button></p>}
      </div>
      <Trouble problem={trouble} />
      <ul class="card number-list">
        {data.lines.map((line) => <Row key={line.number} line={line} flows={flows}
          answer={owner ? (flow) => answer(line.number, flow).catch(set_trouble) : null} remove={owner && line.set_by !== null ? () => remove(line.number) : null} />)}
      </ul>
      {owner && <NewNumber flows={flows} answer={answer} paths={[data.voice_path, data.status_path]} />}
      <Allows key={JSON.stringify(data.allows)} lines={data} owner={owner} saved={(next) => {
        done(W.set, () => put<Lines>('/lines/allows', data.allows))(next)
      }} />
      {!owner && <p class="quiet">{W.owners}</p>}
    </>
  )
}

const title_of = (flows: Flow[], name: string) => flows.find((one) => one.name === name)?.title || name
const inbound = (flows: Flow[]) => flows.filter((one) => one.kind === 'inbound')

function FlowChoice({ flows, value, set, label }: { flows: Flow[]; value: string; set: (flow: string) => void; label: string }) {
  const known = inbound(flows)
  return (
    <select class="select" name="flow" aria-label={label} value={value} onChange={(event) => set(event.currentTarget.value)}>
      {!known.some((one) => one.name === value) && <option value={value}>{title_of(flows, value)}</option>}
      {known.map((one) => <option key={one.name} value={one.name}>{one.title || one.name}</option>)}
    </select>
  )
}

function Row({ line, flows, answer, remove }: { line: Line; flows: Flow[]; answer: ((flow: string) => void) | null; remove: (() => void) | null }) {
  return (
    <li data-number={line.number}>
      <p><b>{line.number_text}</b>{line.codes_off && <span class="badge tone-bad">{W.codes_off}</span>}</p>
      <p class="number-do">
        {answer ? <FlowChoice flows={flows} value={line.flow} set={answer} label={W.answers(line.number_text)} /> : <span>{title_of(flows, line.flow)}</span>}
        {remove && <button class="button small" type="button" aria-label={`${W.remove}: ${line.number_text}`} onClick={remove}><Icon name="trash" />{W.remove}</button>}
      </p>
    </li>
  )
}

function NewNumber({ flows, answer, paths }: { flows: Flow[]; answer: (number: string, flow: string) => Promise<void>; paths: string[] }) {
  const [number, set_number] = useState('')
  const [flow, set_flow] = useState(USUAL)
  return (
    <details class="card">
      <summary>{W.add}</summary>
      <Form submit={() => answer(number, flow).then(() => set_number(''))} go={W.add_do}>
        <Field name="number" label={W.number} value={number} set={set_number} mode="tel" max={40} />
        <label class="field">{W.flow}<FlowChoice flows={flows} value={flow} set={set_flow} label={W.flow} /></label>
        <p class="quiet">{W.at_provider} <code>{paths[0]}</code>, <code>{paths[1]}</code></p>
      </Form>
    </details>
  )
}

function Allows({ lines, owner, saved }: { lines: Lines; owner: boolean; saved: (next: Lines) => void }) {
  const [through, set_through] = useState(lines.allows.put_through ?? '')
  const [missed, set_missed] = useState(lines.allows.return_missed)
  const [notice, set_notice] = useState(String(lines.allows.cancel_notice_minutes))
  if (!owner) {
    return <section class="card"><h2>{W.allows}</h2><p>{W.allowed(lines.allows.put_through, lines.allows.return_missed, lines.allows.cancel_notice_minutes)}</p></section>
  }
  const submit = () => put<Lines>('/lines/allows', { put_through: through.trim() || null, return_missed: missed, cancel_notice_minutes: Number(notice) }).then(saved)
  return (
    <section class="card number-allows">
      <h2>{W.allows}</h2>
      <Form submit={submit} go={W.save}>
        <div class="fields two">
          <Field name="put_through" label={W.through} hint={W.through_hint} value={through} set={set_through} required={false} mode="tel" max={40} />
          <Field name="cancel_notice_minutes" label={W.notice} hint={W.notice_hint} value={notice} set={set_notice} mode="numeric" />
        </div>
        <label class="calls-closed"><input type="checkbox" name="return_missed" checked={missed} onChange={(event) => set_missed(event.currentTarget.checked)} /> {W.missed}</label>
      </Form>
    </section>
  )
}
