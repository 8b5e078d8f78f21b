// The rules as sentences; what a new one would plan is said before it is added, and what was removed comes back.
import { useEffect, useState } from 'preact/hooks'
import { type Channel, type Flows, post, type Problem, type ReminderRule, type Rules, type Templates, type WouldPlan } from '../api'
import { useGet } from '../live'
import { MachinesCompared } from './machines'
import { useHere } from '../time'
import { Icon } from '../states'
import { REMINDERS as W } from '../words/reminders'
import { titles_of } from './titles'
import { Trouble } from './trouble'

const CHANNELS: Channel[] = ['call', 'text', 'email']
/** What comes with the program for each. */
const USUAL: Record<Channel, string> = { call: 'appointment-reminder', text: 'appointment-text', email: 'appointment-email' }

export function sentence(rule: ReminderRule): string {
  const when = rule.before !== null ? W.before(rule.before)
    : rule.business_days_before !== null ? W.business_at(rule.business_days_before, rule.at ?? '')
    : rule.at !== null ? W.at(rule.days_before ?? 0, rule.at) : W.same_time(rule.days_before ?? 0)
  const whose = rule.before === null && rule.zone === 'client' ? ` ${W.of_client}` : ''
  return `${W.channel[rule.channel]}, ${when}${whose}; ${W.late(rule.max_lateness)}.`
}

type Unit = 'days' | 'business_days' | 'hours'
interface Said { text: string; undo: (() => Promise<unknown>) | null }

/** All that a rule may contact somebody with. */
interface Contents { flows: Flows['flows']; templates: Templates['templates'] }
const titles_for = (channel: Channel, known: Contents) => titles_of(channel === 'call' ? known.flows : known.templates)

export function RulesTab() {
  const { session } = useHere()
  const { data, problem, set } = useGet<Rules>('/rules')
  const flows = useGet<Flows>('/flows')
  const templates = useGet<Templates>('/templates')
  const known: Contents = { flows: flows.data?.flows ?? [], templates: templates.data?.templates ?? [] }
  const [said, set_said] = useState<Said | null>(null)
  const [trouble, set_trouble] = useState<Problem | null>(null)
  const [editing, set_editing] = useState<ReminderRule | 'new' | null>(null)
  if (!data) return problem ? <p class="problem" role="alert">{problem.message}</p> : <p role="status">{W.loading}</p>
  const owner = session.role === 'owner'
  const done = (next: Rules, text: string, undo: Said['undo']) => { set(next); set_trouble(null); set_said({ text, undo }); set_editing(null) }
  const remove = (rule: ReminderRule) => post<Rules>(`/rules/${rule.id}/retire`, {}).then(
    (next) => done(next, W.removed(next.withdrawn ?? 0), () => post<Rules>(`/rules/${rule.id}/restore`, {}).then(
      (back) => done(back, W.added(back.planned ?? 0), null), set_trouble)), set_trouble)
  const saved = (next: Rules, old: ReminderRule | null) => {
    const made = next.rule
    done(next, W.added(next.planned ?? 0), old ? null : () => post<Rules>(`/rules/${made}/retire`, {}).then(
      (back) => done(back, W.removed(back.withdrawn ?? 0), null), set_trouble))
  }
  return (
    <>
      <div role="status" aria-live="polite">
        {said && <p class="said"><span>{said.text}</span>{said.undo && <button class="button small" type="button" onClick={said.undo}><Icon name="undo" />{W.undo}</button>}</p>}
      </div>
      <Trouble problem={trouble} />
      {data.rules.length === 0 ? <p class="empty"><b>{W.none}</b><br />{W.none_more}</p> : (
        <ul class="rule-list">
          {data.rules.map((rule) => editing !== null && editing !== 'new' && editing.id === rule.id
            ? <li key={rule.id}><RuleForm rule={rule} known={known} saved={(next) => saved(next, rule)} cancel={() => set_editing(null)} /></li>
            : <RuleRow key={rule.id} rule={rule} title={titles_for(rule.channel, known).get(rule.content) ?? rule.content} owner={owner} change={() => set_editing(rule)} remove={() => remove(rule)} />)}
        </ul>
      )}
      {!owner ? <p class="quiet">{W.owners}</p>
        : editing === 'new' ? <RuleForm rule={null} known={known} saved={(next) => saved(next, null)} cancel={() => set_editing(null)} />
        : <p><button class="button primary" type="button" onClick={() => { set_said(null); set_editing('new') }}>{W.add}</button></p>}
    </>
  )
}

function RuleRow({ rule, title, owner, change, remove }: { rule: ReminderRule; title: string; owner: boolean; change: () => void; remove: () => void }) {
  const words = sentence(rule)
  return (
    <li class="card rule" data-rule={rule.id}>
      <Icon name={rule.channel} size={22} />
      <div class="rule-words">
        <p><b>{words}</b></p>
        <p class="quiet">
          {W.content[rule.channel]}: <a href={`#/reminders/${rule.channel === 'call' ? 'flows' : 'templates'}?name=${encodeURIComponent(rule.content)}`}>{title}</a>
          {' · '}{W.waiting(rule.waiting)}
        </p>
        {rule.machines && <p class="quiet">{W.machines_label}: {W.machines[rule.machines] ?? rule.machines}</p>}
      </div>
      {owner && (
        <p class="rule-do">
          <button class="button small" type="button" aria-label={`${W.change}: ${words}`} onClick={change}>{W.change}</button>
          <button class="button small" type="button" aria-label={`${W.remove}: ${words}`} onClick={remove}><Icon name="trash" />{W.remove}</button>
        </p>
      )}
    </li>
  )
}

