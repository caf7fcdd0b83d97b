/** Marks as elements of the page. */
import type { Mark, Palette } from '../picture/marks.ts';

export function Marks({ marks, palette }: { readonly marks: readonly Mark[]; readonly palette: Palette }) {
  return marks.map((mark, i) => <MarkView key={i} mark={mark} palette={palette} />);
}

function MarkView({ mark, palette }: { readonly mark: Mark; readonly palette: Palette }) {
  if (mark.kind === 'path') {
    const { d, stroke, fill, width, dashed } = mark;
    return (
      <path
        d={d}
        fill={fill ? palette[fill] : 'none'}
        stroke={stroke ? palette[stroke] : undefined}
        stroke-width={width}
        stroke-linejoin="round"
        stroke-dasharray={dashed ? '5 4' : undefined}
      />
    );
  }
  return (
    <text
      x={mark.x}
      y={mark.y}
      fill={palette[mark.ink]}
      font-size={mark.size}
      font-weight={mark.bold ? 600 : undefined}
      text-anchor={mark.anchor}
    >
      {mark.text}
    </text>
  );
}
