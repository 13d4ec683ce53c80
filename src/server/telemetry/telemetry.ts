import { isAvatarError } from '../../core/errors.js';
import { RequestProblem } from '../request-problem.js';
import { METRICS, REQUEST_BUCKETS, WORK_BUCKETS, type Metric } from './metrics.js';
import { quietly } from '../quietly.js';
import type {
  AvatarCounter,
  AvatarHistogram,
  AvatarMeter,
  AvatarObservableGauge,
  AvatarSpan,
  AvatarSpanOptions,
  AvatarTracer,
  InstrumentOptions,
  ObserveValue,
  TelemetryAttributes,
} from './open-telemetry.js';

const INTERNAL = 0;
const CLIENT = 2;
const ERROR = 2;

/** By the conventions, for errors that have no name of their own. */
const OTHER = '_OTHER';

/** A limit of a scope. */
export interface LimitOfScope {
  name: string;
  scope: string;
}

interface Piece {
  name: string;
  kind: 0 | 1 | 2;
  attributes: TelemetryAttributes;
  duration: AvatarHistogram | undefined;
}

/** What the operator measures by. Nothing that a visitor wrote, and no secret, goes in. */
export class Telemetry {
  readonly #instruments: ReturnType<typeof createInstruments> | undefined;
  readonly #tracer: AvatarTracer | undefined;
  #stopObserving: () => void = () => undefined;

  constructor({ meter, tracer }: { meter?: AvatarMeter | undefined; tracer?: AvatarTracer | undefined } = {}) {
    this.#instruments = meter && createInstruments(meter);
    this.#tracer = tracer;
  }

  /** Whether anybody looks. */
  get isOn(): boolean {
    return this.#instruments !== undefined || this.#tracer !== undefined;
  }

  /** A call to the service. */
  call<Result>(call: string, work: () => Promise<Result>): Promise<Result> {
    const attributes = { 'kaltura_avatar.call': call };
    const duration = this.#instruments?.serviceCalls;
    return this.#watch({ name: `avatar service ${call}`, kind: CLIENT, attributes, duration }, work);
  }

  /** A hook of the integrator's, until it has answered. */
  hook<Result>(hook: string, work: () => Promise<Result>): Promise<Result> {
    const attributes = { 'kaltura_avatar.hook': hook };
    const duration = this.#instruments?.hooks;
    return this.#watch({ name: `hook ${hook}`, kind: INTERNAL, attributes, duration }, work);
  }

  hookTimedOut(hook: string): void {
    this.#instruments?.hookTimeouts.add(1, { 'kaltura_avatar.hook': hook });
  }

  /** @param count Of all sessions that are open, asked for whenever somebody looks. */
  observeSessions(count: () => Promise<number>): void {
    const gauge = this.#instruments?.sessionCount;
    if (!gauge) return;
    const observe: ObserveValue = async (result) => {
      // Of a store that is down nothing is known.
      const sessions = await count().catch(() => undefined);
      if (sessions !== undefined) result.observe(sessions);
    };
    gauge.addCallback(observe);
    this.#stopObserving = () => quietly(() => gauge.removeCallback(observe));
  }

  sessionCreated(): void {
    this.#instruments?.sessionsCreated.add(1);
  }

  sessionEnded(reason: string): void {
    this.#instruments?.sessionsEnded.add(1, { 'kaltura_avatar.session.end_reason': reason });
  }

  sessionCameLate(): void {
    this.#instruments?.sessionsLate.add(1);
  }

  limitRefused(limit: LimitOfScope): void {
    this.#instruments?.refusals.add(1, attributesOf(limit));
  }

  limitReached(limit: LimitOfScope, share: 0.8 | 1): void {
    this.#instruments?.limitsReached.add(1, { ...attributesOf(limit), 'kaltura_avatar.limit.share': share });
  }

  storeFailed(operation: string): void {
    this.#instruments?.storeErrors.add(1, { 'kaltura_avatar.store.operation': operation });
  }

  requestBegan(attributes: TelemetryAttributes): void {
    this.#instruments?.activeRequests.add(1, attributes);
  }

