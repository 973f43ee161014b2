import { PageTitle } from '../ui/page.tsx'

export function LivePage() {
  return <PageTitle>Live events</PageTitle>
}
