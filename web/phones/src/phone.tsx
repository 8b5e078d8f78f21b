// The phone that is held: rings, is answered, hears, presses, speaks and hangs up; or plays the answering machine.
import { useEffect, useRef, useState } from 'preact/hooks'
import { type Call, current, type Handset, type List, post, Problem, type Step } from './api'
import { Icon } from './icons'
import { key_sounds, silence, sounds } from './sound'

const LETTERS: Record<string, string> = { 2: 'ABC', 3: 'DEF', 4: 'GHI', 5: 'JKL', 6: 'MNO', 7: 'PQRS', 8: 'TUV', 9: 'WXYZ' }
const KEYS = [...'123456789*0#']

const STATUS_WORDS: Record<string, string> = {
  completed: 'over', busy: 'declined', 'no-answer': 'not answered', failed: 'failed', canceled: 'called off',
}

/** What goes on, for whoever looks at it or is told by a screen reader. */
function caption(step: Step | undefined): string {
  switch (step?.kind) {
    case 'says':
    case 'plays': return step.text || 'A sound is being fetched…'
    case 'tones': return `Tones: ${step.text}`
    case 'pauses': return 'A pause'
    case 'waits': return 'Waiting for a key'
    case 'records': return 'After the tone you are recorded'
    case 'dials': return `Putting you through to ${step.text}`
    case 'asks': return 'The application is being asked'
    default: return ''
  }
}

/** One sentence on how the call stands. */
function standing(call: Call | null, other: string): string {
  if (!call) return 'Nobody is on the line.'
  if (call.status === 'ringing') return call.direction === 'inbound' ? `Calling ${other}…` : `${other} is calling.`
  if (!call.answered) return `Calling ${other}…`
  if (call.machine) return `The answering machine has ${other} on the line.`
  return `In a call with ${other}.`
}

export function Phone({ handset, list, muted }: { handset: Handset; list: List; muted: boolean }) {
  const { call, number } = handset
  const [problem, set_problem] = useState('')
  const [pressed, set_pressed] = useState('')
  const phone = useRef<HTMLElement>(null)
  const other = call ? (call.direction === 'inbound' ? call.to : call.from) : ''
  const rings = call !== null && call.status === 'ringing' && call.direction !== 'inbound'
  const talks = call !== null && call.answered !== null
  const by_hand = talks && !call.machine && call.parent === ''
  const step = call ? current(call) : undefined

  const act = async (what: string, fields: Record<string, string> = {}) => {
    try {
      await post(`handsets/${encodeURIComponent(number)}/${what}`, fields)
      set_problem('')
      return true
    } catch (error) {
      set_problem((error as Problem).message)
      return false
    }
  }
  const press = (key: string) => {
    key_sounds(key)
    set_pressed((keys) => (keys + key).slice(-20))
    act('keys', { Digits: key })
  }
  const answer = async (fields: Record<string, string> = {}) => {
    // The buttons go with the ringing: whoever uses the keyboard goes on from the phone.
    if (await act('answer', fields)) phone.current?.focus({ preventScroll: true })
  }

  useEffect(() => { set_pressed('') }, [call?.sid])
  // A step is told from the one before by its number: the same words may be said twice.
  const hears = call && call.answered && !call.machine ? step : undefined
  useEffect(() => {
    sounds(hears)
    return silence
  }, [call?.sid, hears && call?.steps.length, hears?.kind, hears?.sound, muted])

  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      const typing = event.target instanceof Element && event.target.closest('input, textarea, select')
      if (!by_hand || typing || event.ctrlKey || event.metaKey || event.altKey || !KEYS.includes(event.key)) return
      event.preventDefault()
      press(event.key)
    }
    addEventListener('keydown', key)
    return () => removeEventListener('keydown', key)
  })

  const last = handset.calls[0]
  return (
    <section class={`card phone ${rings ? 'rings' : talks ? 'talks' : ''}`} id="phone" ref={phone} tabIndex={-1} aria-label={`Phone ${number}`}>
      <h2>{number}</h2>
      <p class="standing" role="status">
        {standing(call, other)}
        {!call && last && ` The last call, with ${last.with}, is ${STATUS_WORDS[last.status] ?? last.status}.`}
      </p>
      {talks && (
        <p class={`caption ${step?.kind ?? ''}`} aria-live={muted ? 'polite' : 'off'}>
          {call.tapes ? 'You are being recorded.' : call.machine_records ? `On the tape: ${caption(step)}` : caption(step)}
        </p>
      )}
      {rings && <Ringing answer={answer} decline={() => act('decline')} dialled={call.parent !== ''} />}
      {by_hand && (
        <>
          <p class="pressed"><span class="sr">Keys pressed: </span>{pressed || ' '}</p>
          <div class="keypad" role="group" aria-label="Keys">
            {KEYS.map((key) => (
              <button key={key} class="key" onClick={() => press(key)} aria-label={key === '*' ? 'star' : key === '#' ? 'pound' : key}>
                {key}<small aria-hidden="true">{LETTERS[key] ?? ' '}</small>
              </button>
            ))}
          </div>
          <Mouth call={call} act={act} />
        </>
      )}
      {call && call.parent !== '' && talks && <p class="quiet">A document has put somebody through to you. You hear each other no further than this.</p>}
      {call && !rings && (
        <button class="button danger wide" onClick={() => act('hang_up')}><Icon name="hang_up" size={20} />Hang up</button>
      )}
      {!call && <Dial list={list} dial={(to) => act('call', { To: to })} />}
      {problem && <p class="problem" role="alert">{problem}</p>}
    </section>
  )
}

