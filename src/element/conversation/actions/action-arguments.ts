import { AvatarError } from '../../../core/errors.js';
import { isRecord } from '../../../core/json-reader.js';
import { unknownKeyword, violationOf } from '../../../core/json-schema.js';
import type { PageAction } from './page-actions.js';
import { isStandardSchema, type StandardResult } from './standard-schema.js';

type Arguments = Readonly<Record<string, unknown>>;

/** As much of it as models make use of. */
const LONGEST_REFUSAL = 250;

/**
 * What a model is told of an action's arguments: a JSON Schema of an object.
 * @throws {AvatarError} `INVALID_CONFIGURATION`
 */
export function schemaOf(name: string, { parameters = {}, jsonSchema }: PageAction): Arguments {
  const isStandard = isStandardSchema(parameters);
  const given =
    jsonSchema ?? (isStandard ? parameters['~standard'].jsonSchema?.input({ target: 'draft-2020-12' }) : parameters);
  if (!given)
    throw invalid(name, 'its parameters do not give a JSON Schema for the model: add one beside them, as jsonSchema');
  if (!isRecord(given) || (given['type'] ?? 'object') !== 'object')
    throw invalid(name, 'its parameters are not a schema of an object');
  const unknown = isStandard ? undefined : unknownKeyword(given);
  if (unknown !== undefined)
    throw invalid(
      name,
      `its parameters have ${unknown}, which is not checked here: use a Standard Schema, such as Zod’s`,
    );
  return { type: 'object', ...given };
}

/**
 * The arguments, as the action's `parameters` take them.
 * @throws {AvatarError} `INVALID_INPUT` for those that do not fit, with what is wrong for the model to mend.
 */
export function checkedArguments(action: PageAction, args: Arguments): Arguments | Promise<Arguments> {
  const { parameters = {} } = action;
  if (!isStandardSchema(parameters)) {
    const violation = violationOf({ type: 'object', ...parameters }, args);
    if (violation !== undefined) throw refused(violation);
    return args;
  }
  const result = parameters['~standard'].validate(args);
  return result instanceof Promise ? result.then(valueOf) : valueOf(result);
}

function valueOf(result: StandardResult): Arguments {
  if (!result.issues) return result.value as Arguments;
  const issues = result.issues.map(({ message, path = [] }) => {
    const keys = path.map((part) => String(typeof part === 'object' ? part.key : part));
    return keys.length > 0 ? `${keys.join('.')}: ${message}` : message;
  });
  throw refused(issues.join('; '));
}

function refused(why: string): AvatarError {
  return new AvatarError('INVALID_INPUT', `The arguments do not fit: ${why.slice(0, LONGEST_REFUSAL)}.`);
}

function invalid(name: string, why: string): AvatarError {
  return new AvatarError('INVALID_CONFIGURATION', `The action ${name} is not offered: ${why}.`);
}
