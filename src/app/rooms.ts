import type { Events } from '../event/index.ts'
import { adoptAnswers, createAnswerDesk, createExpiry, createFormFollower, receiveAnswer } from '../form/index.ts'
import { createLines, type LineHandlers } from '../instance/index.ts'
import {
  createMessages,
  findSent,
  isKept,
  markAsRead,
  receiveAck,
  receiveCall,
  receiveMessage,
  receiveReceipt,
} from '../message/index.ts'
import type { Egress } from '../platform/egress/egress.ts'
import { createBaileysEngine } from '../whatsapp/baileys/engine.ts'
import type { Counters } from './counters.ts'
import { createObserver } from './observe.ts'
import type { AppOptions, StoreAndKeys } from './store-and-keys.ts'

/** The engine, its lines, and who hears what they tell. */
export function joinRooms(
  { config, clock, random, log }: AppOptions,
  { store, sealer }: StoreAndKeys,
  events: Events,
  egress: Egress,
  counters: Counters,
) {
  const { announce } = events
  const shared = { store, clock, random, log }
  const observer = createObserver(counters, log)
  const engine = createBaileysEngine({
    ...shared,
    findSent: (instanceId, messageId) => findSent(store.read, instanceId, messageId),
    isKept: (instanceId, messageId, chat) => isKept(store.read, instanceId, messageId, chat),
    sealer,
    whatsappUrl: config.whatsapp.url,
    rootKey: config.whatsapp.rootKey,
    version: config.whatsapp.version,
    timeScale: config.whatsapp.timeScale,
    openWay: egress.through,
    note: observer.met,
    complaints: counters.complaints,
  })
  const expiry = createExpiry({ store, clock, announce, log })
  const messages = {
    ...createMessages({
      ...shared,
      announce,
      egress,
      followers: [
        createFormFollower({
          announce,
          expiry,
          adopt: (unit, form): Promise<void> => adoptAnswers(messages, unit, form),
        }),
      ],
      compose: engine.compose,
      lineOf: (instanceId) => lines.find(instanceId),
      counts: observer.sends,
      note: observer.met,
    }),
    answers: createAnswerDesk(clock),
    answerCounts: observer.answers,
    expiry,
  }
  const handlers: LineHandlers = {
    onAck: (instance, ack) => receiveAck(messages, instance.id, ack),
    onReceipt: (instance, receipt) => receiveReceipt(messages, instance.id, receipt),
    onMessage: async (instance, { message }) => {
      const { content } = message
      const deps = { ...messages, store: messages.inOrder(instance.id) }
      if (content.type === 'form_answer') await receiveAnswer(deps, instance, message, content)
      else await receiveMessage(deps, instance, message)
      markAsRead(messages, instance, message)
    },
    onCall: (instance, { call }) => receiveCall(messages, instance, call),
    onOpen(instanceId) {
      messages.reads.resume(instanceId)
      messages.pace.lookAgain(instanceId)
    },
  }
  const onState = observer.lineMoved
  const lines = createLines({ engine, store, clock, announce, handlers, sealer, onState })
  const erasing = { ...messages, blank: events.blank, forgetMessages: engine.forgetMessages, lineOf: lines.find }
  return { engine, lines, messages, erasing, egress }
}

export type Rooms = ReturnType<typeof joinRooms>
