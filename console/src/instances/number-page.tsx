import { PageTitle } from '../ui/page.tsx'

export function NumberPage() {
  return <PageTitle>Number</PageTitle>
}
