/**
 * What the backend uses of OpenTelemetry's API: its `Meter` and `Tracer` fit these types, and so does whatever has the same
 * methods. Nothing is imported, so that the backend needs no package for it.
 */

export type TelemetryAttributes = Record<string, string | number | boolean>;

export interface InstrumentOptions {
  description?: string;
  /** As UCUM writes it: `s`; what is counted in braces. */
  unit?: string;
  advice?: { explicitBucketBoundaries?: number[] };
}

export interface AvatarCounter {
  add(value: number, attributes?: TelemetryAttributes): void;
}

export interface AvatarHistogram {
  record(value: number, attributes?: TelemetryAttributes): void;
}

export type ObserveValue = (result: { observe(value: number): void }) => void | Promise<void>;

export interface AvatarObservableGauge {
  addCallback(callback: ObserveValue): void;
  removeCallback(callback: ObserveValue): void;
}

/** Takes the figures: a `Meter` of OpenTelemetry. */
export interface AvatarMeter {
  createCounter(name: string, options?: InstrumentOptions): AvatarCounter;
  createUpDownCounter(name: string, options?: InstrumentOptions): AvatarCounter;
  createHistogram(name: string, options?: InstrumentOptions): AvatarHistogram;
  createObservableGauge(name: string, options?: InstrumentOptions): AvatarObservableGauge;
}

export interface AvatarSpan {
  setAttribute(key: string, value: string | number | boolean): unknown;
  setStatus(status: { code: 0 | 1 | 2 }): unknown;
  end(): void;
}

export interface AvatarSpanOptions {
  /** 0 internal, 1 server, 2 client. */
  kind?: 0 | 1 | 2;
  attributes?: TelemetryAttributes;
}

/** Takes the spans: a `Tracer` of OpenTelemetry. */
export interface AvatarTracer {
  startActiveSpan<Result>(name: string, options: AvatarSpanOptions, work: (span: AvatarSpan) => Result): Result;
  startActiveSpan<Result>(
    name: string,
    options: AvatarSpanOptions,
    context: object,
    work: (span: AvatarSpan) => Result,
  ): Result;
}

/** Gives the `Context` of OpenTelemetry that a request belongs to. Sees the request without its body. */
export type ParentContext = (request: Request) => object;
