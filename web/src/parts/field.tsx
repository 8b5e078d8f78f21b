// A labelled input, and a form that sends itself once and says what was refused.
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { Problem } from '../api'
import { Trouble } from './trouble'

export function Field({ label, hint, value, set, type = 'text', name, autocomplete, required = true, focus, mode, max = 120 }: {
  label: string; hint?: string; value: string; set: (value: string) => void; type?: string; name: string
  autocomplete?: string; required?: boolean; focus?: boolean; mode?: 'numeric' | 'tel' | 'email'; max?: number
}) {
  return (
    <label class="field">{label}{hint && <small> {hint}</small>}
      <input name={name} type={type} value={value} required={required} maxLength={max} autoComplete={autocomplete ?? 'off'}
        autoFocus={focus} inputMode={mode} onInput={(event) => set(event.currentTarget.value)} />
    </label>
  )
}

export function Form({ submit, go, children, more }: {
  submit: () => Promise<unknown>; go: string; children: ComponentChildren; more?: ComponentChildren
}) {
  const [problem, set_problem] = useState<Problem | null>(null)
  const [busy, set_busy] = useState(false)
  const send = async (event: Event) => {
    event.preventDefault()
    set_busy(true)
    set_problem(null)
    try {
      await submit()
    } catch (error) {
      set_problem(error as Problem)
    }
    set_busy(false)
  }
  return (
    <form onSubmit={send}>
      {children}
      <Trouble problem={problem} />
      <p class="actions">
        <button class="button primary" type="submit" disabled={busy}>{go}</button>
        {more}
      </p>
    </form>
  )
}
