/** Names of curves with their colours and latest values. */
export function Legend(props: {
  readonly items: readonly {
    readonly label: string;
    readonly colour: string;
    readonly value?: string;
    readonly dashed?: boolean;
  }[];
}) {
  return (
    <ul class="legend">
      {props.items.map(({ label, colour, value, dashed }) => (
        <li key={label}>
          <span class={dashed ? 'line dashed' : 'line'} style={{ borderColor: colour }} />
          {label}
          {value !== undefined && <span class="value">{value}</span>}
        </li>
      ))}
    </ul>
  );
}
