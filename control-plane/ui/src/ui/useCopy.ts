/** Copies a text and shows for a moment that it has. */
import { ref, type Ref } from 'vue';
import { t } from '@/app/i18n';
import { copyText } from './clipboard';
import { toast } from './toast';

export function useCopy(text: () => string): { done: Ref<boolean>; copy: () => Promise<void> } {
  const done = ref(false);
  async function copy(): Promise<void> {
    done.value = await copyText(text());
    if (!done.value) toast(t('common.copy_failed'), 'bad');
    setTimeout(() => (done.value = false), 2_000);
  }
  return { done, copy };
}
