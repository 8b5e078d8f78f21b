// Sound: its waveform, and a button that plays it. One at a time is heard.
import { useEffect, useRef, useState } from 'preact/hooks'
import { Icon } from '../states'
import { figure } from '../words/say'
import { SOUND as words } from '../words/voice'

const HEIGHT = 40

export const seconds = (ms: number) => `${figure(ms < 9950 ? Number((ms / 1000).toFixed(1)) : Math.round(ms / 1000), 1)} s`

/** Each point a line to both sides of the middle; soft voices are drawn larger, so that their shape is seen. */
export function Waveform({ peaks, length_ms }: { peaks: number[]; length_ms: number }) {
  const loudest = Math.max(40, ...peaks)
  const path = peaks.map((peak, at) => {
    const half = Math.max(0.6, (peak / loudest) * (HEIGHT / 2 - 1))
    return `M${at + 0.5} ${(HEIGHT / 2 - half).toFixed(1)}V${(HEIGHT / 2 + half).toFixed(1)}`
  }).join('')
  return (
    <svg class="waveform" viewBox={`0 0 ${peaks.length} ${HEIGHT}`} preserveAspectRatio="none" role="img"
      aria-label={words.recording(seconds(length_ms))}>
      <path d={path} fill="none" stroke="currentColor" stroke-width="0.8" vector-effect="none" />
    </svg>
  )
}

let heard: HTMLAudioElement | null = null

export function PlayButton({ url, what, played }: { url: string; what: string; played?: () => void }) {
  const audio = useRef<HTMLAudioElement | null>(null)
  const [playing, set_playing] = useState(false)
  const [failed, set_failed] = useState(false)
  useEffect(() => () => { audio.current?.pause() }, [url])
  const turn = () => {
    if (playing) return audio.current?.pause()
    heard?.pause()
    const sound = new Audio(url)
    audio.current = heard = sound
    sound.onplaying = () => { set_playing(true); set_failed(false) }
    sound.onpause = sound.onended = () => set_playing(false)
    sound.onerror = () => { set_playing(false); set_failed(true) }
    sound.play().then(played, () => set_failed(true))
  }
  return (
    <button class="button small" type="button" onClick={turn} aria-label={`${playing ? words.stop : words.play} ${what}`}>
      <Icon name={playing ? 'pause' : 'play'} />{failed ? words.cannot : playing ? words.stop : words.play}
    </button>
  )
}
