/**
 * The answer to an availability query, as the agent's parser describes it, and what can be said about it in words.
 * The wire carries it as plain JSON, so it is looked at before it is believed.
 */
import { t } from '@/app/i18n';

export interface Leg {
  flight: string;
  codeshare: boolean;
  operating: string | null;
  link: string | null;
  classes: string[];
  sub_classes: string[];
  from: string;
  to: string;
  /** `HHMM`, local time at the airport. */
  dep: string;
  /** Days after the date of the query. */
  dep_offset: number;
  arr: string;
  arr_offset: number;
  equip: string | null;
  stops: number | null;
  asr: boolean;
  meal: string | null;
  et: boolean;
  dep_term: string | null;
  arr_term: string | null;
  /** Whole journey, `H:MM`; on the last leg only. */
  duration: string | null;
}

export interface Journey {
  line: number;
  mark: string | null;
  legs: Leg[];
}

export interface Availability {
  journeys: Journey[];
  notes: string[];
  date: string;
  dow: string | null;
  from: string;
  to: string;
  via: string | null;
  direct_only: boolean;
  more: boolean;
}

export interface QueryResult {
  av: Availability;
  pages: number;
  /** The raw text of every page, as it stood on the screen. */
  screens: string[];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The flights in a task's result; null for other kinds of task or when there is none yet. */
export function readResult(result: unknown): QueryResult | null {
  if (!isRecord(result) || !isRecord(result.av) || !Array.isArray(result.av.journeys)) return null;
  const screens = Array.isArray(result.screens) ? result.screens.filter((screen) => typeof screen === 'string') : [];
  return { av: result.av as unknown as Availability, pages: Number(result.pages ?? screens.length), screens };
}

export type ClassTone = 'many' | 'few' | 'ask' | 'closed';

export interface ClassSeat {
  code: string;
  status: string;
  tone: ClassTone;
  words: string;
}

/** `YA` is class Y with plenty, `M1A` sub-class M1: the last character is the status. */
export function readClass(cell: string): ClassSeat {
  const code = cell.slice(0, -1);
  const status = cell.slice(-1);
  return { code, status, tone: seatTone(status), words: t('dispatch.av.class_word', { code, status: statusWords(status) }) };
}

function seatTone(status: string): ClassTone {
  if (status === 'A') return 'many';
  if (/[1-9]/.test(status)) return Number(status) >= 5 ? 'many' : 'few';
  return 'LQZ'.includes(status) ? 'ask' : 'closed';
}

function statusWords(status: string): string {
  if (/[1-9]/.test(status)) return t('dispatch.av.status.seats', { n: Number(status) });
  switch (status) {
    case 'A': return t('dispatch.av.status.many');
    case '0': return t('dispatch.av.status.none');
    case 'L': return t('dispatch.av.status.waitlist');
    case 'Q': return t('dispatch.av.status.request');
    case 'S': return t('dispatch.av.status.limit');
    case 'C': return t('dispatch.av.status.closed');
    case 'X': return t('dispatch.av.status.cancelled');
    default: return t('dispatch.av.status.unknown');
  }
}

/** Whether at least one class can be sold at once on every leg. */
export function isBookable(journey: Journey): boolean {
  return journey.legs.every((leg) => leg.classes.some((cell) => ['many', 'few'].includes(readClass(cell).tone)));
}

/** `07:30` of `0730`. */
export function clockTime(time: string): string {
  return /^\d{4}$/.test(time) ? `${time.slice(0, 2)}:${time.slice(2)}` : time;
}

/** Minutes of the whole journey; null when the screen did not say. */
export function journeyMinutes(journey: Journey): number | null {
  const [, hours, minutes] = /^(\d+):(\d{2})$/.exec(journey.legs.at(-1)?.duration ?? '') ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

export type SortKey = 'line' | 'departure' | 'duration';

/** Minutes since the start of the queried day. */
function departureMinutes(journey: Journey): number {
  const leg = journey.legs[0];
  if (!leg) return 0;
  return leg.dep_offset * 1440 + Number(leg.dep.slice(0, 2)) * 60 + Number(leg.dep.slice(2));
}

export interface FlightView {
  sort: SortKey;
  hideCodeshare: boolean;
  onlyBookable: boolean;
}

/** The journeys a person wants to see, in the order wanted; the original order breaks ties. */
export function arrange(journeys: readonly Journey[], view: FlightView): Journey[] {
  const kept = journeys.filter(
    (journey) =>
      !(view.hideCodeshare && journey.legs.some((leg) => leg.codeshare)) && !(view.onlyBookable && !isBookable(journey)),
  );
  if (view.sort === 'departure') return kept.toSorted((a, b) => departureMinutes(a) - departureMinutes(b));
  if (view.sort === 'duration') {
    return kept.toSorted((a, b) => (journeyMinutes(a) ?? Infinity) - (journeyMinutes(b) ?? Infinity));
  }
  return kept;
}

/** `Breakfast` of `B`; several letters become several words. */
export function mealWords(meal: string | null, name: (letter: string) => string): string | null {
  return meal ? [...meal].map(name).join(' · ') : null;
}
