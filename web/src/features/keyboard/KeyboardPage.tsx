import { KeyList } from './KeyList'

export default function KeyboardPage() {
  return (
    <>
      <p className="pb-6 text-soft">Single letters act on the message that has the focus.</p>
      <KeyList Heading="h2" />
    </>
  )
}
