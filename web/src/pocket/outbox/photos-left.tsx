import { lazy, Suspense } from "react";
import { useWords } from "../../ui/language";
import { hasVoice, type Item } from "./item";
import { problemWords } from "./reason";

// What fails to come here takes nothing from the page: its number and link must stand.
const UploadBar = lazy(() => import("./upload-bar").catch(() => ({ default: () => null })));

/** What becomes of the pictures of something that arrived before them, and how far the one is that goes up. */
export function PhotosLeft({ item: { state, photos, lost } }: { item: Item }) {
  const words = useWords();
  const say = words.pocket.outbox;
  return (
    <>
      <div aria-live="polite">
        {state === "sent" && photos.length > 0 && (
          <p>
            {say.photos(photos.length, hasVoice(photos))} · {say.follow}
          </p>
        )}
        {lost && (
          <p className="error-box">
            {say.photos(lost.photos, lost.voice)} · {words.pocket.error.rejected}
            {words.colon}
            {problemWords(lost, words)}
          </p>
        )}
      </div>
      {photos.length > 0 && (
        <Suspense fallback={null}>
          <UploadBar photos={photos} />
        </Suspense>
      )}
    </>
  );
}
