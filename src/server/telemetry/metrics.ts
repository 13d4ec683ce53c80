/** What is measured: names and units by OpenTelemetry's semantic conventions where they have one. */
export interface Metric {
  name: string;
  description: string;
  /** As UCUM writes it; what is counted in braces. */
  unit: string;
  /** All that may be said of a value. Of each there are few values: no id, and nothing that a visitor wrote. */
  attributes: readonly string[];
}

/** Of requests, in seconds: as the conventions advise. */
export const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** Of what may take as long as a model takes, in seconds. */
export const WORK_BUCKETS = [...REQUEST_BUCKETS, 15, 30, 60];

export const METRICS = {
  requestDuration: {
    name: 'http.server.request.duration',
    description: 'How long requests took, to the end of their answers.',
    unit: 's',
    attributes: [
      'http.request.method',
      'http.route',
      'http.response.status_code',
      'url.scheme',
      // The status from 500 on, or what a streamed answer failed of.
      'error.type',
    ],
  },
  activeRequests: {
    name: 'http.server.active_requests',
    description: 'Requests that are being answered.',
    unit: '{request}',
    attributes: ['http.request.method', 'url.scheme'],
  },
  sessionCount: {
    name: 'kaltura_avatar.session.count',
    description: 'Sessions that are open or being opened, in all processes that share the store.',
    unit: '{session}',
    attributes: [],
  },
  sessionsCreated: {
    name: 'kaltura_avatar.session.created',
    description: 'Sessions that were opened for a page.',
    unit: '{session}',
    attributes: [],
  },
  sessionsEnded: {
    name: 'kaltura_avatar.session.ended',
    description: 'Sessions that the service has ended for this backend.',
    unit: '{session}',
    attributes: ['kaltura_avatar.session.end_reason'],
  },
  sessionsLate: {
    name: 'kaltura_avatar.session.late',
    description: 'Sessions that the service told of when nobody waited for them any more; they were ended.',
    unit: '{session}',
    attributes: [],
  },
  refusals: {
    name: 'kaltura_avatar.limit.refused',
    description: 'Requests that a limit refused.',
    unit: '{request}',
    attributes: ['kaltura_avatar.limit.name', 'kaltura_avatar.limit.scope'],
  },
  limitsReached: {
    name: 'kaltura_avatar.limit.reached',
    description: 'How often a limit was used to 80 % (share 0.8), or used up (share 1).',
    unit: '{event}',
    attributes: ['kaltura_avatar.limit.name', 'kaltura_avatar.limit.scope', 'kaltura_avatar.limit.share'],
  },
  serviceCalls: {
    name: 'kaltura_avatar.service.call.duration',
    description: 'How long calls to the avatar service took, with their retries.',
    unit: 's',
    attributes: ['kaltura_avatar.call', 'http.response.status_code', 'error.type'],
  },
  hooks: {
    name: 'kaltura_avatar.hook.duration',
    description: 'How long hooks took to answer.',
    unit: 's',
    attributes: ['kaltura_avatar.hook', 'error.type'],
  },
  hookTimeouts: {
    name: 'kaltura_avatar.hook.timeouts',
    description: 'Hooks that were given up because they took too long.',
    unit: '{timeout}',
    attributes: ['kaltura_avatar.hook'],
  },
  storeErrors: {
    name: 'kaltura_avatar.store.errors',
    description: 'Operations that the store failed of.',
    unit: '{error}',
    attributes: ['kaltura_avatar.store.operation'],
  },
} as const satisfies Record<string, Metric>;
