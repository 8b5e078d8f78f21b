// What is reminded, and in which words: the rules as sentences, and the account's own texts and emails.
import { ClosedTab } from '../parts/closed'
import { FlowsTab } from '../parts/flows'
import { RehearsalTab } from '../parts/rehearsal'
import { RulesTab } from '../parts/rules'
import { TemplateEditor } from '../parts/template'
import { type Template, type Templates } from '../api'
import { useGet } from '../live'
import { useState } from 'preact/hooks'
import { go } from '../router'
import { useHere } from '../time'
import { Icon } from '../states'
import { useTitle } from '../title'
import { CLOSED } from '../words/closed'
import { FLOWS } from '../words/flows'
import { REHEARSAL } from '../words/rehearsal'
import { REMINDERS as W } from '../words/reminders'

export const template_link = (name: string) => `#/reminders/templates?name=${encodeURIComponent(name)}`

const TABS = ['rules', 'closed', 'templates', 'flows', 'rehearsal'] as const

export function RemindersPage({ tab, query }: { tab: string; query: URLSearchParams }) {
  const name = query.get('name')
  const at = TABS.find((one) => one === tab) ?? 'rules'
  useTitle(W.title)
  return (
    <div class="reminders">
      <div>
        <h1>{W.title}</h1>
        <p class="quiet">{W.lead}</p>
      </div>
      <nav class="tabs" aria-label={W.title}>
        <a href="#/reminders" aria-current={at === 'rules' ? 'page' : undefined}>{W.rules}</a>
        <a href="#/reminders/closed" aria-current={at === 'closed' ? 'page' : undefined}>{CLOSED.way}</a>
        <a href="#/reminders/templates" aria-current={at === 'templates' ? 'page' : undefined}>{W.templates}</a>
        <a href="#/reminders/flows" aria-current={at === 'flows' ? 'page' : undefined}>{FLOWS.way}</a>
        <a href="#/reminders/rehearsal" aria-current={at === 'rehearsal' ? 'page' : undefined}>{REHEARSAL.way}</a>
      </nav>
      {at === 'rules' && <RulesTab />}
      {at === 'closed' && <ClosedTab />}
      {at === 'flows' && <FlowsTab wanted={name ?? ''} />}
      {at === 'rehearsal' && <RehearsalTab />}
      {at === 'templates' && (name ? <TemplateEditor key={name} name={name} channel={query.get('channel') === 'email' ? 'email' : 'text'} /> : <TemplateList />)}
    </div>
  )
}

function TemplateList() {
  const { session } = useHere()
  const { data, problem } = useGet<Templates>('/templates')
  if (!data) return problem ? <p class="problem" role="alert">{problem.message}</p> : <p role="status">{W.loading}</p>
  return (
    <>
      <ul class="template-list">{data.templates.map((one) => <TemplateRow key={one.name} template={one} />)}</ul>
      {session.role === 'owner' && <NewTemplate />}
    </>
  )
}

function TemplateRow({ template }: { template: Template }) {
  const first = template.languages[0]
  const words = first?.draft ?? first?.live ?? first?.shipped
  return (
    <li class="card template-row">
      <a href={template_link(template.name)}><Icon name={template.channel} size={20} /><b>{template.title ?? template.name}</b></a>{template.title && <span class="quiet"> {template.name}</span>}
      <p class="quiet">{words?.subject ?? words?.text}</p>
      <p class="template-marks">
        {template.languages.map((one) => (
          <span key={one.language} class={`badge tone-${one.draft ? 'neutral' : one.live ? 'good' : 'quiet'}`}>
            {W.languages[one.language]}: {one.draft ? W.draft : one.live ? W.own : W.shipped}
          </span>
        ))}
        <span class="quiet">{W.used(template.used_by)}</span>
      </p>
    </li>
  )
}

function NewTemplate() {
  const [name, set_name] = useState('')
  const [channel, set_channel] = useState<'text' | 'email'>('text')
  return (
    <form class="card new-template" onSubmit={(event) => { event.preventDefault(); go(`${template_link(name)}&channel=${channel}`) }}>
      <h2>{W.new_template}</h2>
      <label class="field">{W.new_name}
        <input name="template" required pattern="[a-z][a-z0-9\-]*" maxLength={40} value={name} placeholder="first-visit" onInput={(event) => set_name(event.currentTarget.value)} />
      </label>
      <label class="field">{W.by}
        <select name="template_channel" value={channel} onChange={(event) => set_channel(event.currentTarget.value as 'text' | 'email')}>
          <option value="text">{W.content.text}</option><option value="email">{W.content.email}</option>
        </select>
      </label>
      <button class="button" type="submit">{W.create}</button>
    </form>
  )
}
