// One template, its languages side by side: words with coloured fields, what they read like, cost and what is wrong.
import { useEffect, useRef, useState } from 'preact/hooks'
import { type Appointment, type Day, type Finding, get, post, post_if, type Preview, type Problem, put_if, query, type Span, type Template, type TemplateLanguage, type TemplateVersions } from '../api'
import { useGet } from '../live'
import { useHere } from '../time'
import { REMINDERS as W } from '../words/reminders'
import { Trouble } from './trouble'

type Language = 'en' | 'es'
const LANGUAGES: Language[] = ['en', 'es']
const FIELDS = ['business', 'callback_number', 'client_first_name', 'code', 'date', 'time', 'when']
const NONE: TemplateLanguage = { language: 'en', etag: '', shipped: null, live: null, draft: null, versions: [], before: null }

export function TemplateEditor({ name, channel: wanted }: { name: string; channel: 'text' | 'email' }) {
  const found = useGet<Template>(`/templates/${encodeURIComponent(name)}`)
  const day = useGet<Day>('/day')
  const [appointment, set_appointment] = useState<number | null>(null)
  if (!found.data && found.problem?.status !== 404) {
    return found.problem ? <p class="problem" role="alert">{found.problem.message}</p> : <p role="status">{W.loading}</p>
  }
  const template = found.data ?? { name, title: null, channel: wanted, used_by: [], languages: [] }
  return (
    <>
      <p><a href="#/reminders/templates">{W.back}</a></p>
      <div class="template-head">
        <h2>{template.title ?? name}</h2>
        <span class="quiet">{template.title ? `${name} · ` : ''}{W.content[template.channel]} · {W.used(template.used_by)}</span>
        <PreviewFor appointments={day.data?.appointments ?? []} value={appointment} set={set_appointment} />
      </div>
      <div class="languages">
        {LANGUAGES.map((language) => (
          <LanguageEditor key={language} template={template} language={language} appointment={appointment} took={found.set}
            known={template.languages.find((one) => one.language === language) ?? { ...NONE, language }} />
        ))}
      </div>
    </>
  )
}

function PreviewFor({ appointments, value, set }: { appointments: Appointment[]; value: number | null; set: (id: number | null) => void }) {
  const { times } = useHere()
  return (
    <label class="field preview-for">{W.preview_for}
      <select name="appointment" value={value ?? ''} onChange={(event) => set(event.currentTarget.value ? Number(event.currentTarget.value) : null)}>
        <option value="">{W.made_up}</option>
        {appointments.map((one) => <option key={one.id} value={one.id}>{times.time(one.at)} {one.name}</option>)}
      </select>
    </label>
  )
}

