/**
 * Standard controls. The only file that imports the toolkit, which is archived upstream, so that it can be replaced
 * here alone. The toolkit has no slider: that one is the browser's.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
} from '@vscode/webview-ui-toolkit';
import { type ComponentChildren, h } from 'preact';
import { useId, useLayoutEffect, useReducer, useRef } from 'preact/hooks';

provideVSCodeDesignSystem().register(
  vsCodeButton(),
  vsCodeCheckbox(),
  vsCodeDropdown(),
  vsCodeOption(),
  vsCodeProgressRing(),
);

export function Button(props: {
  readonly onClick: () => void;
  readonly children: ComponentChildren;
  readonly appearance?: 'primary' | 'secondary' | 'icon';
  readonly disabled?: boolean;
  /** Accessible name and tooltip of a button that shows only an icon. */
  readonly label?: string;
}) {
  const { onClick, children, appearance = 'secondary', disabled = false, label } = props;
  const text = label === undefined ? {} : { title: label, 'aria-label': label };
  return h('vscode-button', { appearance, disabled, onClick, ...text }, children);
}

/** A button that looks like a link within text, which the toolkit lacks. */
export function TextButton(props: {
  readonly onClick: () => void;
  readonly children: ComponentChildren;
  /** What it does, as its tooltip. */
  readonly label: string;
}) {
  return (
    <button type="button" class="text-button" title={props.label} onClick={props.onClick}>
      {props.children}
    </button>
  );
}

export function Checkbox(props: {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ComponentChildren;
}) {
  const onChange = (event: Event) => {
    const { currentTarget } = event;
    if (currentTarget instanceof HTMLElement && 'checked' in currentTarget) {
      props.onChange(currentTarget.checked === true);
    }
  };
  return h('vscode-checkbox', { checked: props.checked, onChange }, props.children);
}

export function Dropdown(props: {
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
  readonly label: string;
}) {
  const box = useRef<HTMLSelectElement>(null);
  const [changes, countChange] = useReducer<number, null>((count) => count + 1, 0);
  // Not with every drawing: a panel is drawn anew while one goes through the open list by keys, which changes the value.
  useLayoutEffect(() => {
    if (box.current !== null) box.current.value = props.value;
  }, [props.value, changes, props.options.map(({ value }) => value).join('\n')]);
  const onChange = (event: Event) => {
    const { currentTarget } = event;
    if (currentTarget instanceof HTMLElement && 'value' in currentTarget) {
      props.onChange(String(currentTarget.value));
      countChange(null);
    }
  };
  const options = props.options.map(({ value, label }) =>
    h('vscode-option', { key: value, value, selected: value === props.value }, label),
  );
  return h('vscode-dropdown', { ref: box, onChange, 'aria-label': props.label }, options);
}

export function ProgressRing() {
  return h('vscode-progress-ring', {});
}

export function Slider(props: {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly value: number;
  /** The value in words, shown beside the slider and read by screen readers. */
  readonly text: string;
  readonly onInput: (value: number) => void;
  readonly hideLabel?: boolean;
}) {
  const id = useId();
  return (
    <span class="slider">
      <label for={id} class={props.hideLabel ? 'visually-hidden' : undefined}>
        {props.label}
      </label>
      <input
        id={id}
        type="range"
        min={props.min}
        max={props.max}
        step={1}
        value={props.value}
        aria-valuetext={props.text}
        onInput={(event) => props.onInput(event.currentTarget.valueAsNumber)}
      />
      <output for={id}>{props.text}</output>
    </span>
  );
}
