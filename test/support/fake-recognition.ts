/** Stands in for the browser's speech recognition, which test browsers have no service for. The test says what it hears. */
export class FakeRecognition extends EventTarget {
  static latest: FakeRecognition | undefined;
  static count = 0;
  lang = '';
  interimResults = false;
  isRunning = false;

  static install(): void {
    FakeRecognition.latest = undefined;
    FakeRecognition.count = 0;
    Object.assign(window, { SpeechRecognition: FakeRecognition });
  }

  /** Takes the browser's own away as well, until {@link restore}. */
  static remove(): void {
    Object.assign(window, { SpeechRecognition: undefined, webkitSpeechRecognition: undefined });
  }

  static restore(): void {
    Object.assign(window, ORIGINAL);
  }

  start(): void {
    if (this.isRunning) throw new DOMException('It has started already.', 'InvalidStateError');
    this.isRunning = true;
    FakeRecognition.latest = this;
    FakeRecognition.count++;
  }

  /** As browsers do, it ends a moment later. */
  stop(): void {
    if (this.isRunning) queueMicrotask(() => this.end());
  }

  abort(): void {
    if (this.isRunning) this.fail('aborted');
  }

  hear(text: string): void {
    this.dispatchEvent(Object.assign(new Event('result'), { results: [[{ transcript: text }]] }));
  }

  fail(error: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { error }));
    this.end();
  }

  end(): void {
    this.isRunning = false;
    this.dispatchEvent(new Event('end'));
  }
}

const { SpeechRecognition, webkitSpeechRecognition } = window as unknown as Record<string, unknown>;
const ORIGINAL = { SpeechRecognition, webkitSpeechRecognition };
