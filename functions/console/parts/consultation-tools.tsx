/** What can be done with a consultation: cancel it, ask it again, share it, take it along. */
import { useSignal } from '@preact/signals';
import type { CircleClient } from '../../../shared/client/client.ts';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import { announce } from '../state/announce.ts';
import { tellFailure } from '../state/session.ts';
import { consultationAddress } from '../text/address.ts';

export interface ConsultationToolsProps {
  readonly client: CircleClient;
  readonly consultation: Consultation;
  readonly take: (fetched: Consultation) => void;
}

export function ConsultationTools({ client, consultation, take }: ConsultationToolsProps) {
  const { id, status } = consultation;
  const failure = useSignal<string | undefined>(undefined);
  const copied = useSignal(false);
  const tell = (error: unknown) => {
    failure.value = tellFailure(error);
  };

  const cancel = () => {
    if (confirm('Cancel this consultation? Nothing more is spent, and what is in stays.')) client.cancel(id).then(take).catch(tell);
  };
  const copy = () => {
    if (!('clipboard' in navigator)) {
      failure.value = 'A page may copy over HTTPS or on this machine only; the address of this page is the link.';
      return;
    }
    const address = location.href.replace(/#.*/s, consultationAddress(id));
    navigator.clipboard
      .writeText(address)
      .then(() => {
        copied.value = true;
        announce('The link is copied.');
      })
      .catch(tell);
  };
  const download = () => {
    client.get(id).then(save).catch(tell);
  };

  return (
    <>
      {status === 'open' && (
        <button type="button" onClick={cancel}>
          Cancel
        </button>
      )}
      <a class="button" href={`#/?again=${encodeURIComponent(id)}`}>
        Ask again
      </a>
      <button type="button" onClick={copy}>
        {copied.value ? 'Copied' : 'Copy link'}
      </button>
      <button type="button" onClick={download}>
        Download JSON
      </button>
      {failure.value !== undefined && (
        <p class="problem" role="alert">
          {failure.value}
        </p>
      )}
    </>
  );
}

/** The consultation as the API gives it, as a file. */
function save(consultation: Consultation): void {
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(consultation, null, 2)}\n`], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `consultation-${consultation.id}.json`;
  link.click();
  // The browser has taken the bytes by the next task.
  setTimeout(() => URL.revokeObjectURL(url));
}
