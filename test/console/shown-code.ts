import type { Page } from 'playwright-core'

/** Tells the QR that the page shows: the last one that it was given. Empty before the first. */
export function watchCode(page: Page): () => string {
  let code = ''
  page.on('response', async (response) => {
    if (!response.url().includes('/api/instance/connect/')) return
    const body = (await response.json().catch(() => ({}))) as { qrCode?: string }
    if (body.qrCode !== undefined) code = body.qrCode
  })
  return () => code
}
