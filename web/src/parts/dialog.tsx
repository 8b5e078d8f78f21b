// A modal dialog: the browser's own, so that focus, Escape and what lies behind it are its business.
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

export function Dialog({ title, tone, close, children }: {
  title: string
  tone?: 'stop'
  close: () => void
  children: ComponentChildren
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
    return () => dialog.current?.close()
  }, [])
  // A link in it, or a step back, leads to another page: not to one behind the dialog.
  const latest = useRef(close)
  latest.current = close
  useEffect(() => {
    const left = () => latest.current()
    addEventListener('hashchange', left)
    return () => removeEventListener('hashchange', left)
  }, [])
  return (
    <dialog ref={dialog} class={`dialog ${tone ?? ''}`} aria-label={title} onCancel={close}
      onClick={(event) => { if (event.target === dialog.current) close() }}>
      <div class="dialog-body">
        <h2>{title}</h2>
        {children}
      </div>
    </dialog>
  )
}
