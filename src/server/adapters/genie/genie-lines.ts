import { isRecord } from '../../../core/json-reader.js';

/** A line of Genie's answer: `think`, `text`, `tool`, `tool_response`, `unisphere-tool`, `error`, and what else may come. */
export interface GenieLine {
  type: string;
  content: string;
  threadId: string | undefined;
}

/** No line is longer, in UTF-16 units: what is kept of one that never ends is bounded. */
const LONGEST_LINE = 1_000_000;

/**
 * The lines of an answer, as they come.
 * @throws Where it is not of lines of JSON.
 */
export async function* readGenieLines(response: Response, signal: AbortSignal): AsyncGenerator<GenieLine, void> {
  if (!response.body) return;
  const reader = response.body.getReader();
  const stop = (): void => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', stop);
  const decoder = new TextDecoder();
  let waiting = '';
  try {
    for (let isDone = false; !isDone;) {
      const { done, value } = await reader.read();
      isDone = done;
      signal.throwIfAborted();
      waiting += done ? `${decoder.decode()}\n` : decoder.decode(value, { stream: true });
      const lines = waiting.split('\n');
      waiting = lines.pop() ?? '';
      if (waiting.length > LONGEST_LINE) throw new Error('Genie writes a line without an end');
      for (const line of lines) if (line.trim() !== '') yield parseLine(line);
    }
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

function parseLine(line: string): GenieLine {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    parsed = undefined;
  }
  if (!isRecord(parsed)) throw new Error('Genie wrote something else than lines of JSON');
  const { type, content, threadId } = parsed;
  return {
    type: typeof type === 'string' ? type : '',
    content: typeof content === 'string' ? content : '',
    threadId: typeof threadId === 'string' && threadId !== '' ? threadId : undefined,
  };
}
