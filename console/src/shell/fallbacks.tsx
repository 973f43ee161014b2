import { Link } from '@tanstack/react-router'
import { Button, buttonLook } from '../ui/button.tsx'
import { Empty, PageTitle } from '../ui/page.tsx'
import { useWords } from '../words/language.ts'
import { shellWords } from './words.ts'

export function NotFoundPage() {
  const words = useWords(shellWords)
  return (
    <>
      <PageTitle>{words.notFound}</PageTitle>
      <Empty
        title={words.notFoundHelp}
        action={
          <Link to="/" className={buttonLook('main')}>
            {words.toInstances}
          </Link>
        }
      />
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
