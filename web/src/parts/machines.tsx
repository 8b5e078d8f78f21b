// The ways with answering machines, played against the same callees: a picture of them, and the figures as a table.
import { useEffect, useState } from 'preact/hooks'
import { get, type MachineFigures, type MachineTrials, type Problem } from '../api'
import { MACHINES as W } from '../words/machines'
import { language } from '../words/say'
import { Trouble } from './trouble'

const ASK_EVERY_MS = 1000

const whole = new Intl.NumberFormat(language)
const share = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
const tenths = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
const seconds = (time: number) => W.seconds(tenths.format(time))

/** Asks from when it is opened until all are played; the server plays them once, for everybody. */
export function MachinesCompared({ chosen }: { chosen: string }) {
  const [open, set_open] = useState(false)
  const [told, set_told] = useState<MachineTrials | null>(null)
  const [problem, set_problem] = useState<Problem | null>(null)
  const over = problem !== null || (told !== null && told.state !== 'running')
  useEffect(() => {
    if (!open || over) return undefined
    const ask = () => get<MachineTrials>('/machines').then((next) => set_told({ ...next }), set_problem)
    const timer = window.setTimeout(ask, told ? ASK_EVERY_MS : 0)
    return () => window.clearTimeout(timer)
  }, [open, over, told])
  return (
    <details class="machines" onToggle={(event) => set_open(event.currentTarget.open)}>
      <summary>{W.compare}</summary>
      <Trouble problem={problem} />
      {told && <Compared told={told} chosen={chosen} />}
    </details>
  )
}

function Compared({ told, chosen }: { told: MachineTrials; chosen: string }) {
  return (
    <>
      <p class="quiet">{W.lead(whole.format(told.calls))}</p>
      {told.state === 'running' && (
        <p class="machines-running"><progress max={100} value={told.percent} aria-label={W.compare} />{W.running(told.percent)}</p>
      )}
      {told.state === 'failed' && <p class="problem" role="alert">{W.failed} {told.problem}</p>}
      {told.ways.length > 0 && (
        <>
          <Plot told={told} chosen={chosen} />
          <p class="quiet">{W.best} {W.keyless_note}</p>
          <Table told={told} chosen={chosen} />
          <p class="quiet">{W.note}</p>
        </>
      )}
    </>
  )
}

// The picture, in units of its own: across the whole messages, up the keys. A phone shows it as large as a desk does.
const WIDTH = 340
const HEIGHT = 270
const LEFT = 34
const RIGHT = 10
const TOP = 24
const BOTTOM = 38
const LINE = 13
const LETTER = 6.2
const RING = 8
const across = (part: number) => LEFT + part * (WIDTH - LEFT - RIGHT)

interface Label { one: MachineFigures; x: number; y: number; left: boolean; text_y: number }

/** A name stands beside its point, on the side with more room; one that would cover another name or point goes higher. */
function labelled(ways: MachineFigures[], up: (part: number) => number): Label[] {
  const placed: Label[] = []
  const span = ({ one, x, left }: Label) => {
    const wide = W.short[one.way]!.length * LETTER + 10
    return left ? [x - wide, x] as const : [x, x + wide] as const
  }
  const covers = (a: Label, b: Label) => {
    const [[from, to], [other_from, other_to]] = [span(a), span(b)]
    return from < other_to && other_from < to && Math.abs(a.text_y - b.text_y) < LINE
  }
  const hides = (label: Label, other: MachineFigures) => {
    const [from, to] = span(label)
    const x = across(other.complete)
    return other !== label.one && from < x + RING && x - RING < to && Math.abs(label.text_y - 4 - up(other.with_keys)) < LINE - 2
  }
  for (const one of [...ways].sort((a, b) => a.with_keys - b.with_keys)) {
    const [x, y] = [across(one.complete), up(one.with_keys)]
    const label = { one, x, y, left: one.complete > 0.7, text_y: y + 4 }
    while (placed.some((other) => covers(label, other)) || ways.some((other) => hides(label, other))) label.text_y -= 1
    placed.push(label)
  }
  return placed
}

function Plot({ told, chosen }: { told: MachineTrials; chosen: string }) {
  const most = Math.max(0.1, ...told.ways.map((one) => Math.ceil(one.with_keys * 10) / 10))
  const up = (part: number) => HEIGHT - BOTTOM - (part / most) * (HEIGHT - TOP - BOTTOM)
  const rungs = [0, most / 2, most]
  return (
    <figure class="machines-plot">
      <figcaption id="machines-plot">{W.title}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={W.plot}>
        {rungs.map((part) => (
          <g key={part}>
            <line class="rung" x1={LEFT} x2={WIDTH - RIGHT} y1={up(part)} y2={up(part)} />
            <text class="scale" x={LEFT - 5} y={up(part) + 4} text-anchor="end">{share.format(part)}</text>
          </g>
        ))}
        {[0, 0.5, 1].map((part) => (
          <text key={part} class="scale" x={across(part)} y={HEIGHT - BOTTOM + 17} text-anchor={part === 0 ? 'start' : part === 1 ? 'end' : 'middle'}>{share.format(part)}</text>
        ))}
        <text class="scale" x="0" y="11">{W.up}</text>
        <text class="scale" x={WIDTH - RIGHT} y={HEIGHT - 5} text-anchor="end">{W.across} →</text>
        {labelled(told.ways, up).map(({ one, x, y, left, text_y }) => (
          <g key={one.way} data-way={one.way} class={one.way === chosen ? 'is-chosen' : undefined}>
            {one.way === told.usual && <circle class="usual" cx={x} cy={y} r={RING} />}
            <circle class="way" cx={x} cy={y} r="4.5"><title>{`${W.short[one.way]}: ${share.format(one.complete)}, ${share.format(one.with_keys)}`}</title></circle>
            <text x={left ? x - 11 : x + 11} y={text_y} text-anchor={left ? 'end' : 'start'}>{W.short[one.way]}</text>
          </g>
        ))}
      </svg>
      <ul class="machines-legend">
        <li><i class="usual" />{W.usual}</li>
        <li><i class="chosen" />{W.chosen}</li>
      </ul>
    </figure>
  )
}

const CELLS: [name: string, words: (one: MachineFigures) => string][] = [
  ['complete', (one) => share.format(one.complete)],
  ['with_keys', (one) => share.format(one.with_keys)],
  ['people_right', (one) => share.format(one.people_right)],
  ['first_word', (one) => seconds(one.first_word)],
  ['longest_silence', (one) => seconds(one.longest_silence)],
  ['call_seconds', (one) => seconds(one.call_seconds)],
]

function Table({ told, chosen }: { told: MachineTrials; chosen: string }) {
  return (
    <div class="table-scroll" role="group" aria-labelledby="machines-table" tabIndex={0}>
      <table class="report-table">
        <caption id="machines-table">{W.table}</caption>
        <thead><tr><th scope="col">{W.way}</th>{CELLS.map(([name]) => <th key={name} scope="col">{W.columns[name]}</th>)}</tr></thead>
        <tbody>
          {told.ways.map((one) => (
            <tr key={one.way} data-way={one.way}>
              <th scope="row">{W.short[one.way]}{marks(one.way, told.usual, chosen)}</th>
              {CELLS.map(([name, words]) => <td key={name}>{words(one)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function marks(way: string, usual: string, chosen: string) {
  const words = [...(way === usual ? [W.usual] : []), ...(way === chosen ? [W.chosen] : [])]
  return words.length > 0 && <small> ({words.join(', ')})</small>
}
