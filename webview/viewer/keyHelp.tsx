/** The viewer's keys, listed for whoever presses `?` or the button with that sign. */
import { useRef } from 'preact/hooks';
import { Button } from '../controls.tsx';
import { useKeys } from '../keys.ts';
import { strings } from './strings.ts';

export function KeyHelp() {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = () => dialog.current?.showModal();
  useKeys({ '?': open });
  return (
    <>
      <Button appearance="icon" label={strings.keys} onClick={open}>
        <span aria-hidden="true">?</span>
      </Button>
      <dialog ref={dialog} class="keys" aria-labelledby="keys">
        <div class="title">
          <h2 id="keys">{strings.keys}</h2>
          <Button onClick={() => dialog.current?.close()}>{strings.close}</Button>
        </div>
        <dl>
          {strings.keyList.map(({ keys, what }) => (
            <div key={what}>
              <dt>
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      </dialog>
    </>
  );
}
