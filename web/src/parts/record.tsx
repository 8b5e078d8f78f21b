// Recording by phone: a number, a code and the time that is left for it; then the new version, as soon as it is there.
import { useEffect, useRef, useState } from 'preact/hooks'
import { post, Problem, type PromptDetail, type PromptVersion, type TaskCode } from '../api'
import { useGet } from '../live'
import { useHere, useNow } from '../time'
import { Dialog } from './dialog'
import { PlayButton, seconds, Waveform } from './sound'
import { Trouble } from './trouble'
import { remembered_who } from './who'
import { RECORD as words, VOICE } from '../words/voice'

/** `123456` as `12 34 56`: so it is read aloud and keyed in. */
export const in_pairs = (code: string) => code.match(/.{1,2}/g)?.join(' ') ?? code

export function RecordDialog({ prompt, sentence, close }: { prompt: string; sentence: string; close: () => void }) {
  const [code, set_code] = useState<TaskCode | null>(null)
  const [problem, set_problem] = useState<Problem | null>(null)
  const detail = useGet<PromptDetail>(`/prompts/${prompt}`)
  const before = useRef<number | null>(null)
  const newest = detail.data?.versions[0]?.version ?? 0
  if (detail.data && before.current === null) before.current = newest
  const ask = () => {
    set_problem(null)
    set_code(null)
    post<TaskCode>('/task-codes', { purpose: 'record_prompt', subject: prompt, who: remembered_who() })
      .then(set_code, set_problem)
  }
  useEffect(ask, [prompt])
  const arrived = before.current !== null && newest > before.current ? detail.data!.versions[0]! : null
  const previous = detail.data?.versions.find((one) => one.version <= (before.current ?? 0) && one.state === 'ready')
  return (
    <Dialog title={VOICE.record} close={close}>
      <p class="quiet">{words.what}</p>
      <blockquote class="to-say">{sentence}</blockquote>
      <Trouble problem={problem} />
      {arrived
        ? <Arrived prompt={prompt} version={arrived} previous={previous?.version ?? 0} set={detail.set} />
        : code && <Code code={code} again={ask} />}
      <p class="actions">
        {arrived && <button class="button" type="button" onClick={() => { before.current = newest; ask() }}>{words.once_more}</button>}
        <button class={`button ${arrived ? 'primary' : ''}`} type="button" onClick={close}>{arrived ? words.done : VOICE.close}</button>
      </p>
    </Dialog>
  )
}

function Code({ code, again }: { code: TaskCode; again: () => void }) {
  const now = useNow(250)
  const left = Math.max(0, Math.floor((Date.parse(code.expires_at) - now.getTime()) / 1000))
  const over = left === 0
  const whole = useRef(Math.max(1, left))
  return (
    <div class="task-code" aria-live="polite">
      <ol>
        <li>{words.ring}<b class="record-number">{code.number}</b>.</li>
        <li>
          {words.key_in}<b class={`record-code ${over ? 'over' : ''}`} aria-label={words.the_code(code.code.split('').join(' '))}>{in_pairs(code.code)}</b>{words.pound}
        </li>
        <li>{words.speak}</li>
      </ol>
      {over
        ? <p class="warning"><span>{words.too_old}</span><button class="button small" type="button" onClick={again}>{words.new_code}</button></p>
        : <p class="countdown" role="timer" aria-live="off"><Ring share={left / whole.current} />{words.good_for(`${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`)}</p>}
    </div>
  )
}

/** How much of the time is left, as a ring. */
function Ring({ share }: { share: number }) {
  const full = 2 * Math.PI * 7
  return (
    <svg class="ring" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      <circle cx="10" cy="10" r="7" fill="none" stroke="var(--line)" stroke-width="3" />
      <circle cx="10" cy="10" r="7" fill="none" stroke="var(--brand)" stroke-width="3" transform="rotate(-90 10 10)"
        stroke-dasharray={`${(Math.min(1, share) * full).toFixed(1)} ${full.toFixed(1)}`} />
    </svg>
  )
}

function Arrived({ prompt, version, previous, set }: {
  prompt: string; version: PromptVersion; previous: number; set: (detail: PromptDetail) => void
}) {
  const { times } = useHere()
  const [problem, set_problem] = useState<Problem | null>(null)
  const back = () => {
    post<PromptDetail>(`/prompts/${prompt}/roll-back`, { version: previous, who: remembered_who() }).then(set, set_problem)
  }
  return (
    <div class="arrived" role="status">
      <p><b>{VOICE.version(version.version)}</b>, {times.time(version.made_at)}: {
        version.state === 'waiting' ? words.copied
          : version.state === 'refused' ? words.refused(version.why)
            : version.live ? words.live : words.kept}</p>
      {version.url && (
        <p class="sound">
          <PlayButton url={version.url} what={VOICE.this_version(version.version)} />
          <Waveform peaks={version.peaks} length_ms={version.length_ms} />
          <span class="quiet">{seconds(version.length_ms)}</span>
        </p>
      )}
      {version.live && (
        <button class="link" type="button" onClick={back}>
          {previous ? words.undo_to(previous) : words.undo_robot}
        </button>
      )}
      <Trouble problem={problem} />
    </div>
  )
}
