// A calendar or table may be dropped anywhere on any page.
import { useEffect, useState } from 'preact/hooks'
import { Icon } from '../states'
import { DROP as words } from '../words/shell'

const has_file = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

export function DropAnywhere({ take }: { take: (file: File) => void }) {
  const [over, set_over] = useState(false)
  useEffect(() => {
    // dragenter and dragleave come for every element passed: the depth says when the page itself is left.
    let depth = 0
    const enter = (event: DragEvent) => {
      if (!has_file(event)) return
      event.preventDefault()
      set_over(++depth > 0)
    }
    const leave = (event: DragEvent) => { if (has_file(event)) set_over(--depth > 0) }
    const above = (event: DragEvent) => { if (has_file(event)) event.preventDefault() }
    const drop = (event: DragEvent) => {
      if (!has_file(event)) return
      event.preventDefault()
      depth = 0
      set_over(false)
      const file = event.dataTransfer?.files[0]
      if (file) take(file)
    }
    addEventListener('dragenter', enter)
    addEventListener('dragleave', leave)
    addEventListener('dragover', above)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragenter', enter)
      removeEventListener('dragleave', leave)
      removeEventListener('dragover', above)
      removeEventListener('drop', drop)
    }
  }, [take])
  if (!over) return null
  return (
    <div class="drop-anywhere" aria-hidden="true">
      <div><Icon name="import" size={48} /><p>{words.here}</p><p class="quiet">{words.first}</p></div>
    </div>
  )
}