function RuleForm({ rule, known, saved, cancel }: { rule: ReminderRule | null; known: Contents; saved: (next: Rules) => void; cancel: () => void }) {
  const [channel, set_channel] = useState<Channel>(rule?.channel ?? 'text')
  const [unit, set_unit] = useState<Unit>(!rule ? 'days' : rule.before ? 'hours' : rule.business_days_before !== null ? 'business_days' : 'days')
  const [count, set_count] = useState(rule?.before ? String(parseInt(rule.before)) : String(rule?.days_before ?? rule?.business_days_before ?? 1))
  const [minutes] = useState(rule?.before?.endsWith('m') ?? false)
  const [at, set_at] = useState(rule?.at ?? (rule ? '' : '17:00'))
  const [zone, set_zone] = useState(rule?.zone ?? 'appointment')
  const [latest, set_latest] = useState(rule?.max_lateness ?? '2h')
  const [content, set_content] = useState(rule?.content ?? USUAL.text)
  const [machines, set_machines] = useState(rule?.machines ?? 'ask_first_hint')
  const [would, set_would] = useState<WouldPlan | null>(null)
  const [problem, set_problem] = useState<Problem | null>(null)
  const body = {
    channel, max_lateness: latest, content,
    ...(unit === 'hours' ? { before: `${count}${minutes ? 'm' : 'h'}` } : { [`${unit}_before`]: Number(count), zone, ...(at ? { at } : {}) }),
    ...(rule ? { replaces: rule.id, shift: rule.shift, min_lead: rule.min_lead } : {}), ...(channel === 'call' ? { machines } : {}),
  }
  const asked = JSON.stringify(body)
  // What it would do is asked a moment after the last change.
  useEffect(() => {
    let mine = true
    const timer = window.setTimeout(() => post<WouldPlan>('/rules', { ...body, dry_run: true }).then(
      (next) => { if (mine) { set_would(next); set_problem(null) } },
      (refused: Problem) => { if (mine) { set_would(null); set_problem(refused) } }), 250)
    return () => { mine = false; window.clearTimeout(timer) }
  }, [asked])
  const contents = channel === 'call' ? known.flows.filter((one) => one.kind === 'reminder').map((one) => one.name)
    : known.templates.filter((one) => one.channel === channel && one.languages.some((in_it) => in_it.live ?? in_it.shipped)).map((one) => one.name)
  const titles = titles_for(channel, known)
  return (
    <form class="card rule-form" aria-label={rule ? W.change : W.add} onSubmit={(event) => { event.preventDefault(); post<Rules>('/rules', body).then(saved, set_problem) }}>
      <div class="rule-fields">
        <label class="field">{W.by}
          <select name="channel" value={channel} onChange={(event) => { set_channel(event.currentTarget.value as Channel); set_content(USUAL[event.currentTarget.value as Channel]) }}>
            {CHANNELS.map((one) => <option key={one} value={one}>{W.channel[one]}</option>)}
          </select>
        </label>
        <label class="field">{W.count}<input name="count" type="number" min="0" max="366" required value={count} onInput={(event) => set_count(event.currentTarget.value)} /></label>
        <label class="field">{W.when}
          <select name="unit" value={unit} onChange={(event) => set_unit(event.currentTarget.value as Unit)}>
            <option value="days">{W.days}</option><option value="business_days">{W.business_days}</option><option value="hours">{W.hours}</option>
          </select>
        </label>
        {unit !== 'hours' && (
          <>
            <label class="field">{W.time}<input name="at" type="time" value={at} required={unit === 'business_days'} title={W.same} onInput={(event) => set_at(event.currentTarget.value)} /></label>
            <label class="field">{W.clock}
              <select name="zone" value={zone} onChange={(event) => set_zone(event.currentTarget.value as 'appointment' | 'client')}>
                <option value="appointment">{W.clocks.appointment}</option><option value="client">{W.clocks.client}</option>
              </select>
            </label>
          </>
        )}
        <label class="field">{W.latest}<input name="latest" required pattern="[0-9]+[mhd]" value={latest} onInput={(event) => set_latest(event.currentTarget.value)} /></label>
        <label class="field">{W.content[channel]}
          <select name="content" value={content} onChange={(event) => set_content(event.currentTarget.value)}>
            {!contents.includes(content) && <option value={content}>{titles.get(content) ?? content}</option>}
            {contents.map((one) => <option key={one} value={one}>{titles.get(one)}</option>)}
          </select>
        </label>
        {channel === 'call' && (
          <label class="field wide">{W.machines_label}
            <select name="machines" value={machines} onChange={(event) => set_machines(event.currentTarget.value)}>
              {Object.entries(W.machines).map(([name, words]) => <option key={name} value={name}>{words}</option>)}
            </select>
          </label>
        )}
      </div>
      {channel === 'call' && <p class="quiet machines-in-full" aria-hidden="true">{W.machines[machines]}</p>}
      {channel === 'call' && <MachinesCompared chosen={machines} />}
      {would && <p class="would" role="status">{W.would(would.planned, would.withdrawn)}</p>}
      <Trouble problem={problem} />
      <p class="actions">
        <button class="button primary" type="submit" disabled={!would}>{rule ? W.save_change : W.add}</button>
        <button class="button" type="button" onClick={cancel}>{W.cancel}</button>
      </p>
    </form>
  )
}
