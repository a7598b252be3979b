/** The result of a task that worked on a PNR. */
import { list, number, record, records, text, type Json } from '../json';
import { readPnr, type Pnr } from './pnr';
import { readFace, type Face } from './ticket';

export interface FareOffer {
  n: number | null;
  basis: string | null;
  currency: string | null;
  fare: string | null;
  /** Airport tax; nothing when exempt. */
  airportTax: string | null;
  /** Fuel surcharge; nothing when exempt. */
  fuel: string | null;
  total: string | null;
}

/** A fare that tickets were issued for. */
export interface ChosenFare {
  type: string;
  count: number;
  fare: FareOffer | null;
}

export interface TicketLine {
  /** Nothing where neither the PNR nor the ticket says. */
  passenger: string | null;
  type: string | null;
  ticketNo: string | null;
  pending: boolean;
  face: Face | null;
}

export interface PnrResult {
  pnr: string | null;
  content: Pnr | null;
  /** Names that were taken out. */
  cancelledNames: string[];
  /** The whole PNR was cancelled. */
  cancelled: boolean;
  /** The Office that was authorised. */
  officeNo: string | null;
  tickets: TicketLine[];
  totalFen: number | null;
  fares: ChosenFare[];
  screens: string[];
}

const offer = (value: unknown): FareOffer | null => {
  const found = record(value);
  return found && { n: number(found.n), basis: text(found.basis), currency: text(found.cur), fare: text(found.fare), airportTax: text(found.cn), fuel: text(found.yq), total: text(found.total) };
};

const chosen = (entry: Json): ChosenFare => ({ type: text(entry.type) ?? 'ADT', count: number(entry.count) ?? 1, fare: offer(entry.fare) });

const ticketLine = (entry: Json): TicketLine => {
  const face = readFace(entry.face);
  return { passenger: text(entry.passenger) ?? face?.passenger ?? null, type: text(entry.type), ticketNo: text(entry.ticketNo), pending: entry.pending === true, face };
};

/** What a task that worked on a PNR brought back; null for other kinds or when there is nothing yet. */
export function readPnrResult(value: unknown): PnrResult | null {
  const found = record(value);
  if (!found || (text(found.pnr) === null && record(found.content) === null)) return null;
  return {
    pnr: text(found.pnr), content: readPnr(found.content), cancelledNames: list(found.cancelled, text), cancelled: found.cancelled === true,
    officeNo: text(found.officeNo), tickets: records(found.tickets, ticketLine), totalFen: number(found.totalFen), fares: records(found.fares, chosen),
    screens: list(found.screens, text),
  };
}