  /**
   * @param began As they were when it began.
   * @param ended What is known besides at its end.
   */
  requestEnded(began: TelemetryAttributes, ended: TelemetryAttributes, seconds: number): void {
    this.#instruments?.activeRequests.add(-1, began);
    this.#instruments?.requestDuration.record(seconds, { ...began, ...ended });
  }

  /** Does work in a span, which is the parent of those within it. Whoever is given the span ends it. */
  inSpan<Result>(
    name: string,
    options: AvatarSpanOptions,
    parent: object | undefined,
    work: (span: AvatarSpan | undefined) => Result,
  ): Result {
    const tracer = this.#tracer;
    if (!tracer) return work(undefined);
    let done: { result: Result } | undefined;
    const doOnce = (span?: AvatarSpan): Result => (done ??= { result: work(span && quietSpan(span)) }).result;
    quietly(() =>
      parent ? tracer.startActiveSpan(name, options, parent, doOnce) : tracer.startActiveSpan(name, options, doOnce),
    );
    // Also where the tracer fails, or forgets it.
    return doOnce();
  }

  /** Nothing is asked for any more. */
  close(): void {
    this.#stopObserving();
  }

  #watch<Result>({ name, kind, attributes, duration }: Piece, work: () => Promise<Result>): Promise<Result> {
    if (!this.isOn) return work();
    return this.inSpan(name, { kind, attributes }, undefined, async (span) => {
      const start = performance.now();
      let outcome: TelemetryAttributes = {};
      try {
        return await work();
      } catch (error) {
        outcome = outcomeOf(error);
        for (const [key, value] of Object.entries(outcome)) span?.setAttribute(key, value);
        // Without the message, which may quote what was said.
        span?.setStatus({ code: ERROR });
        throw error;
      } finally {
        span?.end();
        duration?.record((performance.now() - start) / 1000, { ...attributes, ...outcome });
      }
    });
  }
}

/** What an error is called, without a word of what it says. */
export function errorType(error: unknown): string {
  return isAvatarError(error) || error instanceof RequestProblem ? error.code : OTHER;
}

function outcomeOf(error: unknown): TelemetryAttributes {
  const status = isAvatarError(error) ? error.status : undefined;
  return { 'error.type': errorType(error), ...(status === undefined ? {} : { 'http.response.status_code': status }) };
}

function attributesOf({ name, scope }: LimitOfScope): TelemetryAttributes {
  return { 'kaltura_avatar.limit.name': name, 'kaltura_avatar.limit.scope': scope };
}

function createInstruments(meter: AvatarMeter) {
  const { requestDuration, activeRequests, sessionCount, serviceCalls, hooks, ...counters } = METRICS;
  const histogram = (metric: Metric, explicitBucketBoundaries: number[]): AvatarHistogram => {
    const options = { ...optionsOf(metric), advice: { explicitBucketBoundaries } };
    const instrument = meter.createHistogram(metric.name, options);
    return { record: (...given) => quietly(() => instrument.record(...given)) };
  };
  const gauge = (metric: Metric): AvatarObservableGauge => meter.createObservableGauge(metric.name, optionsOf(metric));
  const counted = Object.entries<Metric>(counters).map(
    ([key, metric]) => [key, quietCounter(meter.createCounter(metric.name, optionsOf(metric)))] as const,
  );
  return {
    ...(Object.fromEntries(counted) as Record<keyof typeof counters, (typeof counted)[0][1]>),
    requestDuration: histogram(requestDuration, REQUEST_BUCKETS),
    serviceCalls: histogram(serviceCalls, WORK_BUCKETS),
    hooks: histogram(hooks, WORK_BUCKETS),
    activeRequests: quietCounter(meter.createUpDownCounter(activeRequests.name, optionsOf(activeRequests))),
    sessionCount: gauge(sessionCount),
  };
}

function quietCounter(instrument: AvatarCounter): AvatarCounter {
  return { add: (...given) => quietly(() => instrument.add(...given)) };
}

function quietSpan(span: AvatarSpan): AvatarSpan {
  return {
    setAttribute: (...given) => quietly(() => span.setAttribute(...given)),
    setStatus: (...given) => quietly(() => span.setStatus(...given)),
    end: () => quietly(() => span.end()),
  };
}

function optionsOf({ description, unit }: Metric): InstrumentOptions {
  return { description, unit };
}
