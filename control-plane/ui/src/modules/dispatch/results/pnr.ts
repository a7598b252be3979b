/** A PNR as the agent read it off the screens. The wire carries plain JSON, so everything may be missing. */
import { list, number, record, records, text, type Json } from '../json';

export interface Passenger {
  n: number;
  name: string;
  type: string;
  title: string | null;
  /** Of a child that flies alone. */
  age: number | null;
}

export interface FlightSegment {
  n: number | null;
  /** A stretch without a flight has none. */
  flight: string | null;
  codeshare: boolean;
  class: string | null;
  dow: string | null;
  date: string | null;
  year: string | null;
  from: string;
  to: string;
  /** Two letters such as `HK`. */
  status: string | null;
  count: number | null;
  dep: string | null;
  arr: string | null;
  arrOffset: number;
  waitlist: number | null;
  electronic: boolean;
  depTerminal: string | null;
  arrTerminal: string | null;
  scheduleChanged: boolean;
  operating: string | null;
  meal: string | null;
}

/** An SSR or OSI item. */
export interface ServiceItem {
  n: number | null;
  /** Four letters of an SSR; an OSI has none. */
  code: string | null;
  carrier: string | null;
  action: string | null;
  /** Nothing when the Office may not see it. */
  text: string | null;
  pax: number[];
}

export interface TicketItem {
  ticket: string | null;
  infant: boolean;
  pending: boolean;
  pax: number | null;
}

export interface Tax {
  code: string;
  currency: string | null;
  /** As printed; nothing when exempt. */
  amount: string | null;
}

export interface FareItem {
  infant: boolean;
  fare: string | null;
  taxes: Tax[];
  total: string | null;
  currency: string | null;
  pax: number[];
}

export interface Infant {
  name: string;
  born: string | null;
  pax: number | null;
}

export interface Pnr {
  locator: string | null;
  cancelled: boolean;
  eticket: boolean;
  married: boolean;
  queue: string | null;
  group: { name: string; total: number | null; named: number | null } | null;
  passengers: Passenger[];
  segments: FlightSegment[];
  limit: { time: string; date: string; office: string | null } | null;
  contacts: string[];
  tickets: TicketItem[];
  ssr: ServiceItem[];
  osi: ServiceItem[];
  airlineLocators: { carrier: string; locator: string }[];
  authorised: string[];
  fares: FareItem[];
  infants: Infant[];
  other: string[];
  unreadable: string[];
  office: string | null;
  more: boolean;
}

const passenger = (entry: Json): Passenger | null => {
  const name = text(entry.name);
  return name === null ? null : { n: number(entry.n) ?? 0, name, type: text(entry.type) ?? 'ADT', title: text(entry.title), age: number(entry.age) };
};

const segment = (entry: Json): FlightSegment | null => {
  const [from, to] = [text(entry.from), text(entry.to)];
  if (from === null || to === null) return null;
  return {
    n: number(entry.n), flight: text(entry.flight), codeshare: entry.codeshare === true, class: text(entry.class), dow: text(entry.dow), date: text(entry.date),
    year: text(entry.year), from, to, status: text(entry.status), count: number(entry.count), dep: text(entry.dep), arr: text(entry.arr),
    arrOffset: number(entry.arr_offset) ?? 0, waitlist: number(entry.wl_position), electronic: entry.et === true, depTerminal: text(entry.dep_term),
    arrTerminal: text(entry.arr_term), scheduleChanged: entry.sched_chg === true, operating: text(entry.operating), meal: text(entry.meal),
  };
};

const service = (entry: Json): ServiceItem => ({
  n: number(entry.n), code: text(entry.code), carrier: text(entry.carrier), action: text(entry.action), text: text(entry.text), pax: list(entry.pax, number),
});

const ticket = (entry: Json): TicketItem => ({
  ticket: text(entry.ticket), infant: entry.infant === true, pending: entry.pending === true, pax: number(entry.pax),
});

export const tax = (entry: Json): Tax | null => {
  const code = text(entry.code);
  return code === null ? null : { code, currency: text(entry.cur), amount: text(entry.amount) };
};

const fare = (entry: Json): FareItem => ({
  infant: entry.infant === true, fare: text(entry.fare), taxes: records(entry.taxes, tax), total: text(entry.total), currency: text(entry.cur), pax: list(entry.pax, number),
});

const infant = (entry: Json): Infant | null => {
  const name = text(entry.name);
  return name === null ? null : { name, born: text(entry.born), pax: number(entry.pax) };
};

function limit(value: unknown): Pnr['limit'] {
  const found = record(value);
  const [time, date] = [text(found?.time), text(found?.date)];
  return time === null || date === null ? null : { time, date, office: text(found?.office) };
}

function group(value: unknown): Pnr['group'] {
  const found = record(value);
  const name = text(found?.name);
  return name === null ? null : { name, total: number(found?.total), named: number(found?.named) };
}

/** Each ticket once, although a PNR tells of it per segment and again at its end. */
function tickets(...items: TicketItem[]): TicketItem[] {
  const known = new Map<string, TicketItem>();
  for (const item of items) {
    const key = `${item.ticket ?? 'pending'} ${item.pax} ${item.infant}`;
    if (item.ticket !== null || item.pending) known.set(key, known.get(key) ?? item);
  }
  return [...known.values()];
}

/** The PNR of a result; null when there is none. */
export function readPnr(value: unknown): Pnr | null {
  const found = record(value);
  if (!found || !(found.kind === 'pnr' || Array.isArray(found.segments))) return null;
  return {
    locator: text(found.locator), cancelled: found.cancelled === true, eticket: found.eticket === true, married: found.married === true,
    queue: text(found.queue), group: group(found.group), passengers: records(found.passengers, passenger), segments: records(found.segments, segment),
    limit: limit(found.tl), contacts: list(found.contacts, text), tickets: tickets(...records(found.tkne, ticket), ...records(found.tn, ticket)),
    ssr: records(found.ssr, service), osi: records(found.osi, service),
    airlineLocators: records(found.airline_pnr, ({ carrier, locator }) => (text(locator) ? { carrier: text(carrier) ?? '', locator: text(locator) ?? '' } : null)),
    authorised: list(found.auth, text), fares: records(found.fare, fare), infants: records(found.infants, infant), other: list(found.other, text),
    unreadable: records(found.unreadable, (row) => text(row.text)), office: text(found.office), more: found.more === true,
  };
}
