import { PageTitle } from '../ui/page.tsx'

export function WebhooksPage() {
  return <PageTitle>Webhooks</PageTitle>
}
