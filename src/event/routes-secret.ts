import { instanceParams as params } from '../instance/index.ts'
import type { App } from '../platform/http/index.ts'
import { type RotateSecretDeps, rotateSecret } from './rotate-secret.ts'
import { rotatedReply, rotateInputSchema } from './schema-secret.ts'

/** `/api/events`: a new secret for a webhook. */
export function registerSecretRoute(app: App, deps: RotateSecretDeps): void {
  app.post(
    '/api/events/rotateSecret/:instance',
    {
      config: { errors: ['webhook_not_found'] },
      schema: {
        tags: ['Events'],
        summary: 'Give a webhook a new secret',
        description:
          'For 24 hours both sign: `webhook-signature` holds two, that of the new secret first. Give the new one to the ' +
          'receiver within that time. Rotating again in that time ends none of them: each signs until its own 24 hours are ' +
          'over, at most eight beside the newest. What is paused stays paused.',
        params,
        body: rotateInputSchema,
        response: { 200: rotatedReply },
      },
    },
    async (request) => {
      const webhook = await rotateSecret(deps, request.instance.id, request.body.label)
      return { success: true as const, message: 'Webhook secret rotated', webhook }
    },
  )
}
