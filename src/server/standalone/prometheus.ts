import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

import { METRICS, type Metric } from '../telemetry/metrics.js';
import type { AvatarMeter, InstrumentOptions, ObserveValue, TelemetryAttributes } from '../telemetry/open-telemetry.js';

export interface PrometheusFigures {
  meter: AvatarMeter;
  contentType: string;
  /** All figures as they are now, and those of the process, in the text format of Prometheus. */
  text(): Promise<string>;
}

/** Keeps figures for a Prometheus to fetch, by the names that OpenTelemetry's exporters give them there. */
export function createPrometheusFigures(): PrometheusFigures {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const configuration = (name: string, { description = '', unit = '' }: InstrumentOptions = {}, suffix = '') => ({
    name: `${plain(name)}${unit === 's' ? '_seconds' : ''}${suffix}`,
    help: description,
    labelNames: attributesOf(name).map(plain),
    registers: [registry],
  });
  const meter: AvatarMeter = {
    createCounter: (name, options) => {
      const counter = new Counter(configuration(name, options, '_total'));
      return { add: (value, attributes) => counter.inc(labelsOf(attributes), value) };
    },
    createUpDownCounter: (name, options) => {
      const gauge = new Gauge(configuration(name, options));
      return { add: (value, attributes) => gauge.inc(labelsOf(attributes), value) };
    },
    createHistogram: (name, options) => {
      const buckets = options?.advice?.explicitBucketBoundaries;
      const histogram = new Histogram({ ...configuration(name, options), ...(buckets ? { buckets } : {}) });
      return { record: (value, attributes) => histogram.observe(labelsOf(attributes), value) };
    },
    createObservableGauge: (name, options) => {
      const callbacks = new Set<ObserveValue>();
      const gauge = new Gauge({
        ...configuration(name, options),
        collect: async () => {
          // What cannot be told now is not told as it was.
          gauge.remove();
          for (const callback of callbacks) await callback({ observe: (value) => gauge.set(value) });
        },
      });
      return {
        addCallback: (callback) => void callbacks.add(callback),
        removeCallback: (callback) => void callbacks.delete(callback),
      };
    },
  };
  return { meter, contentType: registry.contentType, text: () => registry.metrics() };
}

function attributesOf(name: string): readonly string[] {
  return Object.values<Metric>(METRICS).find((metric) => metric.name === name)?.attributes ?? [];
}

function labelsOf(attributes: TelemetryAttributes = {}): Record<string, string | number> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [plain(name), String(value)]));
}

function plain(name: string): string {
  return name.replace(/\W/g, '_');
}
