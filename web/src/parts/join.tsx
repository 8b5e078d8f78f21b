// Two clients who are one person made one: which details stay, and what will happen, before it does.
import { useState } from 'preact/hooks'
import { type ClientDetail, type ClientDetails, type JoinPreview, post_if, query } from '../api'
import { useGet } from '../live'
import { CHANNEL_WORDS, Icon } from '../states'
import { JOIN as words } from '../words/clients'
import { Dialog } from './dialog'
import { Form } from './field'
import { Trouble } from './trouble'

const DETAILS = ['name', 'number', 'email', 'language', 'zone'] as const
type Detail = (typeof DETAILS)[number]

const shown = (one: ClientDetails, detail: Detail) =>
  (detail === 'number' ? one.number_text : detail === 'language' ? words.languages[one.language ?? ''] : one[detail]) || words.none

export function JoinClients({ stays, goes, close, done }: { stays: number; goes: number; close: () => void; done: (one: ClientDetail) => void }) {
  const [taken, set_taken] = useState<Detail[]>([])
  const { data, problem } = useGet<JoinPreview>(`/clients/${stays}/join${query({ with: goes, take: taken.join(',') })}`)
  const [first, set_first] = useState<JoinPreview | null>(null)
  const preview = data ?? first
  if (data && data !== first) set_first(data)
  // What is joined is what was shown: not while another choice is being looked at, nor where looking at it failed.
  const join = async () => {
    if (!data || problem) throw problem ?? new Error(words.loading)
    done(await post_if<ClientDetail>(`/clients/${stays}/join`, { with: goes, take: taken }, data.etag))
  }
  return (
    <Dialog title={words.title} close={close}>
      <Trouble problem={problem} />
      {!preview && !problem && <div class="skeleton" role="status" aria-label={words.loading}><i /><i /></div>}
      {preview && (
        <Form submit={join} go={words.go} more={<button class="button" type="button" onClick={close}>{words.back}</button>}>
          <p>{words.intro(preview.stays.name, preview.goes.name)}</p>
          {DETAILS.filter((detail) => shown(preview.stays, detail) !== shown(preview.goes, detail)).map((detail) => (
            <Choice key={detail} detail={detail} preview={preview} taken={taken.includes(detail)}
              take={(on) => set_taken(on ? [...taken, detail] : taken.filter((one) => one !== detail))} />
          ))}
          <WhatHappens preview={preview} />
        </Form>
      )}
    </Dialog>
  )
}

function Choice({ detail, preview, taken, take }: { detail: Detail; preview: JoinPreview; taken: boolean; take: (on: boolean) => void }) {
  const one = (client: ClientDetails, on: boolean) => (
    <label><input type="radio" name={`keep-${detail}`} checked={taken === on} onChange={() => take(on)} /> {shown(client, detail)}</label>
  )
  return (
    <fieldset class="keep-which">
      <legend>{words.keep[detail]}</legend>
      {one(preview.stays, false)}
      {one(preview.goes, true)}
    </fieldset>
  )
}

function WhatHappens({ preview: { joined, goes } }: { preview: JoinPreview }) {
  return (
    <ul class="what-joining-does">
      <li>{words.go_over(joined.ahead, joined.behind, joined.waiting)}</li>
      {joined.planned_anew && <li>{words.planned_anew}</li>}
      {joined.withdrawn.length > 0 && <li>{words.withdrawn(joined.withdrawn.map((channel) => CHANNEL_WORDS[channel]).join(', '))}</li>}
      {(joined.never.number || joined.never.email) && <li><Icon name="stop" />{words.never}</li>}
      <li><b>{words.nobody}</b></li>
      <li>{words.no_way_back(goes.name)}</li>
    </ul>
  )
}
