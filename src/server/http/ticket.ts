import type { JsonReader } from '../../core/json-reader.js';
import { badRequest } from '../request-problem.js';

/** 32 bytes, base64url. */
const TICKET = /^[\w-]{43}$/;

/** The ticket by which a visitor waits for a session; undefined where there is none. @throws {RequestProblem} 400 */
export function readTicket(reader: JsonReader): string | undefined {
  const ticket = reader.optionalString('ticket');
  if (ticket !== undefined && !TICKET.test(ticket)) badRequest('ticket', 'as it was given by …/queue');
  return ticket;
}
