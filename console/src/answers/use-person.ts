import { useMutation, useQuery } from '@tanstack/react-query'
import { api, told } from '../api/client.ts'
import type { paths } from '../api/schema.d.ts'
import { forgetInstance } from './forget.ts'

type PersonPath = paths['/api/form/person/{instance}']

export type Everything = PersonPath['get']['responses'][200]['content']['application/json']

/** How much an erasure took. */
export type Erased = PersonPath['delete']['responses'][200]['content']['application/json']['erased']

/** A phone JID or a LID has an @; everything else is meant as a number. */
function askedBy(asked: string): { jid: string } | { number: string } {
  return asked.includes('@') ? { jid: asked } : { number: asked }
}

/** Everything of a person; nothing is asked for ''. Forgotten as soon as nobody looks. */
export function usePerson(instance: string, asked: string) {
  return useQuery({
    queryKey: ['person', instance, asked],
    queryFn: ({ signal }) =>
      told(
        api.GET('/api/form/person/{instance}', {
          params: { path: { instance }, query: askedBy(asked) },
          signal,
        }),
      ),
    enabled: asked !== '',
    gcTime: 0,
    staleTime: 0,
    refetchOnWindowFocus: false,
  })
}

/** Erases everything of a person, and forgets what the console knows of them. */
export function useErasePerson(instance: string, asked: string, onErased: (erased: Erased) => void) {
  return useMutation({
    mutationFn: () =>
      told(api.DELETE('/api/form/person/{instance}', { params: { path: { instance }, query: askedBy(asked) } })),
    async onSuccess({ erased }) {
      onErased(erased)
      await forgetInstance(instance)
    },
  })
}

/** Whether anything is known of them. */
export function isAnybody({ forms, answers, messages }: Everything): boolean {
  return forms.length + answers.length + messages.length > 0
}
