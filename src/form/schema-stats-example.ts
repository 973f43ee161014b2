/** Statistics of two days; their figures add up. */
export const COUNTED = {
  total: 120,
  states: {
    queued: 0,
    sending: 1,
    sent: 9,
    delivered: 20,
    read: 24,
    answered: 60,
    failed: 3,
    expired: 2,
    unknown: 1,
  },
  funnel: { sent: 115, delivered: 106, read: 86, answered: 60 },
  answers: 64,
  medianSecondsToAnswer: 184,
  failures: [
    { code: '463', count: 2 },
    { code: 'not_connected', count: 1 },
  ],
  days: [
    { date: '2026-05-01', total: 80, sent: 77, delivered: 71, read: 60, answered: 45, failed: 2, answers: 44 },
    { date: '2026-05-02', total: 40, sent: 38, delivered: 35, read: 26, answered: 15, failed: 1, answers: 20 },
  ],
  sources: [
    { source: 'crm', total: 90, answered: 48 },
    { source: 'api', total: 30, answered: 12 },
  ],
  formTypes: [
    { formType: 'contact_details', total: 100, answered: 52 },
    { formType: 'registration_offer', total: 20, answered: 8 },
  ],
  formNames: [
    { formName: 'cadastro', total: 100, answered: 52 },
    { formName: null, total: 20, answered: 8 },
  ],
}
