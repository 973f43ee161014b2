import { PageTitle } from '../ui/page.tsx'

export function OverviewPage() {
  return <PageTitle>Overview</PageTitle>
}
