// The pieces of which the operator's pages are made.
import type { ComponentChildren } from 'preact'
import type { Problem } from '../api'
import { OPERATOR as words } from '../words/operator'
import { figure } from '../words/say'
import { Loading } from './trouble'

export function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return <section class="card op-part" aria-label={title}><h2>{title}</h2>{children}</section>
}

export function Figure({ value, word, bad }: { value: number; word: string; bad?: boolean }) {
  return <div class={bad && value > 0 ? 'is-bad' : undefined}><dt>{word}</dt><dd>{figure(value)}</dd></div>
}

/** While nothing is there yet: what is wrong, or that it comes. */
export function Pending({ problem }: { problem: Problem | null }) {
  if (problem?.code === 'second_factor') {
    return <p class="warning" role="alert"><span>{words.refused} <a href="#/me">{words.show_code}</a></span></p>
  }
  return <Loading problem={problem} />
}
