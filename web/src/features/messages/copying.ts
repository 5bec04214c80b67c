/**
 * What a selection over several messages says, a message after the other, each with its author if it has one. Null for one message or
 * less: that is copied as it is. Only what is rendered can be selected, so the rest of a long room is not in it.
 */
export function copiedText(
  selection: Selection,
  timeline: HTMLElement,
  authorOf: (article: HTMLElement) => string | null,
): string | null {
  if (selection.rangeCount === 0 || selection.isCollapsed) return null
  const range = selection.getRangeAt(0)
  const said = [...timeline.querySelectorAll<HTMLElement>('article')].flatMap((article) => {
    // A forwarded message has two: a note, and the copy.
    const texts = [...article.querySelectorAll<HTMLElement>('.text, .notice')].filter((text) =>
      range.intersectsNode(text),
    )
    const words = texts
      .map((text) => wordsIn(range, text))
      .filter((part) => part !== '')
      .join('\n')
    const author = authorOf(article)
    return words === '' ? [] : [author === null ? words : `${author}: ${words}`]
  })
  return said.length > 1 ? said.join('\n') : null
}

function wordsIn(range: Range, text: HTMLElement): string {
  const part = document.createRange()
  part.selectNodeContents(text)
  const beginsInside = range.compareBoundaryPoints(Range.START_TO_START, part) > 0
  const endsInside = range.compareBoundaryPoints(Range.END_TO_END, part) < 0
  if (beginsInside) part.setStart(range.startContainer, range.startOffset)
  if (endsInside) part.setEnd(range.endContainer, range.endOffset)
  // As it is shown, with a line for each paragraph and item of a list.
  return (beginsInside || endsInside ? part.toString() : text.innerText).trim()
}