function LanguageEditor({ template, language, known, appointment, took }: {
  template: Template; language: Language; known: TemplateLanguage; appointment: number | null; took: (template: Template) => void
}) {
  const { session } = useHere()
  const email = template.channel === 'email'
  const kept = known.draft ?? known.live ?? known.shipped
  const [text, set_text] = useState(kept?.text ?? '')
  const [subject, set_subject] = useState(kept?.subject ?? '')
  const [etag, set_etag] = useState(known.etag)
  const [said, set_said] = useState<{ text: string; undo: (() => void) | null } | null>(null)
  const [problem, set_problem] = useState<Problem | null>(null)
  const [preview, set_preview] = useState<Preview | null>(null)
  const area = useRef<HTMLTextAreaElement>(null)
  const path = `/templates/${encodeURIComponent(template.name)}/${language}`
  const words = { channel: template.channel, text, ...(email ? { subject } : {}) }
  const [base, set_base] = useState({ text, subject })
  const changed = text !== base.text || (email && subject !== base.subject)
  const asked = JSON.stringify([words, appointment])
  useEffect(() => {
    if (!text.trim()) { set_preview(null); return undefined }
    let mine = true
    const timer = window.setTimeout(() => post<Preview>('/templates/preview', { ...words, language, ...(appointment ? { appointment } : {}) }).then(
      (next) => { if (mine) set_preview(next) }, (refused: Problem) => { if (mine) set_problem(refused) }), 200)
    return () => { mine = false; window.clearTimeout(timer) }
  }, [asked])

  const show = (next: Template) => {
    const mine = next.languages.find((one) => one.language === language)
    const now = mine?.draft ?? mine?.live ?? mine?.shipped
    took(next)
    set_problem(null)
    adopt(mine?.etag ?? '', now?.text ?? '', now?.subject ?? '')
  }
  const adopt = (tag: string, words_now: string, subject_now: string) => {
    set_etag(tag)
    set_base({ text: words_now, subject: subject_now })
    set_text(words_now)
    set_subject(subject_now)
  }
  // What somebody else has changed is shown at once, unless it would take away what is being written here.
  useEffect(() => { if (!changed && known.etag !== etag) adopt(known.etag, kept?.text ?? '', kept?.subject ?? '') }, [known.etag])
  const save = () => put_if<Template>(path, words, etag || '*')
  const keep = () => save().then((next) => { show(next); set_said({ text: W.saved, undo: null }) }, set_problem)
  const publish = async () => {
    const before = known.live?.version ?? (known.shipped ? 0 : null)
    try {
      if (changed || !known.draft) { const drafted = await save(); took(drafted); set_etag(drafted.languages.find((one) => one.language === language)?.etag ?? '') }
      show(await post<Template>(`${path}/publish`, {}))
      set_said({ text: W.published, undo: before === null ? null : () => back(before) })
    } catch (refused) {
      set_problem(refused as Problem)
    }
  }
  const back = (version: number) => post<Template>(`${path}/roll-back`, { version }).then((next) => { show(next); set_said({ text: W.rolled_back, undo: null }) }, set_problem)
  const discard = () => post_if<Template>(`${path}/discard`, {}, etag).then((next) => {
    const draft = { channel: template.channel, text: base.text, ...(email ? { subject: base.subject } : {}) }
    const typed = { text, subject }
    const since = next.languages.find((one) => one.language === language)?.etag
    const again = () => put_if<Template>(path, draft, since || '*').then((kept_again) => {
      show(kept_again)
      set_text(typed.text)
      set_subject(typed.subject)
      set_said({ text: W.saved, undo: null })
    }, set_problem)
    show(next)
    set_said({ text: W.discarded, undo: again })
  }, set_problem)
  const insert = (field: string) => {
    const input = area.current
    if (!input) return
    const [from, to] = [input.selectionStart, input.selectionEnd]
    const put_in = `{{${field}}}`
    set_text(text.slice(0, from) + put_in + text.slice(to))
    requestAnimationFrame(() => { input.focus(); input.setSelectionRange(from + put_in.length, from + put_in.length) })
  }
  const owner = session.role === 'owner'
  const bad = preview?.findings.some((one) => one.severity === 'error') ?? false
  return (
    <section class="card language" aria-label={W.languages[language]} data-language={language}>
      <h3>{W.languages[language]} <span class={`badge tone-${changed || known.draft ? 'neutral' : known.live ? 'good' : 'quiet'}`}>
        {changed ? W.unsaved : known.draft ? W.draft : known.live ? W.own : W.shipped}</span></h3>
      {email && <label class="field">{W.subject}<input name="subject" maxLength={200} value={subject} readOnly={!owner} onInput={(event) => set_subject(event.currentTarget.value)} /></label>}
      <div class="inserts" role="group" aria-label={W.insert}>
        {owner && FIELDS.map((field) => <button key={field} class="chip field-chip" type="button" onClick={() => insert(field)}>+ {W.fields[field]}</button>)}
      </div>
      <label class="field">{W.text}
        <span class="coloured">
          <span class="under" aria-hidden="true"><Coloured text={text} />{'\n'}</span>
          <textarea ref={area} name="text" lang={language} rows={email ? 12 : 6} value={text} readOnly={!owner} spellcheck
            onScroll={(event) => { const under = event.currentTarget.previousElementSibling; if (under) under.scrollTop = event.currentTarget.scrollTop }} onInput={(event) => set_text(event.currentTarget.value)} />
        </span>
      </label>
      {preview && <Reads preview={preview} language={language} />}
      {problem && <p class="problem" role="alert">{problem.status === 412 ? W.conflict : problem.message}
        {problem.status === 412 && <> <button class="button small" type="button" onClick={() => get<Template>(`/templates/${encodeURIComponent(template.name)}`).then(show, set_problem)}>{W.reload}</button></>}</p>}
      <div role="status" aria-live="polite">
        {said && <p class="said"><span>{said.text}</span>{said.undo && <button class="button small" type="button" onClick={said.undo}>{W.undo}</button>}</p>}
      </div>
      {owner && (
        <p class="actions">
          <button class="button primary" type="button" disabled={!text.trim() || bad || (!changed && !known.draft)} onClick={publish}>{W.publish}</button>
          <button class="button" type="button" disabled={!text.trim() || !changed} onClick={keep}>{W.save}</button>
          {known.draft && <button class="button" type="button" onClick={discard}>{W.discard}</button>}
        </p>
      )}
      <Versions path={path} known={known} back={owner ? back : null} />
    </section>
  )
}

