// A secret that is shown this once, to be copied.
import { useState } from 'preact/hooks'
import { WORDS } from '../words/access'

export function ShownOnce({ text, hint }: { text: string; hint: string }) {
  const [copied, set_copied] = useState(false)
  return (
    <div class="shown-once" role="status">
      <p>{hint}</p>
      <p><code>{text}</code> <button class="button small" type="button" onClick={() => {
        navigator.clipboard?.writeText(text).then(() => set_copied(true), () => {})
      }}>{copied ? WORDS.team.copied : WORDS.team.copy}</button></p>
    </div>
  )
}
