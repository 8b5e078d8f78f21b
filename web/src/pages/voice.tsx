// The voice of the business: what is recorded, what a robot still reads, and what callers have said to the staff.
import { useRef, useState } from 'preact/hooks'
import {
  type Message, type Messages, post, post_file, Problem, type PromptDetail, type PromptPart, type PromptVersion, query, type Voice,
  type VoiceFlow,
} from '../api'
import { refresh_all, useGet } from '../live'
import { Dialog } from '../parts/dialog'
import { RecordDialog } from '../parts/record'
import { PlayButton, seconds, Waveform } from '../parts/sound'
import { Trouble } from '../parts/trouble'
import { remembered_who } from '../parts/who'
import { Icon } from '../states'
import { useHere } from '../time'
import { Callers } from './callers'
import { Numbers } from './numbers'
import { useTitle } from '../title'
import { REMINDERS } from '../words/reminders'
import { VOICE as words } from '../words/voice'

const language_word = (code: string) => words.languages[code] ?? code

const TABS = ['prompts', 'messages', 'callers', 'numbers'] as const

export function VoicePage({ tab }: { tab: string }) {
  const at = TABS.find((one) => one === tab) ?? 'prompts'
  useTitle(at === 'prompts' ? words.title : words.tabs[at])
  const voice = useGet<Voice>('/prompts')
  const unread = voice.data?.unread ?? 0
  return (
    <div class="voice">
      <h1>{words.title}</h1>
      <nav class="tabs" aria-label={words.title}>
        <a href="#/voice" aria-current={at === 'prompts' ? 'page' : undefined}>{words.tabs.prompts}</a>
        <a href="#/voice/messages" aria-current={at === 'messages' ? 'page' : undefined}>
          {words.tabs.messages}{unread > 0 && <b class="unread-count">{unread}<span class="sr">{words.unheard}</span></b>}
        </a>
        <a href="#/voice/callers" aria-current={at === 'callers' ? 'page' : undefined}>{words.tabs.callers}</a>
        <a href="#/voice/numbers" aria-current={at === 'numbers' ? 'page' : undefined}>{words.tabs.numbers}</a>
      </nav>
      {voice.problem && !voice.data && <p class="problem" role="alert">{voice.problem.message}</p>}
      {at === 'messages' && <MessageList />}
      {at === 'callers' && <Callers />}
      {at === 'numbers' && <Numbers />}
      {at === 'prompts' && voice.data && <Prompts flows={voice.data.flows} />}
    </div>
  )
}

function Prompts({ flows }: { flows: VoiceFlow[] }) {
  const [chosen, set_chosen] = useState('appointment-reminder')
  const flow = flows.find((one) => one.name === chosen) ?? flows[0]
  const [wanted, set_wanted] = useState('en')
  if (!flow) return <p class="empty">{words.no_flows}</p>
  const language = flow.languages.includes(wanted) ? wanted : flow.languages[0]!
  return (
    <>
      <p class="quiet">{words.lead}</p>
      <div class="voice-choose">
        <label class="field">{words.calls}
          <select value={flow.name} name="flow" onChange={(event) => set_chosen(event.currentTarget.value)}>
            {flows.map((one) => <option key={one.name} value={one.name}>{one.title || one.name}</option>)}
          </select>
        </label>
        {flow.languages.length > 1 && (
          <div class="chips" role="group" aria-label={words.language}>
            {flow.languages.map((code) => (
              <button key={code} class="chip" type="button" aria-pressed={code === language} onClick={() => set_wanted(code)}>
                {language_word(code)}
              </button>
            ))}
          </div>
        )}
      </div>
      <Progress flow={flow} language={language} />
      <ul class="voice-states">
        {flow.states.flatMap((state) => state.languages.filter((one) => one.language === language).map((one) => (
          <li key={state.name} class="card" data-state-name={state.name}>
            <h2>
              {state.title}
              {one.robot
                ? <span class="badge tone-neutral robot-mark"><Icon name="robot" />{one.parts.every((part) => part.robot) ? words.robot_all : words.robot_part}</span>
                : <span class="badge tone-good"><Icon name="voice" />{words.recorded}</span>}
            </h2>
            <ol class="parts">
              {one.parts.map((part, at) => <Part key={part.slot ?? at} part={part} />)}
            </ol>
          </li>
        )))}
      </ul>
    </>
  )
}

function Progress({ flow, language }: { flow: VoiceFlow; language: string }) {
  const parts = flow.states.flatMap((state) => state.languages.filter((one) => one.language === language)
    .flatMap((one) => one.parts.filter((part) => part.slot)))
  const recorded = parts.filter((part) => !part.robot).length
  return (
    <p class="voice-progress">
      <meter min={0} max={Math.max(1, parts.length)} value={recorded} aria-label={words.recorded} />
      <span>{words.progress(recorded, parts.length, language_word(language))}</span>
    </p>
  )
}

