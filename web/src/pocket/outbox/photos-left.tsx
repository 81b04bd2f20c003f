import { useWords } from "../../ui/language";
import { hasVoice, type Item } from "./item";
import { problemWords } from "./reason";

/** What becomes of the pictures of something that arrived before them. */
export function PhotosLeft({ item: { state, photos, lost } }: { item: Item }) {
  const words = useWords();
  const say = words.pocket.outbox;
  return (
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
  );
}
