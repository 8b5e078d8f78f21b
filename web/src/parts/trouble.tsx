// What is wrong, or that something is still to come.
import type { Problem } from '../api'

export function Trouble({ problem }: { problem: Problem | null }) {
  return problem ? <p class="problem" role="alert">{problem.message}</p> : null
}

/** `label`: what is awaited, for those who hear the page; without it the place says so already. */
export function Loading({ problem, label }: { problem: Problem | null; label?: string }) {
  if (problem) return <Trouble problem={problem} />
  return label === undefined
    ? <div class="skeleton" aria-hidden="true"><i /><i /><i /></div>
    : <div class="skeleton" role="status" aria-label={label}><i /><i /><i /></div>
}
