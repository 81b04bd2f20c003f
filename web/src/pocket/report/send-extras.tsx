import type { usePhotos } from "../use-photos";
import { PhotoPlaceLine } from "./photo-place-line";
import type { StepProps } from "./report-page";
import { VoiceField } from "./voice-field";

export { NearReports } from "./near-reports";
export { notePlace } from "./note-place";

interface Props extends StepProps {
  hold: ReturnType<typeof usePhotos>;
  onRecording: (on: boolean) => void;
}

/** What stands below the photos and comes after the page: the position that a photo gave, and the voice note. */
export default function SendExtras({ draft, change, hold, onRecording }: Props) {
  return (
    <>
      <PhotoPlaceLine draft={draft} change={change} photos={hold.photos} />
      <VoiceField of={draft.id} hold={hold} onRecording={onRecording} />
    </>
  );
}
