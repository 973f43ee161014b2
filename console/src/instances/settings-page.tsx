import { PageTitle } from '../ui/page.tsx'

export function SettingsPage() {
  return <PageTitle>Settings</PageTitle>
}
