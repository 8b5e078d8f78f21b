// What is heard: the ring, the keys' tones, the network's files, and the browser's own voice for what is said. A browser lets
// a page sound only after somebody has touched it.
import type { Step } from './api'

let context: AudioContext | undefined
let ring: { stop: () => void } | undefined
let playing: HTMLAudioElement | undefined
let muted = read_muted()

function read_muted(): boolean {
  try { return localStorage.getItem('muted') === 'yes' } catch { return false }
}

export const is_muted = () => muted
export function set_muted(now: boolean) {
  muted = now
  try { localStorage.setItem('muted', now ? 'yes' : 'no') } catch { /* it is forgotten with the page */ }
  if (now) { ring_stops(); silence() }
}

/** Once, at the first touch. */
export function wake_at_first_touch(woken: () => void) {
  const wake = () => {
    context ??= new AudioContext()
    context.resume().then(woken, () => {})
    removeEventListener('pointerdown', wake)
    removeEventListener('keydown', wake)
  }
  addEventListener('pointerdown', wake)
  addEventListener('keydown', wake)
}

function tone(frequencies: number[], from: number, seconds: number, loudness = 0.08): OscillatorNode[] {
  if (!context || muted) return []
  const { currentTime, destination } = context
  const gain = new GainNode(context, { gain: 0 })
  gain.gain.setValueAtTime(0, currentTime + from)
  gain.gain.linearRampToValueAtTime(loudness, currentTime + from + 0.02)
  gain.gain.setValueAtTime(loudness, currentTime + from + seconds - 0.02)
  gain.gain.linearRampToValueAtTime(0, currentTime + from + seconds)
  gain.connect(destination)
  return frequencies.map((frequency) => {
    const node = new OscillatorNode(context!, { frequency })
    node.connect(gain)
    node.start(currentTime + from)
    node.stop(currentTime + from + seconds)
    return node
  })
}

/** Two seconds of ring, four of silence, for as long as it rings. */
export function ring_begins() {
  if (ring || !context || muted) return
  let nodes: OscillatorNode[] = []
  const once = () => { nodes = tone([440, 480], 0, 2, 0.1) }
  once()
  const timer = window.setInterval(once, 6000)
  ring = {
    stop: () => {
      window.clearInterval(timer)
      for (const node of nodes) node.stop()
    },
  }
}
export function ring_stops() {
  ring?.stop()
  ring = undefined
}

const ROWS = [697, 770, 852, 941]
const COLUMNS = [1209, 1336, 1477]
const KEYS = '123456789*0#'
export function key_sounds(key: string, after = 0) {
  const place = KEYS.indexOf(key)
  if (place >= 0) tone([ROWS[Math.floor(place / 3)]!, COLUMNS[place % 3]!], after, 0.16)
}

export function silence() {
  speechSynthesis?.cancel()
  playing?.pause()
  playing = undefined
}

/** A step begins: whatever sounded before is over. */
export function sounds(step: Step | undefined) {
  silence()
  if (!step || muted) return
  if (step.kind === 'says') {
    const words = new SpeechSynthesisUtterance(step.text)
    if (step.language) words.lang = step.language
    const voice = speechSynthesis.getVoices().find((one) => one.name === step.voice || (step.language && one.lang === step.language))
    if (voice) words.voice = voice
    // Nobody can speak slower than the network believes: it takes 400 ms a word.
    words.rate = 1
    speechSynthesis.speak(words)
  } else if (step.kind === 'plays' && step.sound > 0) {
    playing = new Audio(`/_/sounds/${step.sound}`)
    playing.play().catch(() => {})
  } else if (step.kind === 'tones') {
    let after = 0
    for (const key of step.text) {
      key_sounds(key, after)
      after += 0.2
    }
  } else if (step.kind === 'records') {
    tone([1000], 0, 0.9, 0.05)
  }
}
