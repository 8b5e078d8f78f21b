// What the browser's tab and history, and whoever has pages read aloud, are told of the page.
import { useEffect } from 'preact/hooks'

export function useTitle(title: string) {
  useEffect(() => { document.title = title ? `${title} · Courtesy` : 'Courtesy' }, [title])
}
