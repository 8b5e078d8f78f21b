// The demo's own strip: a simulated day on a telephone network that exists in memory only, and how fast it runs.
import { useState } from 'preact/hooks'
import { type Problem, put, type Session } from '../api'
import { useHere, useNow } from '../time'
import { DEMO as words } from '../words/shell'

const SPEEDS = [
  { speed: 0, word: words.pause },
  { speed: 1, word: '1×' },
  { speed: 60, word: '60×' },
  { speed: 300, word: '300×' },
  { speed: 1000, word: '1000×' },
]

export function DemoBar() {
  const { session, times, set_session } = useHere()
  const now = useNow(100)
  const [problem, set_problem] = useState<Problem | null>(null)
  const run = (speed: number) => {
    put<Session>('/demo/speed', { speed }).then(
      (answer) => { set_problem(null); set_session(answer) },
      set_problem)
  }
  return (
    <aside class="demo" aria-label={words.demo}>
      <p><b>{words.demo}</b><span class="demo-words">{words.words}</span></p>
      <p class="demo-clock" aria-hidden="true">{times.precise(now)}</p>
      {session.demo?.phones && <a class="demo-phones" href={session.demo.phones} target="_blank" rel="noopener">{words.phones}</a>}
      <div class="speeds" role="group" aria-label={words.speed}>
        {SPEEDS.map(({ speed, word }) => (
          <button key={speed} aria-pressed={session.demo?.speed === speed} onClick={() => run(speed)}>{word}</button>
        ))}
      </div>
      {problem && <p role="alert">{problem.message}</p>}
    </aside>
  )
}
