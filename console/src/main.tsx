import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Problem } from './api/problem.ts'
import { queries } from './api/query-client.ts'
import { router } from './router.tsx'
import { sessionQuery } from './session/session.ts'
import './style.css'
import './theme/theme.ts'

// A session that ended anywhere ends the page: whoever signs in again comes back to where they were.
queries.getQueryCache().subscribe(({ type, query }) => {
  if (type !== 'updated' || !(query.state.error instanceof Problem) || query.state.error.http !== 401) return
  const { pathname, href } = router.state.location
  if (pathname === '/sign-in') return
  const hadOne = queries.getQueryData(sessionQuery.queryKey) !== undefined
  const search = { ...(pathname === '/' ? {} : { back: href }), ...(hadOne ? { ended: true as const } : {}) }
  // What was read in it is forgotten, once no page shows it any more; what was typed cannot be kept from that.
  void router.navigate({ to: '/sign-in', search, ignoreBlocker: true }).then(() => queries.clear())
})

const place = document.getElementById('console')
if (place) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  )
}
