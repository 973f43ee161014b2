import type { Egress } from '../platform/egress/egress.ts'
import { findLink, LONGEST_LINK, readPreview } from './domain/link-preview.ts'

export interface FetchPreviewDeps {
  egress: Pick<Egress, 'fetchPage'>
}

/** What a phone shows above a text with a link. */
export interface LinkPreview {
  /** The link as it stands in the text. */
  matchedText: string
  /** The page's own address, else where it was found. */
  url: string
  /** At most 256 UTF-16 units, one line. */
  title: string
  /** At most 512 UTF-16 units, one line. */
  description: string | null
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
    const preview = readPreview(page.html, page.url)
    if (preview === null) return null
    const { title, description, canonicalUrl } = preview
    const found = page.url.length <= LONGEST_LINK ? page.url : link
    return { matchedText: link, url: canonicalUrl ?? found, title, description }
  } catch {
    return null
  }
}
