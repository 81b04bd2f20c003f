import { useFormat, usePageWords } from "../../ui/language";
import { uploadWords } from "../../words/upload";
import { isVoice, type Enclosure } from "../enclosure";
import "./upload-bar.css";
import { useProgress } from "./upload-progress";

/** How far the one of `photos` is that goes up just now; nothing for one that is too small to wait for. */
export default function UploadBar({ photos }: { photos: Enclosure[] }) {
  const say = usePageWords(uploadWords);
  const f = useFormat();
  const progress = useProgress();
  const photo = photos.find(({ id }) => id === progress?.id);
  if (!photo || !progress) return null;
  const title = `upload-${photo.id}`;
  const percent = Math.floor(progress.share * 100);
  return (
    <div className="upload-bar">
      <p>
        <span id={title}>{isVoice(photo) ? say.voice : say.photo}</span> <span className="num">{f.percent(percent, 100)}</span>
      </p>
      <progress aria-labelledby={title} max={100} value={percent} />
    </div>
  );
}
