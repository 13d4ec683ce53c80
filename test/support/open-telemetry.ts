import { context, type Meter, type Tracer } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base';

/** A value of a metric, with its attributes; of a histogram its count. */
export interface MeasuredPoint {
  attributes: Record<string, unknown>;
  value: number;
  /** Of a histogram: the sum of what was recorded. */
  sum?: number | undefined;
}

export interface RunningTelemetry {
  meter: Meter;
  tracer: Tracer;
  /** The points of a metric as they are now. */
  points(name: string): Promise<MeasuredPoint[]>;
  /** All metrics as they are now: name to unit. */
  units(): Promise<Map<string, string>>;
  /** All that was told, as text. */
  everything(): Promise<string>;
  spans(): ReadableSpan[];
  close(): Promise<void>;
}

/** OpenTelemetry's own SDK, which keeps in memory what it is told. */
export function startTelemetry(): RunningTelemetry {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const meters = new MeterProvider({ readers: [reader] });
  const spans = new InMemorySpanExporter();
  const tracers = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());

  const metrics = async () => {
    const { resourceMetrics, errors } = await reader.collect();
    if (errors.length > 0) throw new Error('Metrics could not be collected', { cause: errors[0] });
    return resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
  };
  return {
    meter: meters.getMeter('test'),
    tracer: tracers.getTracer('test'),
    points: async (name) => {
      const metric = (await metrics()).find(({ descriptor }) => descriptor.name === name);
      return (metric?.dataPoints ?? []).map(({ attributes, value }) =>
        typeof value === 'number'
          ? { attributes, value }
          : {
              attributes,
              value: value.count,
              sum: value.sum,
            },
      );
    },
    units: async () => new Map((await metrics()).map(({ descriptor }) => [descriptor.name, descriptor.unit])),
    everything: async () =>
      JSON.stringify([
        await metrics(),
        spans.getFinishedSpans().map(({ name, attributes, events, status }) => ({ name, attributes, events, status })),
      ]),
    spans: () => spans.getFinishedSpans(),
    close: async () => {
      context.disable();
      await Promise.all([meters.shutdown(), tracers.shutdown()]);
    },
  };
}
