// Which phones there are: pick one, add one, take one out.
import { useState } from 'preact/hooks'
import { type List, post, Problem, remove } from './api'
import { Icon } from './icons'

const WORDS: Record<string, string> = { ringing: 'rings', 'in-progress': 'in a call' }

/** As people write it where they may; digits are all that counts. */
const e164 = (typed: string) => {
  const digits = typed.replace(/\D/g, '')
  return typed.trim().startsWith('+') ? `+${digits}` : digits.length === 10 ? `+1${digits}` : `+${digits}`
}

export function Book({ list, number }: { list: List; number: string }) {
  const [typed, set_typed] = useState('')
  const [problem, set_problem] = useState('')
  const add = async (event: Event) => {
    event.preventDefault()
    try {
      const added = await post<{ number: string }>('handsets', { Number: e164(typed) })
      set_typed('')
      set_problem('')
      location.hash = `#/${added.number}`
    } catch (error) {
      set_problem((error as Problem).message)
    }
  }
  const take_out = async () => {
    try {
      await remove(`handsets/${encodeURIComponent(number)}`)
      set_problem('')
    } catch (error) {
      set_problem((error as Problem).message)
    }
  }
  return (
    <section class="book" aria-labelledby="book">
      <h2 id="book" class="sr">Phones</h2>
      {list.handsets.length === 0 && (
        <p>No phone is picked up by hand yet. Add a number, and whoever calls or writes to it reaches you here.</p>
      )}
      <ul class="chips">
        {list.handsets.map((one) => (
          <li key={one.number}>
            <a class={`chip ${one.status}`} href={`#/${one.number}`} aria-current={one.number === number ? 'true' : undefined}>
              {one.number}
              {WORDS[one.status] && <b> {WORDS[one.status]}</b>}
            </a>
          </li>
        ))}
      </ul>
      <form class="add" onSubmit={add}>
        <label class="field">
          Another number
          <input name="number" type="tel" autocomplete="off" placeholder="+12125550101" required value={typed}
            aria-describedby={problem ? 'book-problem' : undefined}
            onInput={(event) => set_typed(event.currentTarget.value)} />
        </label>
        <button class="button">Add</button>
        {number && <button type="button" class="button" onClick={take_out}><Icon name="remove" />Take {number} out</button>}
      </form>
      {problem && <p id="book-problem" class="problem" role="alert">{problem}</p>}
    </section>
  )
}
