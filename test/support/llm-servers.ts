import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** What a client asked for; the test writes the answer, token by token. */
export interface LlmCall {
  body: Record<string, unknown>;
  /** Begins the answer, if need be, and sends a token. */
  send(token: string): void;
  /** Ends the answer as the documents say. */
  end(): void;
  /** Fails in the middle of the answer. */
  fail(): void;
  /** Breaks the connection. */
  cut(): void;
  /** Resolves when the client has closed the connection before the answer's end. */
  hungUp: Promise<void>;
}

export interface LlmServer {
  /** The `baseURL` of the vendor's own client. */
  url: string;
  /** The next call, once there is one. Those with another key than the right one are refused, and are none. */
  nextCall(): Promise<LlmCall>;
  /** From now on every call is answered like this; undefined: as the test writes it. */
  answersWith(answer: { status: number; body: string } | undefined): void;
  close(): Promise<void>;
}

/** How a vendor's server speaks. */
export interface LlmDialect {
  /** Below the server's own address. */
  basePath: string;
  /** Below `basePath`. */
  path: string;
  start: readonly string[];
  token(text: string): string;
  end: readonly string[];
  /** In the middle of an answer that was begun. */
  failure: string;
  /** The body of a 401. */
  refusal(key: string): unknown;
}

export async function startLlmServer(dialect: LlmDialect, rightKey: string): Promise<LlmServer> {
  const calls: LlmCall[] = [];
  let wake: () => void = () => undefined;
  let same: { status: number; body: string } | undefined;
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const body = (await json(request)) as Record<string, unknown>;
      const key = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
      if (request.url !== dialect.basePath + dialect.path) refuse(response, 404, { error: { message: 'Not found' } });
      else if (key !== rightKey) refuse(response, 401, dialect.refusal(key));
      else if (same) response.writeHead(same.status, { 'Content-Type': 'text/event-stream' }).end(same.body);
      else calls.push(callOf(dialect, body, response));
      wake();
    };
    answer().catch((error: unknown) => response.destroy(error instanceof Error ? error : new Error(String(error))));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${dialect.basePath}`,
    nextCall: async () => {
      for (;;) {
        const call = calls.shift();
        if (call) return call;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    answersWith: (answer) => (same = answer),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function refuse(response: ServerResponse, status: number, problem: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(problem));
}

function callOf(dialect: LlmDialect, body: Record<string, unknown>, response: ServerResponse): LlmCall {
  const hungUp = new Promise<void>((resolve) =>
    response.once('close', () => {
      if (!response.writableFinished) resolve();
    }),
  );
  const write = (...events: readonly string[]): void => {
    if (!response.headersSent) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
      response.write(dialect.start.join(''));
    }
    response.write(events.join(''));
  };
  return {
    body,
    hungUp,
    send: (token) => write(dialect.token(token)),
    end: () => {
      write(...dialect.end);
      response.end();
    },
    fail: () => {
      write(dialect.failure);
      response.end();
    },
    cut: () => void response.destroy(),
  };
}

/** https://platform.openai.com/docs/api-reference/chat-streaming */
export const OPENAI: LlmDialect = {
  basePath: '/v1',
  path: '/chat/completions',
  start: [openAiChunk({ role: 'assistant', content: '', refusal: null })],
  token: (content) => openAiChunk({ content }),
  end: [openAiChunk({}, 'stop'), 'data: [DONE]\n\n'],
  failure: `data: ${JSON.stringify({ error: { message: 'The server had an error', type: 'server_error' } })}\n\n`,
  refusal: (key) => ({
    error: {
      message: `Incorrect API key provided: ${key}. You can find your API key at https://platform.openai.com/account/api-keys.`,
      type: 'invalid_request_error',
      param: null,
      code: 'invalid_api_key',
    },
  }),
};

function openAiChunk(delta: object, finishReason: string | null = null): string {
  const chunk = {
    id: 'chatcmpl-123',
    object: 'chat.completion.chunk',
    created: 1_694_268_190,
    model: 'gpt-5.4-mini',
    system_fingerprint: 'fp_44709d6fcb',
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
  };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

/** https://platform.claude.com/docs/en/build-with-claude/streaming; first comes a thought, which is not for the visitor. */
export const ANTHROPIC: LlmDialect = {
  basePath: '',
  path: '/v1/messages',
  start: [
    anthropicEvent('message_start', {
      message: {
        id: 'msg_1nZdL29xx5MUA1yADyHTEsnR8uuvGzszyY',
        type: 'message',
        role: 'assistant',
        content: [],
        model: 'claude-haiku-5-5',
        stop_reason: null,
        stop_sequence: null,
        usage: { input_tokens: 25, output_tokens: 1 },
      },
    }),
    anthropicEvent('content_block_start', {
      index: 0,
      content_block: { type: 'thinking', thinking: '', signature: '' },
    }),
    anthropicEvent('content_block_delta', {
      index: 0,
      delta: { type: 'thinking_delta', thinking: 'A secret thought' },
    }),
    anthropicEvent('content_block_delta', { index: 0, delta: { type: 'signature_delta', signature: 'EqQBCgIYAhIM' } }),
    anthropicEvent('content_block_stop', { index: 0 }),
    anthropicEvent('content_block_start', { index: 1, content_block: { type: 'text', text: '' } }),
    anthropicEvent('ping', {}),
  ],
  token: (text) => anthropicEvent('content_block_delta', { index: 1, delta: { type: 'text_delta', text } }),
  end: [
    anthropicEvent('content_block_stop', { index: 1 }),
    anthropicEvent('message_delta', {
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: 15 },
    }),
    anthropicEvent('message_stop', {}),
  ],
  failure: anthropicEvent('error', { error: { type: 'overloaded_error', message: 'Overloaded' } }),
  refusal: (key) => ({
    type: 'error',
    error: { type: 'authentication_error', message: `invalid x-api-key: ${key}` },
    request_id: 'req_011CSHoEeqs5C35K2UUqR7Fy',
  }),
};

function anthropicEvent(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}