function Coloured({ text }: { text: string }) {
  return <>{text.split(/(\{\{[^{}]*\}\})/).map((piece, at) => (at % 2 === 0 ? piece
    : <mark key={at} class={FIELDS.includes(piece.slice(2, -2).trim()) ? 'known' : 'unknown'}>{piece}</mark>))}</>
}

function Spans({ spans }: { spans: Span[] }) {
  return <>{spans.map((span, at) => (span.field === null ? span.text : <mark key={at} class={span.missing ? 'unknown' : 'known'} title={W.fields[span.field] ?? span.field}>{span.text}</mark>))}</>
}

function Reads({ preview, language }: { preview: Preview; language: Language }) {
  const cost = preview.cost
  return (
    <div class="reads">
      <p class="field-name">{W.preview}: <span class="quiet">{preview.made_up ? W.made_up : preview.client}</span></p>
      <div class={`bubble ${preview.channel}`} lang={language} data-preview>
        {preview.subject && <p class="bubble-subject"><b><Spans spans={preview.subject} /></b></p>}
        <p><Spans spans={preview.text} /></p>
      </div>
      {cost && (
        <p class={`cost ${cost.parts > 1 ? 'dearer' : ''}`} data-cost>
          {W.parts(cost.parts, cost.units, cost.alphabet === 'ucs2')}. {W.cost(cost.parts)}
          {cost.dear.map((one) => <span key={one.character}> {W.dear(one.character, one.plain)}</span>)}
        </p>
      )}
      {preview.findings.length === 0 ? <p class="clean">{W.clean}</p> : <ul class="findings">{preview.findings.map((one, at) => <Found key={at} finding={one} />)}</ul>}
    </div>
  )
}

function Found({ finding }: { finding: Finding }) {
  return (
    <li class={`finding is-${finding.severity}`} data-finding={finding.code}>
      <p>{finding.line > 0 && <b>{finding.in === 'subject' ? `${W.subject}, ${finding.column}:` : W.at_line(finding.line, finding.column)} </b>}{finding.message}</p>
      <p class="quiet">{W.why} {finding.why}</p>
    </li>
  )
}

function Versions({ path, known, back }: { path: string; known: TemplateLanguage; back: ((version: number) => void) | null }) {
  const { times } = useHere()
  const [older, set_older] = useState<TemplateVersions | null>(null)
  const [problem, set_problem] = useState<Problem | null>(null)
  if (known.versions.length === 0) return null
  // What has been published meanwhile pushes the last of the newest into what was asked for before.
  const last = known.versions[known.versions.length - 1]!.version
  const all = [...known.versions, ...(older?.versions ?? []).filter((one) => one.version < last)]
    .map((one) => ({ ...one, live: one.version === known.live?.version }))
  const before = older ? older.before : known.before
  const more = () => {
    get<TemplateVersions>(`${path}/versions${query({ before })}`).then(
      (page) => { set_problem(null); set_older({ versions: [...(older?.versions ?? []), ...page.versions], before: page.before }) }, set_problem)
  }
  return (
    <details class="template-versions">
      <summary>{W.versions} ({all.length}{before !== null && '+'})</summary>
      <ul>
        {all.map((one) => (
          <li key={one.version}>
            <p><b>{W.version(one.version)}</b> <span class="quiet">{times.day(one.at)} {times.time(one.at)}, {one.who}</span> {one.live && <span class="badge tone-good">{W.live}</span>}</p>
            <p class="quiet">{one.subject ?? one.text}</p>
            {back && !one.live && <button class="button small" type="button" aria-label={`${W.use_again}: ${W.version(one.version)}`} onClick={() => back(one.version)}>{W.use_again}</button>}
          </li>
        ))}
        {known.shipped && (
          <li>
            <p><b>{W.program}</b> {!known.live && <span class="badge tone-good">{W.live}</span>}</p>
            {back && known.live && <button class="button small" type="button" aria-label={`${W.use_again}: ${W.program}`} onClick={() => back(0)}>{W.use_again}</button>}
          </li>
        )}
      </ul>
      <Trouble problem={problem} />
      {before !== null && <p class="actions"><button class="button" type="button" onClick={more}>{W.older}</button></p>}
    </details>
  )
}
