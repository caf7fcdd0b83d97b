/** How one pixel of a map was computed, in numbers. */
import { useMemo, useState } from 'preact/hooks';
import type { PixelOrigin, PixelReport } from '../../../src/insight/results.ts';
import { Dropdown } from '../../controls.tsx';
import { CopyButtons } from '../../copy.tsx';
import { formatInteger } from '../../format.ts';
import type { Answer } from '../../inspector/answer.ts';
import { gridText, tableText } from '../../table.ts';
import { formatCell, formatValue } from '../numbers.ts';
import { strings } from '../strings.ts';
import { channelParts, weightiest } from './dotProduct.ts';

export function Origin({ report }: { readonly report: Answer<PixelReport> }) {
  const { value, problem, isCurrent } = report;
  return (
    <div class={isCurrent ? 'origin' : 'origin stale'} aria-busy={!isCurrent} data-view>
      <div class="title">
        <h3>{strings.origin}</h3>
        {value !== null && <CopyButtons name={strings.origin} numbers={() => originText(value.origin)} />}
      </div>
      {problem !== null && <p role="alert">{problem}</p>}
      {value !== null && (
        <>
          <Numbers origin={value.origin} />
          <p class="muted">
            {value.field === null
              ? strings.noField
              : strings.field(formatInteger(value.field.clipped.height), formatInteger(value.field.clipped.width))}
          </p>
        </>
      )}
    </div>
  );
}

function Numbers({ origin }: { readonly origin: PixelOrigin }) {
  switch (origin.kind) {
    case 'dotProduct':
      return <DotProduct origin={origin} />;
    case 'window':
      return (
        <>
          <p>{strings.windowOf(formatValue(origin.value))}</p>
          <NumberTable name={strings.patch} values={origin.patch} columns={origin.shape[1]} padding={origin.padding} />
        </>
      );
    case 'values':
      return origin.values.length === 0 ? null : (
        <p>{strings.valuesOf([...origin.values].map(formatValue).join(', '), formatValue(origin.value))}</p>
      );
    default:
      return origin satisfies never;
  }
}

function DotProduct({ origin }: { readonly origin: Extract<PixelOrigin, { kind: 'dotProduct' }> }) {
  const { shape, firstChannel, patch, padding, kernel, bias, sum, value } = origin;
  const [chosen, choose] = useState<number | null>(null);
  const parts = useMemo(() => channelParts(shape, patch, kernel), [shape, patch, kernel]);
  const [channels = 0, height = 1, width = 1] = shape;
  const channel = chosen !== null && chosen < channels ? chosen : weightiest(parts);
  const part = (values: Float32Array) => values.subarray(channel * height * width, (channel + 1) * height * width);
  const [patchPart, kernelPart] = [part(patch), part(kernel)];
  const shared = { columns: width, padding: padding.subarray(channel * height * width) };
  return (
    <>
      <p class="equation">{strings.dotProduct(formatValue(sum), formatValue(bias), formatValue(value))}</p>
      {channels > 1 && (
        <Dropdown
          label={strings.channel}
          value={String(channel)}
          options={parts.map((one) => ({
            value: String(one.channel),
            label: strings.channelShare(formatInteger(firstChannel + one.channel), formatValue(one.sum)),
          }))}
          onChange={(next) => choose(Number(next))}
        />
      )}
      <div class="number-tables">
        <NumberTable name={strings.patch} values={patchPart} {...shared} />
        <span class="operator">⊙</span>
        <NumberTable name={strings.kernel} values={kernelPart} columns={width} padding={null} />
        <span class="operator">=</span>
        <NumberTable name={strings.product} values={patchPart.map((one, i) => one * kernelPart[i]!)} {...shared} />
      </div>
    </>
  );
}

/** Patch and, for a dot product, kernel: one table per channel; with sum, bias and value. */
function originText(origin: PixelOrigin): string {
  switch (origin.kind) {
    case 'dotProduct': {
      const [channels = 1, , width = 1] = origin.shape;
      const tables = [origin.patch, origin.kernel].map((values) => gridText(values, width, channels));
      return [...tables, tableText([[origin.sum, origin.bias, origin.value]])].join('\n');
    }
    case 'window':
      return gridText(origin.patch, origin.shape[1]);
    case 'values':
      return gridText(origin.values, origin.values.length);
    default:
      return origin satisfies never;
  }
}

/** `padding`: ones where there is no pixel, shown by dimmed numbers. */
function NumberTable(props: {
  readonly name: string;
  readonly values: Float32Array;
  readonly columns: number;
  readonly padding: Uint8Array | null;
}) {
  const { name, values, columns, padding } = props;
  const rows = Array.from({ length: values.length / columns }, (_, row) => row * columns);
  return (
    <table class="numbers">
      <caption>{name}</caption>
      <tbody>
        {rows.map((start) => (
          <tr key={start}>
            {[...values.subarray(start, start + columns)].map((value, i) => (
              <td key={i} class={padding?.[start + i] ? 'padding' : ''}>
                {formatCell(value)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
