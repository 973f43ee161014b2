import { Link } from '@tanstack/react-router'
import { Button, buttonLook } from '../ui/button.tsx'
import { Empty, PageTitle } from '../ui/page.tsx'
import { useWords } from '../words/language.ts'
import { shellWords } from './words.ts'

function ToInstances() {
  const words = useWords(shellWords)
  return (
    <Link to="/" className={buttonLook('main')}>
      {words.toInstances}
    </Link>
  )
}

/** In the place of a page that there is not. */
export function NotFoundPage() {
  const words = useWords(shellWords)
  return (
    <>
      <PageTitle>{words.notFound}</PageTitle>
      <Empty title={words.notFoundHelp} action={<ToInstances />} />
    </>
  )
}

/** The same where nothing stands around it. */
export function NowherePage() {
  return (
    <main className="mx-auto w-full max-w-3xl p-4 sm:p-6">
      <NotFoundPage />
    </main>
  )
}

export function NoInstancePage({ name }: { name: string }) {
  const words = useWords(shellWords)
  return (
    <>
      <PageTitle>{words.noInstance}</PageTitle>
      <Empty title={words.noInstanceNamed(name)} action={<ToInstances />}>
        {words.noInstanceHelp}
      </Empty>
    </>
  )
}

/** A page that threw: the rest of the console still stands. */
export function BrokenPage() {
  const words = useWords(shellWords)
  return (
    <div role="alert">
      <PageTitle>{words.broken}</PageTitle>
      <Empty title={words.brokenHelp} action={<Button onClick={() => location.reload()}>{words.reload}</Button>} />
    </div>
  )
}
