/** The part of the panels' protocols for what a view cannot copy to the clipboard by itself. */

/** Offered by the extension host. */
export interface ClipboardHost {
  copyText(text: string): Promise<void>;
  /**
   * Lets the user save a picture to a file, since VS Code's clipboard is for text only. Resolves to whether it was
   * saved.
   */
  savePicture(name: string, png: Uint8Array): Promise<boolean>;
}
