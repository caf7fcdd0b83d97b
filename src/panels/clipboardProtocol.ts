/** What a view cannot put into the clipboard by itself goes through its host: a part of what panels say to each other. */

/** Offered by the extension host. */
export interface ClipboardHost {
  copyText(text: string): Promise<void>;
  /** Lets the user choose a file for a picture, since VS Code gives no clipboard for those; whether it was saved. */
  savePicture(name: string, png: Uint8Array): Promise<boolean>;
}
