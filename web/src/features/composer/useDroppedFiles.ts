import { useEffect } from 'react'
import { t } from '../../language/t'

export const NO_FILES = t('Files cannot be sent yet.')

const FILES_DROPPED = 'parley:files-dropped'

/** A browser leaves the page for a file that is dropped on it. This one stays, wherever in it that happens. */
export function keepDroppedFilesOut(): void {
  // The browser sends no drop event to a page that takes nothing, and the page could not say why.
  window.addEventListener('dragover', (event) => {
    if (hasFiles(event)) event.preventDefault()
  })
  window.addEventListener('drop', (event) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    window.dispatchEvent(new Event(FILES_DROPPED))
  })
}

export function useDroppedFiles(onFiles: () => void): void {
  useEffect(() => {
    window.addEventListener(FILES_DROPPED, onFiles)
    return () => window.removeEventListener(FILES_DROPPED, onFiles)
  }, [onFiles])
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false
}