function Part({ part }: { part: PromptPart }) {
  const [open, set_open] = useState<'record' | 'versions' | null>(null)
  if (!part.slot || !part.prompt) {
    return (
      <li class="part fixed">
        <p class="words"><Icon name={part.robot ? 'robot' : 'voice'} /><Words text={part.words} /></p>
        <p class="quiet small">{part.robot ? words.differs_robot : words.differs}</p>
      </li>
    )
  }
  const close = () => set_open(null)
  const live = part.live
  return (
    <li class="part" data-prompt={part.prompt}>
      <p class="words"><Icon name={part.robot ? 'robot' : 'voice'} /><Words text={part.words} /></p>
      {live?.url && (
        <p class="sound">
          <PlayButton url={live.url} what={words.quoted(part.words)} />
          <Waveform peaks={live.peaks} length_ms={live.length_ms} />
          <span class="quiet">{words.length(seconds(live.length_ms), live.version)}</span>
        </p>
      )}
      {part.newest && <NewestNote version={part.newest} />}
      <p class="part-do">
        {!part.prompt.startsWith('voice/') && (
          <button class="button small" type="button" onClick={() => set_open('record')} aria-label={words.record_one(part.words)}>
            <Icon name="call" />{words.record}
          </button>
        )}
        <Upload prompt={part.prompt} sentence={part.words} />
        {(part.versions ?? 0) > 0 && (
          <button class="button small" type="button" onClick={() => set_open('versions')} aria-label={words.versions_of(part.words)}>
            <Icon name="undo" />{words.versions_count(part.versions ?? 0)}
          </button>
        )}
      </p>
      {open === 'record' && <RecordDialog prompt={part.prompt} sentence={part.words} close={close} />}
      {open === 'versions' && <VersionsDialog prompt={part.prompt} close={close} />}
    </li>
  )
}

/** What stands in double braces is filled in at each call. */
/** What differs from call to call, by the words that templates have for it. */
const varying = (name: string) => REMINDERS.fields[name] ?? name.replaceAll('_', ' ')

function Words({ text }: { text: string }) {
  return <span>{text.split(/(\{\{[^}]*\}\})/).map((piece) => (piece.startsWith('{{') ? <i class="varies">{varying(piece.slice(2, -2))}</i> : piece))}</span>
}

function NewestNote({ version }: { version: PromptVersion }) {
  return version.state === 'refused'
    ? <p class="problem">{words.refused(version.version, version.why)}</p>
    : <p class="quiet small" role="status">{words.copying(version.version, version.why)}</p>
}

function Upload({ prompt, sentence }: { prompt: string; sentence: string }) {
  const input = useRef<HTMLInputElement>(null)
  const [busy, set_busy] = useState(false)
  const [problem, set_problem] = useState<Problem | null>(null)
  const take = (file: File | undefined) => {
    if (!file) return
    set_busy(true)
    set_problem(null)
    post_file<PromptDetail>(`/prompts/${prompt}/upload${query({ who: remembered_who() })}`, file)
      .then(refresh_all, set_problem)
      .finally(() => { set_busy(false); if (input.current) input.current.value = '' })
  }
  return (
    <>
      <button class="button small" type="button" disabled={busy} onClick={() => input.current?.click()} aria-label={words.take_in(sentence)}>
        <Icon name="upload" />{busy ? words.taking : words.file}
      </button>
      <input ref={input} type="file" accept=".wav,audio/wav,audio/x-wav" class="sr" tabIndex={-1} aria-hidden="true"
        onChange={(event) => take(event.currentTarget.files?.[0])} />
      {problem && <span class="problem" role="alert">{problem.message}</span>}
    </>
  )
}

function VersionsDialog({ prompt, close }: { prompt: string; close: () => void }) {
  const detail = useGet<PromptDetail>(`/prompts/${prompt}`)
  const [problem, set_problem] = useState<Problem | null>(null)
  const roll_back = (version: number) => {
    set_problem(null)
    post<PromptDetail>(`/prompts/${prompt}/roll-back`, { version, who: remembered_who() }).then(detail.set, set_problem)
  }
  const versions = detail.data?.versions ?? []
  const robot = versions.length > 0 && !versions.some((one) => one.live)
  return (
    <Dialog title={words.versions} close={close}>
      {detail.data && <blockquote class="to-say">{detail.data.words}</blockquote>}
      <Trouble problem={problem} />
      <ul class="version-list">
        {versions.map((one) => <Version key={one.version} version={one} use={() => roll_back(one.version)} />)}
        {versions.length > 0 && (
          <li>
            <p><b>{words.robot}</b>{robot && <span class="badge tone-good">{words.heard}</span>}</p>
            {!robot && <button class="button small" type="button" onClick={() => roll_back(0)}>{words.let_robot}</button>}
          </li>
        )}
      </ul>
      <p class="actions"><button class="button" type="button" onClick={close}>{words.close}</button></p>
    </Dialog>
  )
}

