/** Short messages that go away by themselves. */
import { readonly, ref } from 'vue';
import { Problem } from '@/api/problem';
import { t } from '@/app/i18n';

export interface Toast {
  id: number;
  text: string;
  tone: 'ok' | 'bad';
}

const list = ref<Toast[]>([]);
let last = 0;
const shownMs = 4_000;

export const toasts = readonly(list);

export function toast(text: string, tone: Toast['tone'] = 'ok'): void {
  const id = ++last;
  list.value.push({ id, text, tone });
  setTimeout(() => dismiss(id), tone === 'bad' ? shownMs * 2 : shownMs);
}

export function dismiss(id: number): void {
  list.value = list.value.filter((entry) => entry.id !== id);
}

/** Shows why something failed, in the server's words where there are any. */
export function toastProblem(thrown: unknown): void {
  const problem = Problem.from(thrown);
  const words = problem.code === 'unreachable' ? t('common.unreachable') : (problem.detail ?? problem.title);
  toast(words || t('common.unknown_error'), 'bad');
}
