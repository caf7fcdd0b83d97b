/** The few signs the panels need, drawn in the text's colour at the text's size. */

function Icon({ path }: { readonly path: string }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" fill="currentColor" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}

export const PlayIcon = () => <Icon path="M4 2.5v11l9.5-5.5z" />;
export const PauseIcon = () => <Icon path="M4 3h3v10H4zM9 3h3v10H9z" />;
export const StopIcon = () => <Icon path="M3.5 3.5h9v9h-9z" />;
export const CheckIcon = () => <Icon path="M6.3 12.6 2 8.3l1.2-1.2 3.1 3.1L13 3.4l1.2 1.2z" />;
export const WarningIcon = () => <Icon path="M8 1 15.5 14.5H.5zM7.2 6v4h1.6V6zm0 5.2v1.6h1.6v-1.6z" />;
export const DotIcon = () => <Icon path="M8 3.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z" />;
export const EyeIcon = () => (
  <Icon path="M8 3C4.5 3 1.7 5.2.5 8c1.2 2.8 4 5 7.5 5s6.3-2.2 7.5-5c-1.2-2.8-4-5-7.5-5zm0 8.4a3.4 3.4 0 1 1 0-6.8 3.4 3.4 0 0 1 0 6.8zM8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4z" />
);
export const PictureIcon = () => (
  <Icon path="M1.5 2.5h13v11h-13zm1.2 1.2v6.5l2.9-3 2.6 2.6 2.1-2 3 2.8V3.7zm7.4 1.1a1.2 1.2 0 1 1 0 2.4 1.2 1.2 0 0 1 0-2.4z" />
);
export const NumbersIcon = () => (
  <Icon path="M1.5 2.5h13v11h-13zm1.2 1.2v2.1h3.2V3.7zm4.4 0v2.1h6.2V3.7zM2.7 7v2.1h3.2V7zm4.4 0v2.1h6.2V7zm-4.4 3.3v2h3.2v-2zm4.4 0v2h6.2v-2z" />
);
