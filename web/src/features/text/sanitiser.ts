import createDOMPurify, { type DOMPurify } from 'dompurify'

const TAGS = 'p br strong em del code pre blockquote ul ol li a table thead tbody tr th td hr span div button'
const ATTRIBUTES = 'href dir class tabindex align start target rel title role inert type'
/** A pattern for addresses is asked of every attribute that is not named here: "2" and "auto" are no addresses. */
const NO_ADDRESS = 'dir tabindex align start target rel inert type'

/** Made when there is first something to clean: it needs a document. */
let purifier: DOMPurify | null = null

/** The same HTML without anything that could run, fetch, or cover the page. */
export function sanitised(html: string): string {
  purifier ??= createPurifier()
  return purifier.sanitize(html, {
    ALLOWED_TAGS: TAGS.split(' '),
    ALLOWED_ATTR: ATTRIBUTES.split(' '),
    ADD_URI_SAFE_ATTR: NO_ADDRESS.split(' '),
    ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  })
}

function createPurifier(): DOMPurify {
  const created = createDOMPurify()
  created.addHook('afterSanitizeAttributes', (node) => {
    if (node.nodeName !== 'A') return
    node.setAttribute('target', '_blank')
    node.setAttribute('rel', 'noopener noreferrer nofollow')
  })
  return created
}
