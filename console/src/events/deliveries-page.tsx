import { PageTitle } from '../ui/page.tsx'

export function DeliveriesPage() {
  return <PageTitle>Deliveries</PageTitle>
}
