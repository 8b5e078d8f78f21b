// What callers have left for the staff to do, and numbers on which codes are off because they were guessed.
import { useState } from 'preact/hooks'
import { type Lines, type Line, post, Problem, type StaffTask, type StaffTasks } from '../api'
import { refresh_all, useGet, usePages } from '../live'
import { Trouble } from '../parts/trouble'
import { appointment_link } from '../router'
import { useHere } from '../time'
import { SHELL } from '../words/shell'
import { VOICE as words } from '../words/voice'

export function Callers() {
  const { pages, problem, more } = usePages<StaffTasks>('/tasks?limit=50')
  const lines = useGet<Lines>('/lines')
  const off = lines.data?.lines.filter((line) => line.codes_off) ?? []
  const tasks = pages.flatMap((page) => page.tasks)
  if (pages.length === 0) return problem ? <p class="problem" role="alert">{problem.message}</p> : <p role="status">{SHELL.loading}…</p>
  return (
    <>
      {off.map((line) => <CodesOff key={line.number} line={line} />)}
      {tasks.length === 0 ? (
        <p class="empty">{words.nothing_to_do}</p>
      ) : (
        <>
          <ul class="message-list">{tasks.map((one) => <TaskRow key={one.id} task={one} />)}</ul>
          <Trouble problem={problem} />
          {more && <p class="actions"><button class="button" type="button" onClick={more}>{words.more_tasks}</button></p>}
        </>
      )}
    </>
  )
}

function TaskRow({ task }: { task: StaffTask }) {
  const { times } = useHere()
  const [problem, set_problem] = useState<Problem | null>(null)
  const who = task.client?.name ?? task.number ?? words.unknown
  return (
    <li class="card message" data-task={task.id}>
      <p class="message-head">
        <b>{who}</b>
        {task.client && task.number && <span class="quiet">{task.number}</span>}
        <span class="quiet">{times.day(task.at)} {times.time(task.at)}</span>
      </p>
      <p>{task.text}</p>
      <p class="part-do">
        <button class="button small" type="button" aria-label={words.done_of(who, task.text)}
          onClick={() => post(`/tasks/${task.id}/done`, {}).then(refresh_all, set_problem)}>{words.done}</button>
        {task.kind === 'message' && <a class="button small" href="#/voice/messages">{words.hear}</a>}
        {task.appointment !== null && <a class="button small" href={appointment_link(task.appointment)}>{words.appointment}</a>}
      </p>
      <Trouble problem={problem} />
    </li>
  )
}

function CodesOff({ line }: { line: Line }) {
  const [why, set_why] = useState('')
  const [problem, set_problem] = useState<Problem | null>(null)
  const reopen = (event: Event) => {
    event.preventDefault()
    post('/lines/reopen', { number: line.number, why }).then(refresh_all, set_problem)
  }
  return (
    <form class="card" onSubmit={reopen} data-line={line.number}>
      <p><b>{line.number_text}</b>{words.codes_off}</p>
      <label class="field">{words.found}
        <input type="text" required maxLength={200} value={why} onInput={(event) => set_why(event.currentTarget.value)} />
      </label>
      <p class="part-do"><button class="button" type="submit">{words.codes_on}</button></p>
      <Trouble problem={problem} />
    </form>
  )
}
