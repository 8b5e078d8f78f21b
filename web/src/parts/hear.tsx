// A call to be heard in the browser, as it is played on the phone: recordings where there are any, and a robot's voice (the browser's own) between them.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { HeardPiece } from '../api'
import { Icon } from '../states'
import { HEAR as words } from '../words/voice'

/** Plays one piece; `stop` ends it early. What cannot be played is passed over. */
function play(piece: HeardPiece, lang: string, ended: () => void): () => void {
  if (piece.url) {
    const sound = new Audio(piece.url)
    sound.onended = sound.onerror = ended
    sound.play().catch(ended)
    return () => { sound.onended = sound.onerror = null; sound.pause() }
  }
  if (!('speechSynthesis' in window)) { ended(); return () => undefined }
  const said = new SpeechSynthesisUtterance(piece.words ?? '')
  said.lang = lang
  said.onend = said.onerror = ended
  speechSynthesis.speak(said)
  return () => { said.onend = said.onerror = null; speechSynthesis.cancel() }
}

export function Hear({ pieces, what, lang = '' }: { pieces: HeardPiece[]; what: string; lang?: string }) {
  const [at, set_at] = useState(-1)
  const stop = useRef<() => void>(() => undefined)
  useEffect(() => {
    const piece = pieces[at]
    if (!piece) return undefined
    let over = false
    stop.current = play(piece, lang, () => {
      if (over) return
      over = true
      set_at(at + 1 < pieces.length ? at + 1 : -1)
    })
    return () => { over = true; stop.current() }
  }, [at])
  const playing = at >= 0
  const can = 'speechSynthesis' in window || pieces.some((one) => one.url)
  if (!can || pieces.length === 0) return null
  return (
    <button class="button small hear" type="button" data-piece={playing ? at : undefined} aria-label={playing ? words.stop : words.hear_what(what)} onClick={() => set_at(playing ? -1 : 0)}>
      <Icon name={playing ? 'pause' : 'play'} />{playing ? words.stop : words.hear}
    </button>
  )
}
