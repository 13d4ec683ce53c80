import { isRecord, type JsonReader } from '../../../core/json-reader.js';
import type { AnsweredAction } from './answer-actions.js';

/** An action that a backend tells of. @throws {AvatarError} `PROTOCOL` */
export function readAction(reader: JsonReader): AnsweredAction {
  const args = reader.value('args');
  return {
    action: reader.string('action'),
    args: isRecord(args) ? args : {},
    id: reader.optionalString('id'),
    error: reader.optionalString('error'),
  };
}