function Version({ version, use }: { version: PromptVersion; use: () => void }) {
  const { times } = useHere()
  return (
    <li>
      <p>
        <b>{words.version(version.version)}</b> <span class="quiet">{times.day(version.made_at)} {times.time(version.made_at)}{version.who && `, ${version.who}`}</span>
        {version.live && <span class="badge tone-good">{words.heard}</span>}
      </p>
      {version.url && (
        <p class="sound">
          <PlayButton url={version.url} what={words.this_version(version.version)} />
          <Waveform peaks={version.peaks} length_ms={version.length_ms} />
          <span class="quiet">{seconds(version.length_ms)}</span>
        </p>
      )}
      {version.state === 'refused' && <p class="quiet">{words.cannot(version.why)}</p>}
      {version.state === 'waiting' && <p class="quiet">{words.is_copied}</p>}
      {version.state === 'ready' && !version.live && <button class="button small" type="button" onClick={use}>{words.use}</button>}
    </li>
  )
}

function MessageList() {
  const [before, set_before] = useState<number | null>(null)
  const page = useGet<Messages>(`/messages${query({ before })}`)
  if (page.problem && !page.data) return <Trouble problem={page.problem} />
  if (!page.data) return <div class="skeleton" aria-hidden="true"><i /><i /></div>
  if (page.data.messages.length === 0) {
    return (
      <div class="empty">
        <Icon name="voice" size={44} />
        <h2>{words.no_messages}</h2>
        <p>{words.no_messages_lead}</p>
      </div>
    )
  }
  return (
    <>
      <ul class="message-list">
        {page.data.messages.map((one) => <MessageRow key={one.id} message={one} />)}
      </ul>
      <p class="actions">
        {before !== null && <button class="button" type="button" onClick={() => set_before(null)}>{words.newest}</button>}
        {page.data.before !== null && <button class="button" type="button" onClick={() => set_before(page.data!.before)}>{words.older}</button>}
      </p>
    </>
  )
}

export function MessageRow({ message }: { message: Message }) {
  const { times } = useHere()
  const [problem, set_problem] = useState<Problem | null>(null)
  const [asked, set_asked] = useState(false)
  const who = message.client?.name ?? message.from_text ?? words.unknown
  const mark = (read: boolean) => {
    if (read === (message.read_at !== null)) return
    post(`/messages/${message.id}/read`, { read }).then(refresh_all, set_problem)
  }
  return (
    <li class={`card message ${message.read_at ? '' : 'unread'}`} data-message={message.id}>
      <p class="message-head">
        {!message.read_at && <span class="badge tone-neutral">{words.fresh}</span>}
        <b>{who}</b>
        {message.client && message.from_text && <span class="quiet">{message.from_text}</span>}
        <span class="quiet">{times.day(message.at)} {times.time(message.at)}</span>
      </p>
      {message.url ? (
        <p class="sound">
          <PlayButton url={message.url} what={words.message_of(who)} played={() => mark(true)} />
          <Waveform peaks={message.peaks} length_ms={message.length_ms} />
          <span class="quiet">{seconds(message.length_ms)}</span>
        </p>
      ) : <p class="quiet">{message.state === 'refused' ? words.message_refused(message.why) : words.message_copied(message.why)}</p>}
      <p class="part-do">
        <button class="button small" type="button" onClick={() => mark(!message.read_at)}>{message.read_at ? words.mark_new : words.mark_heard}</button>
        <button class="button small" type="button" onClick={() => set_asked(true)} aria-label={words.discard_of(who)}><Icon name="trash" />{words.discard}</button>
      </p>
      <Trouble problem={problem} />
      {asked && <DeleteDialog message={message} who={who} close={() => set_asked(false)} />}
    </li>
  )
}

function DeleteDialog({ message, who, close }: { message: Message; who: string; close: () => void }) {
  const [problem, set_problem] = useState<Problem | null>(null)
  const discard = () => {
    post(`/messages/${message.id}/discard`, { who: remembered_who() }).then(() => { close(); refresh_all() }, set_problem)
  }
  return (
    <Dialog title={words.discard_title} close={close}>
      <p>{words.discard_lead(who)}</p>
      <Trouble problem={problem} />
      <p class="actions">
        <button class="button danger" type="button" onClick={discard}>{words.discard_do}</button>
        <button class="button" type="button" onClick={close}>{words.keep}</button>
      </p>
    </Dialog>
  )
}