function Ringing({ answer, decline, dialled }: { answer: (fields?: Record<string, string>) => void; decline: () => void; dialled: boolean }) {
  const [greeting, set_greeting] = useState('Hello, I cannot come to the phone. Please leave a message after the tone.')
  const [mailbox, set_mailbox] = useState('beep')
  return (
    <>
      <div class="actions">
        <button class="button answer" onClick={() => answer()}><Icon name="answer" size={20} />Answer</button>
        <button class="button danger" onClick={decline}><Icon name="hang_up" size={20} />Decline</button>
      </div>
      {!dialled && (
        <details class="machine">
          <summary><Icon name="machine" /> Be the answering machine</summary>
          <label class="field">
            Greeting
            <textarea rows={3} value={greeting} onInput={(event) => set_greeting(event.currentTarget.value)} />
          </label>
          <label class="field">
            Mailbox
            <select value={mailbox} onChange={(event) => set_mailbox(event.currentTarget.value)}>
              <option value="beep">Beeps, then records</option>
              <option value="silent">Records without a beep</option>
              <option value="full">Is full: hangs up</option>
            </select>
          </label>
          <button class="button" onClick={() => answer({ As: 'machine', Greeting: greeting, Mailbox: mailbox })}>Let it answer</button>
        </details>
      )}
    </>
  )
}

/** A typed sentence is a spoken one. While it is being typed a recording does not take it for silence. */
function Mouth({ call, act }: { call: Call; act: (what: string, fields?: Record<string, string>) => Promise<boolean> }) {
  const [words, set_words] = useState('')
  const last = useRef(0)
  const typing = () => {
    if (!call.tapes || performance.now() - last.current < 700) return
    last.current = performance.now()
    act('say')
  }
  const speak = async (event: Event) => {
    event.preventDefault()
    if (words.trim() && await act('say', { Words: words.trim() })) set_words('')
  }
  return (
    <form class={`mouth ${call.tapes ? 'taping' : ''}`} onSubmit={speak}>
      <label class="field">
        {call.tapes ? 'Speak: you are being recorded' : 'Speak'}
        <input value={words} maxLength={500} autocomplete="off" onInput={(event) => { set_words(event.currentTarget.value); typing() }} />
      </label>
      <button class="button">Say it</button>
    </form>
  )
}

function Dial({ list, dial }: { list: List; dial: (to: string) => void }) {
  const numbers = list.numbers.filter((one) => one.calls)
  const [to, set_to] = useState(numbers[0]?.number ?? '')
  if (numbers.length === 0) {
    return <p class="quiet">No number of the account has a VoiceUrl, so there is nobody to call (<code>--own NUMBER=SMS_URL,VOICE_URL</code>).</p>
  }
  return (
    <form class="dial" onSubmit={(event) => { event.preventDefault(); dial(to) }}>
      <label class="field">
        Call
        <select name="to" value={to} onChange={(event) => set_to(event.currentTarget.value)}>
          {numbers.map((one) => <option key={one.number} value={one.number}>{one.name || one.number}</option>)}
        </select>
      </label>
      <button class="button answer"><Icon name="answer" />Call</button>
    </form>
  )
}
