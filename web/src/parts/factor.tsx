// A code of the second factor, asked for where something needs one; within another form, so not a form itself.
import { useState } from 'preact/hooks'
import { type Me, post, type Problem } from '../api'
import { useHere } from '../time'
import { WORDS } from '../words/access'

export function ShowFactor({ shown }: { shown: () => void }) {
  const { session } = useHere()
  const [code, set_code] = useState('')
  const [problem, set_problem] = useState<Problem | null>(null)
  const words = WORDS.factor
  if (!session.person?.second_factor) {
    return <p class="problem" role="alert">{words.none} <a href="#/me">{words.set_up}</a></p>
  }
  const show = () => { post<Me>('/me/factor/show', { code }).then(shown, set_problem) }
  const on_enter = (event: KeyboardEvent) => { if (event.key === 'Enter') { event.preventDefault(); show() } }
  return (
    <div class="problem" role="alert">
      <label class="field">{words.title}
        <input name="code" value={code} inputMode="numeric" autoComplete="one-time-code" autoFocus maxLength={40}
          onInput={(event) => set_code(event.currentTarget.value)} onKeyDown={on_enter} />
      </label>
      {problem && <p>{problem.message}</p>}
      <p class="actions"><button class="button" type="button" onClick={show}>{words.show}</button></p>
    </div>
  )
}
