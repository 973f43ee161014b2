import { z } from 'zod'
import { successFields, withExamples } from '../platform/http/index.ts'

export const signInSchema = withExamples(
  z.object({
    token: z
      .string()
      .max(4096, 'must be at most 4096 characters')
      .describe('A TokenAccount or a TokenInstance, at most 4096 characters; space around it is dropped')
      .meta({ examples: ['account-token-of-the-shop'] }),
  }),
  { token: { summary: 'With a token of either kind', value: { token: 'account-token-of-the-shop' } } },
)

const timeSchema = (description: string) => z.string().describe(description)

export const sessionReply = withExamples(
  z
    .object({
      ...successFields,
      session: z
        .object({
          type: z.enum(['account', 'instance']).describe('Which kind of token it was begun with: it may what that may'),
          account: z.string().describe('Name of the account'),
          instance: z.string().nullable().describe('Name of the instance that it is for; `null`: all of the account'),
          createdAt: timeSchema('When somebody signed in'),
          expiresAt: timeSchema('When it ends unless it is used again'),
        })
        .describe('Who is signed in'),
      version: z.string().describe('Version of the gateway'),
      sandboxPageUrl: z
        .string()
        .nullable()
        .describe("Where the sandbox's phone is, for a frame (`SANDBOX_PAGE_URL`); `null`: there is none"),
    })
    .describe('The session goes on'),
  {
    account: {
      summary: 'Signed in with a TokenAccount',
      value: {
        success: true,
        message: 'Session found',
        session: {
          type: 'account',
          account: 'default',
          instance: null,
          createdAt: '2026-05-02T12:00:00.000Z',
          expiresAt: '2026-05-03T00:00:00.000Z',
        },
        version: '0.1.0',
        sandboxPageUrl: null,
      },
    },
    instance: {
      summary: 'Signed in with a TokenInstance, beside a sandbox',
      value: {
        success: true,
        message: 'Session found',
        session: {
          type: 'instance',
          account: 'default',
          instance: 'shop',
          createdAt: '2026-05-02T12:00:00.000Z',
          expiresAt: '2026-05-03T00:00:00.000Z',
        },
        version: '0.1.0',
        sandboxPageUrl: 'http://127.0.0.1:8090/',
      },
    },
  },
)

export const SIGN_IN_DESCRIPTION = `For the console: browsers keep the cookie \`formwire_session\`, scripts never see it, and no token has to stay in a page.
It counts on every operation that the token opens, with the same rights, and only beside the header \`X-Formwire: 1\`; a
token in a header wins. On \`GET /ws/{instance}\` it counts only with an \`Origin\` that is the gateway's own, and needs no
WebSocket configuration.

A session ends after 12 hours without a request, after 7 days, when somebody signs out, and when its token is rotated or
deleted. Signing in again ends the one before. Of more than 50 of one token the oldest ends. The sessions
of one token share 600 requests a minute of their own.

Over https the cookie is \`Secure\` and its name has the prefix \`__Host-\`. After ten failed sign-ins from an address within
ten minutes, further ones are refused, right ones too. A page whose \`Origin\` is not the gateway's own can neither sign in
nor out, and costs nobody a try; programs send none.`
