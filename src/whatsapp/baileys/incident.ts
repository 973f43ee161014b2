/** What an operator should be able to count, though no caller sees it. */
export type EngineIncident =
  | 'undecryptable'
  | 'resend_asked'
  | 'resend_given_up'
  | 'session_renewed'
  | 'forged_protocol_message'
  | 'foreign_edit'
  | 'oversized'
