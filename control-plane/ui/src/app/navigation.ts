/** What the side bar, the tab bar and the menu offer. */
import { BookOpen, CircleHelp, LayoutGrid, ListTodo, MonitorDot, Send, SpellCheck2, UserRound } from '@lucide/vue';
import type { Component } from 'vue';
import type { TextKey } from './i18n';

export interface Destination {
  name: string;
  label: TextKey;
  icon: Component;
  /** Other routes that count as being here. */
  covers?: readonly string[];
}

export const overview: Destination = { name: 'overview', label: 'reports.overview', icon: LayoutGrid };
export const newQuery: Destination = { name: 'new-query', label: 'dispatch.new_query', icon: Send, covers: ['new-task'] };
export const tasks: Destination = { name: 'tasks', label: 'dispatch.tasks', icon: ListTodo, covers: ['task'] };
export const unknownTasks: Destination = { name: 'unknown', label: 'dispatch.verify.title', icon: CircleHelp };
export const terminals: Destination = { name: 'terminals', label: 'fleet.terminals', icon: MonitorDot, covers: ['terminal'] };
export const glyphs: Destination = { name: 'glyphs', label: 'fleet.glyphs.title', icon: SpellCheck2 };
export const docs: Destination = { name: 'docs', label: 'app.docs', icon: BookOpen };
export const account: Destination = { name: 'account', label: 'app.account', icon: UserRound };

export const groups: readonly { label: TextKey | null; items: readonly Destination[] }[] = [
  { label: null, items: [overview] },
  { label: 'app.group_tickets', items: [newQuery, tasks, unknownTasks, terminals, glyphs] },
  { label: 'app.group_system', items: [docs, account] },
];

export function isHere(destination: Destination, routeName: unknown): boolean {
  return routeName === destination.name || (destination.covers ?? []).some((name) => name === routeName);
}
