import { useRef, type ReactNode } from 'react'
import { t } from '../../language/t'
import { Logo } from '../../ui/Logo'
import { useArrival } from '../../ui/useArrival'
import { useTitle } from '../../ui/useTitle'
import { LanguageForm } from '../language/LanguageForm'

/** The frame around set-up, register and sign-in. */
export function AuthPage({ title, intro, children }: { title: string; intro?: string; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useTitle(title)
  // A form's first field has the focus already, if there is a form.
  useArrival(heading)
  return (
    <main className="flex h-full flex-col overflow-y-auto bg-sunken px-4 py-8">
      <div className="m-auto flex w-full max-w-[25rem] flex-col gap-6">
        <div className="flex items-center justify-center gap-2.5 text-lg font-semibold tracking-tight text-ink">
          <Logo size={30} />
          {t('Parley')}
        </div>
        <section className="flex flex-col gap-5 rounded-2xl border border-line bg-raised p-6 shadow-lift sm:p-8">
          <header className="flex flex-col gap-1.5">
            <h1
              ref={heading}
              tabIndex={-1}
              className="text-xl font-semibold tracking-tight rtl:tracking-normal"
            >
              {title}
            </h1>
            {intro && <p className="text-soft">{intro}</p>}
          </header>
          {children}
        </section>
        <div className="mx-auto w-48">
          <LanguageForm />
        </div>
      </div>
    </main>
  )
}
