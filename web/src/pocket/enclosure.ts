import type { Photo } from "./photo";

/** A voice note that waits on the phone, in the same place as the pictures. */
export interface Voice {
  id: string;
  /** The report that it belongs to. */
  of: string;
  sound: ArrayBuffer;
  /** What it is, by its first bytes. */
  type: string;
  /** The upload that was begun for it, if it goes up in parts. */
  upload?: string | undefined;
  /** Its id at the server, once it is there. */
  file?: string | undefined;
}

/** What goes along with a report or a step. */
export type Enclosure = Photo | Voice;

export const isVoice = (one: Enclosure): one is Voice => "sound" in one;
