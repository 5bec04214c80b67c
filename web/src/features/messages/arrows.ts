/** Where an arrow leads in a row that is read like the page: 1 is onwards, -1 back. Undefined for other keys. */
export function stepOf(key: string): 1 | -1 | undefined {
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return undefined
  const onwards = document.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
  return key === onwards ? 1 : -1
}
