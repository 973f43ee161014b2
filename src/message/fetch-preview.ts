import type { Egress } from '../platform/egress/egress.ts'
import type { LinkPreview } from '../whatsapp/port.ts'
import { findLink, readPreview } from './domain/link-preview.ts'

export interface FetchPreviewDeps {
  egress: Pick<Egress, 'fetchPage'>
}

/**
 * Fetches the preview of the first link in a text, within 5 s. Null without a link, and when the page cannot be read
 * for any reason: a message goes out without its preview. Never rejects.
 */
export async function fetchPreview(deps: FetchPreviewDeps, text: string): Promise<LinkPreview | null> {
  const link = findLink(text)
  if (link === null) return null
  try {
    const page = await deps.egress.fetchPage(link)
    const preview = readPreview(page.html)
    return preview && { matchedText: link, ...preview }
  } catch {
    return null
  }
}
