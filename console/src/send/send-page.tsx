import { PageTitle } from '../ui/page.tsx'

export function SendPage() {
  return <PageTitle>Send a form</PageTitle>
}
