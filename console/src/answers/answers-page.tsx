import { PageTitle } from '../ui/page.tsx'

export function AnswersPage() {
  return <PageTitle>Answers</PageTitle>
}
