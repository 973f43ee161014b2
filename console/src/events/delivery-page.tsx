import { PageTitle } from '../ui/page.tsx'

export function DeliveryPage() {
  return <PageTitle>Delivery</PageTitle>
}
