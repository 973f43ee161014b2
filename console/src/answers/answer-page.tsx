import { PageTitle } from '../ui/page.tsx'

export function AnswerPage() {
  return <PageTitle>Answer</PageTitle>
}
