import { type Agent, type Dispatcher, request } from 'undici'
import type { Clock } from '../../kernel/clock.ts'
import { decodeHtml } from './decode-html.ts'
import type { FailedCall } from './failed-call.ts'
import { openPatience, type Patience } from './given-up.ts'
import { readUrl } from './guard.ts'
import { single } from './header.ts'
import { countInformation } from './information.ts'
import { failedCallOf } from './read-failure.ts'

/** An HTML page as it was found. */
export interface Page {
  /** Where it was found in the end, behind every redirect. */
  url: string
  /** Its first MiB, decoded. */
  html: string
}

/** Why there is no page. Its message holds neither the address nor a word of the other side. */
export class PageUnreadable extends Error {
  override readonly name = 'PageUnreadable'
  readonly reason: FailedCall | 'url_refused' | 'too_many_redirects' | 'status' | 'not_html' | 'compressed'

  constructor(reason: PageUnreadable['reason']) {
    super(`The page could not be read: ${reason}`)
    this.reason = reason
  }
}

export interface FetchPageDeps {
  /** With the guarded connector: it judges every address that is dialled, those of redirects too. */
  agent: Agent
  clock: Clock
}

const LONGEST_FETCH_MS = 5_000
const MOST_REDIRECTS = 3

/** How much of a page is read, in bytes. What a preview needs stands at its beginning. */
const READ_BYTES = 1_048_576

const HEADERS = {
  'user-agent': 'Formwire (link preview)',
  accept: 'text/html, application/xhtml+xml',
  // What is sent plain cannot grow when it is unpacked.
  'accept-encoding': 'identity',
}

/** Gets a page, following redirects. Throws a `PageUnreadable`, and nothing else. */
export async function fetchPage(deps: FetchPageDeps, url: string): Promise<Page> {
  const patience = openPatience(deps.clock, LONGEST_FETCH_MS)
  try {
    return await patience.waitFor(follow(deps.agent, url, patience))
  } catch (error) {
    if (error instanceof PageUnreadable) throw error
    // What breaks when the time is over, breaks because it is over.
    throw new PageUnreadable(patience.signal.aborted ? failedCallOf(patience.signal.reason) : failedCallOf(error))
  } finally {
    patience.release()
  }
}

async function follow(agent: Agent, start: string, patience: Patience): Promise<Page> {
  const { signal } = patience
  const onInfo = countInformation(patience)
  let url = read(start)
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const response = await request(url, { dispatcher: agent, headers: HEADERS, signal, onInfo })
    try {
      const location = redirectOf(response)
      if (location === null) return { url: url.href, html: await readHtml(response) }
      url = read(location, url)
    } finally {
      response.body.on('error', () => {}).destroy()
    }
  }
  throw new PageUnreadable('too_many_redirects')
}

function read(text: string, base?: URL): URL {
  const found = readUrl(text, base)
  if (found.type === 'refused') throw new PageUnreadable('url_refused')
  return found.url
}

function redirectOf({ statusCode, headers }: Dispatcher.ResponseData): string | null {
  return [301, 302, 303, 307, 308].includes(statusCode) ? single(headers.location) : null
}

async function readHtml({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<string> {
  const contentType = single(headers['content-type']) ?? ''
  if (statusCode < 200 || statusCode > 299) throw new PageUnreadable('status')
  if (!/^\s*(text\/html|application\/xhtml\+xml)\s*(;|$)/i.test(contentType)) throw new PageUnreadable('not_html')
  if (!/^(identity)?$/i.test(single(headers['content-encoding']) ?? '')) throw new PageUnreadable('compressed')
  return decodeHtml(await readBytes(body), contentType)
}

async function readBytes(body: AsyncIterable<Buffer>): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= READ_BYTES) break
  }
  return Buffer.concat(chunks).subarray(0, READ_BYTES)
}
