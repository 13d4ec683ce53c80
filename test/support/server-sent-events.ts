import { EventSourceParserStream } from 'eventsource-parser/stream';

/** The events of an answer, as they come, with what their JSON says. */
export async function* readEvents(
  response: Response,
): AsyncGenerator<{ event: string; data: Record<string, unknown> }> {
  if (!response.body) throw new Error('The answer has no body.');
  const events = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  for await (const { event = 'message', data } of events) {
    yield { event, data: JSON.parse(data) as Record<string, unknown> };
  }
}
