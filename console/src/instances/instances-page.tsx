import { PageTitle } from '../ui/page.tsx'

export function InstancesPage() {
  return <PageTitle>Instances</PageTitle>
}
