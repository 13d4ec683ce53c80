import type { Context } from 'hono';

/**
 * A response whose text is known: with no stream around it, which takes longer to make and to read than all else about an answer.
 * For who knows it by its class; anybody else is given {@link TextResponse.plain}, for runtimes look behind what a class overrides.
 */
export class TextResponse extends Response {
  readonly content: string;

  constructor(content: string, init: { status?: number; headers: Record<string, string> }) {
    super(null, init);
    this.content = content;
  }

  /** The same, as any other Response is. */
  plain(): Response {
    const { status, headers } = this;
    return new Response(this.content, { status, headers });
  }

  override get body(): Response['body'] {
    return this.plain().body;
  }

  override text(): Promise<string> {
    return Promise.resolve(this.content);
  }

  override json(): Promise<unknown> {
    return this.plain().json();
  }

  override arrayBuffer(): Promise<ArrayBuffer> {
    return this.plain().arrayBuffer();
  }

  override blob(): Promise<Blob> {
    return this.plain().blob();
  }

  override clone(): Response {
    return this.plain();
  }
}

export function jsonResponse(value: object): TextResponse {
  return new TextResponse(JSON.stringify(value), { headers: { 'Content-Type': 'application/json' } });
}

/** Sets a header of the answer as it is by now; Hono's own makes another Response of it. */
export function setHeader(context: Context, name: string, value: string): void {
  try {
    context.res.headers.set(name, value);
  } catch {
    // Those of a redirect, or of an answer that came by fetch, cannot be changed.
    context.header(name, value);
  }
}
