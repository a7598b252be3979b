/** Sends a form once: checks it, keeps its key, and shows a refusal where it belongs. */
import { nextTick, ref, shallowRef, type Ref } from 'vue';
import { useRouter } from 'vue-router';
import { newKey } from '@/api/client';
import { Problem } from '@/api/problem';
import type { Faults } from './fields';

export interface Sending {
  faults: Ref<Faults>;
  problem: Ref<Problem | null>;
  busy: Ref<boolean>;
  /** Shows mistakes found here; whether there are none. */
  accept(found: Faults): boolean;
  /** Sends with the form's key and goes to the new task. */
  send(request: (key: string) => Promise<{ id: number }>): Promise<void>;
}

/** `form` is where the fields are, to put the caret on the first mistake. */
export function useSending(form: Ref<HTMLElement | null>): Sending {
  const router = useRouter();
  const faults = ref<Faults>({});
  const problem = shallowRef<Problem | null>(null);
  const busy = ref(false);
  // One key per form: pressing twice, or sending again after a lost answer, makes one task.
  let key = newKey();

  const firstFault = (): HTMLElement | null => form.value?.querySelector<HTMLElement>('[aria-invalid="true"], [data-fault]') ?? null;

  async function show(found: Faults): Promise<boolean> {
    faults.value = found;
    await nextTick();
    firstFault()?.focus();
    return firstFault() !== null;
  }

  function accept(found: Faults): boolean {
    problem.value = null;
    void show(found);
    return Object.keys(found).length === 0;
  }

  async function refuse(refusal: Problem): Promise<void> {
    if (refusal.code !== 'unreachable') key = newKey();
    const field = refusal.field?.replace(/^params\./, '');
    // A field that this form does not show cannot say what is wrong with it.
    if (!field || !(await show({ [field]: refusal.message }))) problem.value = refusal;
  }

  async function send(request: (key: string) => Promise<{ id: number }>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    try {
      const { id } = await request(key);
      await router.push({ name: 'task', params: { id } });
    } catch (thrown) {
      await refuse(Problem.from(thrown));
    } finally {
      busy.value = false;
    }
  }

  return { faults, problem, busy, accept, send };
}
